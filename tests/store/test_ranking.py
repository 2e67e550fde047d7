from __future__ import annotations

from typing import Any

import pytest

from attribution.store import Query, Store, fulltext, ingest_many, matches, ranking, search
from tests.store.articles import COST, OPEN, incoming


@pytest.fixture
def many(store: Store) -> Store:
    """Thirty quotations, of which 1 to 20 have "gate", the shorter the better they fit."""
    said = [OPEN.replace("noon", "noon " * (1 + number % 4)) for number in range(20)]
    given = [*said, *[COST] * 10]
    list(ingest_many(store, [incoming(words, id=f"a{number}") for number, words in enumerate(given)]))
    return store


@pytest.mark.parametrize("expected", [0, 1, 12, 20, 400, 10**6])
def test_a_wrong_guess_of_how_many_fit_changes_nothing(
    many: Store, monkeypatch: pytest.MonkeyPatch, expected: int
) -> None:
    for module in (matches, ranking):
        monkeypatch.setattr(module, "COUNTED", 10)
    monkeypatch.setattr(ranking, "RANKED", 6)
    monkeypatch.setattr(ranking, "expected_rows", lambda *_: expected)
    monkeypatch.setattr(fulltext, "PART", 1)
    first = search(many, Query(words="gate"), limit=4)
    second = search(many, Query(words="gate"), limit=4, cursor=first.next)
    assert [item.id for item in first.items] == [17, 18, 19, 15]
    assert [item.id for item in second.items] == [20, 16]
    assert (first.total, first.capped, second.total, second.capped) == (10, True, 10, True)
    assert second.next is None


@pytest.mark.parametrize("expected", [0, 40, 10**6])
def test_all_are_counted_where_fewer_fit_than_was_guessed(
    many: Store, monkeypatch: pytest.MonkeyPatch, expected: int
) -> None:
    monkeypatch.setattr(ranking, "expected_rows", lambda *_: expected)
    page = search(many, Query(words="pier"), limit=3)
    assert ([item.id for item in page.items], page.total, page.capped) == ([30, 29, 28], 10, False)
    page = search(many, Query(words="harpoon"))
    assert (page.items, page.total, page.capped) == ((), 0, False)


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_a_word_by_day_is_found_whether_it_is_listed_or_not(
    many: Store, monkeypatch: pytest.MonkeyPatch, order: Any
) -> None:
    found = [item.id for item in search(many, Query(words="pier"), order=order).items]
    monkeypatch.setattr(matches, "COUNTED", 5)
    assert [item.id for item in search(many, Query(words="pier"), order=order).items] == found
    assert sorted(found) == list(range(21, 31))
