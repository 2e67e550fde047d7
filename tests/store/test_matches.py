from __future__ import annotations

import pytest

from attribution.store import Query, Store, search
from tests.store.finding import fill


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store


def test_how_many_there_are_is_counted_up_to_a_limit(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    page = search(filled, Query(), limit=2)
    assert (page.total, page.capped, len(page.items)) == (5, False, 2)
    monkeypatch.setattr("attribution.store.matches.COUNTED", 4)
    page = search(filled, Query(), limit=2)
    assert (page.total, page.capped) == (4, True)
