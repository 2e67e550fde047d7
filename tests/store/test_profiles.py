from __future__ import annotations

import pytest

from attribution.errors import InputError
from attribution.store.history import UnknownSpeaker
from attribution.store.ingest import ingest
from attribution.store.profiles import PAGE, appearances_of, profile
from attribution.store.store import Store
from tests.store.articles import COST, OPEN, incoming
from tests.store.test_registry import entries


def test_an_entry_is_shown_with_all_that_was_seen(store: Store) -> None:
    days = ("2026-03-01", "2026-01-01", None)
    for number, day in enumerate(days):
        outlet = "Post" if number else "Tide"
        ingest(store, incoming(OPEN, COST, id=f"a{number}", published=day, outlet=outlet))
    first = entries(store)[0]
    assert first
    shown = profile(store, first)
    assert (shown.label, shown.articles, shown.quotations) == ("Mara Lindqvist", 3, 3)
    assert (shown.first, shown.last) == ("2026-01-01", "2026-03-01")
    (role,) = shown.roles
    assert (role.text, role.first, role.last, role.times) == (
        "harbour master",
        *("2026-01-01", "2026-03-01"),
        3,
    )
    assert [(outlet.label, outlet.count) for outlet in shown.outlets] == [("Post", 2), ("Tide", 1)]
    assert [(other.label, other.count) for other in shown.others] == [("Ned Abara", 3)]


def test_appearances_come_in_pages(store: Store) -> None:
    for number in range(3):
        ingest(store, incoming(OPEN, id=f"a{number}"))
    first = entries(store)[0]
    assert first
    some = appearances_of(store, first, limit=2)
    rest = appearances_of(store, first, after=some[-1].id)
    assert [appearance.article for appearance in (*some, *rest)] == [1, 2, 3]
    assert (some[0].roles, some[0].evidence) == (("harbour master",), ("new",))
    assert rest[0].evidence == ("same", "title")


def test_who_is_not_there_is_not_shown(store: Store) -> None:
    for entry in (0, 1, 2**31):
        with pytest.raises(UnknownSpeaker):
            profile(store, entry)
        with pytest.raises(UnknownSpeaker):
            appearances_of(store, entry)
    with pytest.raises(InputError):
        appearances_of(store, 1, limit=PAGE + 1)
