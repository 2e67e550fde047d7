from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete

from attribution.store import Query, Store, fulltext, ingest, search
from attribution.store.cursors import CursorError, write_cursor
from attribution.store.tables import quotations
from tests.store.articles import OPEN, incoming
from tests.store.finding import fill, numbers


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store


@pytest.mark.parametrize(
    ("order", "found"), [("newest", [5, 2, 1, 3, 4]), ("oldest", [3, 1, 2, 5, 4]), (None, [5, 2, 1, 3, 4])]
)
def test_orders_by_day_have_what_has_none_last(filled: Store, order: Any, found: list[int]) -> None:
    assert numbers(filled, order) == found


def test_the_best_comes_first(filled: Store) -> None:
    assert numbers(filled, words="million OR gate OR leak")[0] == 5
    ingest(filled, incoming(OPEN.replace("at noon", "at noon and then we wait and see"), id="a9"))
    assert numbers(filled, words="noon OR gate", since="2026-03-01")[0] == 1
    assert numbers(filled, "oldest", words="gate")[:3] == [3, 1, 5]


@pytest.mark.parametrize("order", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("common", [True, False])
def test_pages_repeat_and_leave_out_nothing_while_rows_come_in(
    store: Store, order: Any, common: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if common:
        monkeypatch.setattr(fulltext, "COMMON", 1)
    for number in range(12):
        published = f"2026-03-{1 + number // 3:02}" if number % 4 else None
        ingest(
            store,
            incoming(OPEN.replace("noon", "noon " * (number % 5)), id=f"a{number}", published=published),
        )
    seen, cursor = [], None
    for turn in range(5):
        page = search(store, Query(words="gate OR noon"), order=order, limit=3, cursor=cursor)
        seen += [item.id for item in page.items]
        cursor = page.next
        ingest(store, incoming(OPEN, id=f"late{turn}", published=f"2026-03-0{turn + 1}"))
        if cursor is None:
            break
    before = [number for number in seen if number <= 12]
    assert sorted(before) == list(range(1, 13))
    assert len(seen) == len(set(seen))


def test_a_page_goes_on_where_its_last_quotation_is_no_more(filled: Store) -> None:
    first = search(filled, Query(words="gate"), limit=1)
    with filled.write() as connection:
        connection.execute(delete(quotations).where(quotations.c.id == first.items[0].id))
    rest = search(filled, Query(words="gate"), limit=5, cursor=first.next)
    assert {item.id for item in (*first.items, *rest.items)} == {1, 3, 5}


@pytest.mark.parametrize("day", ["2026-02-30", "\0", "\ud800", "x"])
def test_a_cursor_that_was_made_up_with_no_day_is_refused(filled: Store, day: str) -> None:
    asked = {"query": {}, "order": "newest"}
    with pytest.raises(CursorError):
        search(filled, Query(), cursor=write_cursor(asked, [day, 1]))
