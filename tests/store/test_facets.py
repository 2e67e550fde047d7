from __future__ import annotations

import pytest

from attribution.errors import InputError
from attribution.store import Query, Store, facets, fulltext
from attribution.store.facets import FACETS, count_facets
from tests.store.finding import fill


def counts(store: Store, query: Query, name: str) -> list[tuple[str, int]]:
    [facet] = count_facets(store, query, [name]).facets
    return [(count.value, count.count) for count in facet.counts]


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("type", [("direct", 4), ("mixed", 1)]),
        ("act", [("deny", 1)]),
        ("speaker", [("Mara Lindqvist", 3), ("Ned Abara", 1), ("Tove Sand", 1)]),
        ("role", [("harbour master", 2), ("engineer", 1), ("treasurer", 1)]),
        ("affiliation", [("Port of Ostby", 1)]),
        ("outlet", [("Post", 3), ("Ostby Daily", 1)]),
        ("year", [("2026", 4)]),
        ("review", [("new", 5)]),
    ],
)
def test_values_are_counted(store: Store, name: str, counted: list[tuple[str, int]]) -> None:
    fill(store)
    assert counts(store, Query(), name) == counted
    assert set(FACETS) == {"type", "act", "speaker", "role", "affiliation", "outlet", "year", "review"}


@pytest.mark.parametrize("common", [1, 1000])
def test_only_what_fits_is_counted(store: Store, common: int, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    monkeypatch.setattr(fulltext, "COMMON", common)
    assert counts(store, Query(words="gate", outlet=("Post",)), "role") == [("harbour master", 1)]
    assert counts(store, Query(words="bridge"), "role") == []


def test_they_are_counted_over_some_and_it_says_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    monkeypatch.setattr(facets, "COUNTED", 3)
    monkeypatch.setattr(facets, "SHOWN", 1)
    found = count_facets(store, Query(), ["type", "role", "type"])
    assert (found.counted, found.capped, len(found.facets)) == (3, True, 2)
    assert [len(facet.counts) for facet in found.facets] == [1, 1]


def test_a_facet_that_there_is_not(store: Store) -> None:
    with pytest.raises(InputError) as caught:
        count_facets(store, Query(), ["colour"])
    assert caught.value.field == "facets"
