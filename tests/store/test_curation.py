from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select

from attribution.errors import InputError
from attribution.store.curation import identify, merge, rename, split
from attribution.store.history import Signature, UnknownSpeaker
from attribution.store.ingest import ingest
from attribution.store.profiles import appearances_of, profile
from attribution.store.store import Store
from attribution.store.tables import appearances, quotations, roles, speaker_keys, speakers
from attribution.store.undoing import undo
from tests.store.articles import NEVER, incoming
from tests.store.people import enter, speaker_of
from tests.store.test_registry import ALONE, ELSEWHERE, NAMESAKE, OPEN, entries, keep

BY = Signature("Tove", "checked by telephone")


def snapshot(store: Store) -> dict[str, list[Any]]:
    """What the registry holds, but for its history."""
    tables = (speakers, speaker_keys, appearances, roles)
    with store.read() as connection:
        held = {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(table.c.id))]
            for table in tables
        }
        said = select(quotations.c.id, quotations.c.speaker_id).order_by(quotations.c.id)
        return {**held, "quotations": [tuple(row) for row in connection.execute(said)]}


def comparable(held: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """Without the numbers of ids, which are written anew."""
    keys = sorted(row[1:] for row in held["speaker_keys"])
    return {**held, "speaker_keys": keys}


def test_what_is_merged_is_one_and_stays_so(store: Store) -> None:
    first, second = keep(store, OPEN, NAMESAKE)
    assert first
    assert second
    event = merge(store, second, first, by=BY)
    assert (event.action, event.other, event.author, event.reason) == ("merge", first, *vars_of(BY))
    assert entries(store) == [first, first]
    ingest(store, incoming("“Come and hear me,” said singer Mara Lindqvist.", id="later"))
    assert entries(store)[-1] == first
    assert profile(store, second).merged_into == first
    assert {role.text for role in profile(store, first).roles} == {"harbour master", "singer"}


def vars_of(by: Signature) -> tuple[str, str | None]:
    return by.author, by.reason


def test_a_bare_name_that_was_merged_leads_to_the_entry(store: Store) -> None:
    first, alone = keep(store, OPEN, ALONE)
    assert first
    assert alone
    merge(store, alone, first, by=BY)
    ingest(store, incoming(ALONE.replace("Hello", "Yes"), id="later"))
    assert entries(store) == [first] * 3


def test_a_merge_undone_leaves_all_as_it_was(store: Store) -> None:
    first, second, alone = keep(store, OPEN, NAMESAKE, ALONE)
    assert first
    assert second
    assert alone
    identify(store, second, {"desk": "17"}, by=BY)
    before = snapshot(store)
    merge(store, second, first, by=BY)
    merge(store, first, alone, by=BY)
    assert entries(store) == [alone] * 3
    with pytest.raises(InputError):
        undo(store, second, by=BY)
    undo(store, alone, by=BY)
    undo(store, first, by=BY)
    assert comparable(snapshot(store)) == comparable(before)


def test_what_came_since_a_merge_stays_when_it_is_undone(store: Store) -> None:
    first, second = keep(store, OPEN, NAMESAKE)
    assert first
    assert second
    merge(store, second, first, by=BY)
    ingest(store, incoming(ELSEWHERE, id="later"))
    undo(store, first, by=BY)
    assert entries(store) == [first, second, first]


def test_what_is_split_off_stays_apart(store: Store) -> None:
    first, second = keep(store, OPEN, ELSEWHERE)
    assert first
    assert first == second
    before = snapshot(store)
    moved = appearances_of(store, first)[1]
    event = split(store, first, [moved.id], by=BY)
    assert entries(store) == [first, event.other]
    ingest(store, incoming(ELSEWHERE, NEVER, id="a1"))
    assert entries(store)[:2] == [first, event.other]
    undo(store, first, by=BY)
    assert entries(store)[:2] == [first, first]
    with store.read() as connection:
        assert connection.scalar(select(speakers.c.id).where(speakers.c.id == event.other)) is None
    assert before["speakers"] == snapshot(store)["speakers"][:1]


def test_a_split_undone_leaves_all_as_it_was(store: Store) -> None:
    first, second, _ = keep(store, OPEN, ELSEWHERE, NAMESAKE)
    assert first
    assert second
    before = snapshot(store)
    split(store, first, [appearances_of(store, first)[0].id], by=BY)
    undo(store, first, by=BY)
    assert snapshot(store) == before


def test_appearances_may_be_given_to_another(store: Store) -> None:
    first, second = keep(store, OPEN, NAMESAKE)
    assert first
    assert second
    (given,) = appearances_of(store, first)
    assert split(store, first, [given.id], into=second, by=BY).other == second
    assert entries(store) == [second, second]


def test_an_entry_is_found_by_its_new_name_too(store: Store) -> None:
    (first,) = keep(store, OPEN)
    assert first
    before = snapshot(store)
    rename(store, first, "Mara Sand", by=BY)
    married = incoming("“Welcome,” said harbour master Mara Sand.", id="b")
    ingest(store, married)
    ingest(store, incoming(ELSEWHERE, id="c"))
    assert entries(store) == [first] * 3
    assert profile(store, first).label == "Mara Sand"
    undo(store, first, by=BY)
    assert snapshot(store)["speakers"] == before["speakers"]


def test_ids_are_given_and_taken_away(store: Store) -> None:
    first, second = keep(store, OPEN, NAMESAKE)
    assert first
    assert second
    identify(store, first, {"wikidata": "Q7"}, by=BY)
    with pytest.raises(InputError):
        identify(store, second, {"wikidata": "Q7"}, by=BY)
    known = speaker_of({"name": "M. Lindqvist", "ids": {"wikidata": "Q7"}})
    with store.write() as connection:
        assert enter(connection, known) == [first]
    identify(store, first, {"wikidata": None, "desk": "1"}, by=BY)
    assert profile(store, first).ids == {"desk": "1"}
    undo(store, first, by=BY)
    assert profile(store, first).ids == {"wikidata": "Q7"}


def test_two_with_other_ids_are_not_merged(store: Store) -> None:
    first, second = keep(store, OPEN, NAMESAKE)
    assert first
    assert second
    for number, entry in enumerate((first, second)):
        identify(store, entry, {"desk": str(number)}, by=BY)
    with pytest.raises(InputError):
        merge(store, first, second, by=BY)


def test_history_tells_everything(store: Store) -> None:
    first, second = keep(store, OPEN, NAMESAKE)
    assert first
    assert second
    rename(store, first, "Mara Sand", by=BY)
    merge(store, second, first, by=BY)
    undo(store, first, by=Signature("Ned"))
    told = [(event.action, event.author, event.undone) for event in profile(store, first).history]
    assert told == [("undo", "Ned", False), ("merge", "Tove", True), ("rename", "Tove", False)]


def test_who_is_not_there_cannot_be_changed(store: Store) -> None:
    (first,) = keep(store, OPEN)
    assert first
    for entry in (0, 99, 2**40):
        with pytest.raises(UnknownSpeaker):
            rename(store, entry, "Ann", by=BY)
    for wrong in ([], [99], [0], [2**40]):
        with pytest.raises(InputError):
            split(store, first, wrong, by=BY)
    for name in ("", "…", "x" * 201, "A\0", "A\ud800"):
        with pytest.raises(InputError):
            rename(store, first, name, by=BY)
    with pytest.raises(InputError):
        merge(store, first, first, by=BY)
    with pytest.raises(InputError):
        undo(store, first, by=BY)
    with pytest.raises(InputError):
        Signature(" ")
