from __future__ import annotations

from typing import Any

import pytest

from attribution.errors import InputError
from attribution.store import Query, Store, search
from attribution.store.cursors import CursorError
from tests.store.articles import OPEN
from tests.store.finding import fill


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store


def test_what_is_found_is_told_with_its_place(filled: Store) -> None:
    [found] = search(filled, Query(words='"lock gate"')).items
    assert (found.id, found.article_id, found.article, found.title) == (1, 1, "a1", "The harbour opens")
    assert (found.speaker, found.role, found.affiliation) == (
        "Mara Lindqvist",
        "harbour master",
        "Port of Ostby",
    )
    assert OPEN[found.start : found.end] == found.text
    assert [found.snippet.text[low:high] for low, high in found.snippet.marks] == ["lock gates"]


def test_a_cursor_goes_with_its_search_alone(filled: Store) -> None:
    page = search(filled, Query(words="gate"), limit=1)
    for query, order in ((Query(words="lock"), None), (Query(words="gate"), "newest")):
        with pytest.raises(CursorError):
            search(filled, query, order=order, cursor=page.next)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("order", "limit", "field"), [("best", 1, "order"), (None, 0, "limit"), (None, 101, "limit")]
)
def test_an_order_or_a_limit_that_is_none(filled: Store, order: Any, limit: int, field: str) -> None:
    with pytest.raises(InputError) as caught:
        search(filled, Query(), order=order, limit=limit)
    assert caught.value.field == field
