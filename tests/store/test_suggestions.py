from __future__ import annotations

from typing import Any

import pytest

from attribution.errors import InputError
from attribution.store.curation import merge
from attribution.store.history import Signature
from attribution.store.store import Store
from attribution.store.suggestions import suggest
from tests.store.people import enter, speaker_of


def known(store: Store, *given: dict[str, Any]) -> list[int]:
    with store.write() as connection:
        return enter(connection, *map(speaker_of, given))


def reasons(store: Store) -> list[tuple[str, ...]]:
    return [suggestion.reasons for suggestion in suggest(store).suggestions]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"role": "mayor"}, {}, ("same", "name-alone")),
        ({"role": "mayor", "of": "Ostby"}, {"role": "mayor", "of": "Marlow"}, ("same",)),
        ({"role": "mayor"}, {"name": "Lee", "role": "mayor", "of": "Ostby"}, None),
        (
            {"role": "mayor", "of": "Ostby"},
            {"name": "Lee", "role": "mayor", "of": "Ostby"},
            ("surname", "office"),
        ),
        (
            {"role": "mayor", "of": "Ostby"},
            {"name": "Ann Lee Jr.", "role": "mayor", "of": "Ostby"},
            ("suffix", "office"),
        ),
        ({"role": "mayor"}, {"name": "Tom Lee", "role": "mayor"}, None),
    ],
)
def test_two_of_a_name_are_told_with_the_reason(
    store: Store, one: dict[str, Any], other: dict[str, Any], why: tuple[str, ...] | None
) -> None:
    first, second = known(store, {"name": "Ann Lee", **one}, {"name": "Ann Lee", **other})
    assert first != second
    assert reasons(store) == ([why] if why else [])
    assert suggest(store, second) == suggest(store, first)


def test_an_abbreviation_is_suggested_for_what_it_is_short_for(store: Store) -> None:
    long = {"kind": "organisation", "aliases": ["CBA"]}
    short = {"name": "CBA", "kind": "organisation"}
    known(store, {"name": "Central Bus Board", **long}, {"name": "Coast Boat Board", **long}, short)
    assert reasons(store) == [("alias",)] * 2


def test_what_was_merged_is_not_suggested(store: Store) -> None:
    first, second = known(store, {"name": "Ann Lee", "role": "mayor"}, {"name": "Ann Lee"})
    merge(store, second, first, by=Signature("Tove"))
    assert reasons(store) == []


def test_suggestions_come_in_pages(store: Store) -> None:
    for letter in "abc":
        known(store, {"name": f"Ann Lee{letter}", "role": "mayor"}, {"name": f"Ann Lee{letter}"})
    pages, after = [], ""
    while True:
        page = suggest(store, after=after, limit=1)
        pages.append([suggestion.labels[0] for suggestion in page.suggestions])
        if page.after is None:
            break
        after = page.after
    assert pages == [["Ann Leea"], ["Ann Leeb"], ["Ann Leec"], []]
    with pytest.raises(InputError):
        suggest(store, limit=0)
