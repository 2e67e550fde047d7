from __future__ import annotations

from attribution.people import known_people
from attribution.store.history import Signature
from attribution.store.newsroom import Imported, import_people
from attribution.store.profiles import profile
from attribution.store.store import Store
from tests.store.people import enter, speaker_of
from tests.store.test_registry import OPEN, entries, keep

BY = Signature("Tove")
LIST = known_people(
    [
        {"name": "Mara Lindqvist", "aliases": ["Mally"], "role": "harbour master", "id": "Q990101"},
        {"name": "Ned Abara", "role": "treasurer", "organisation": "Marlow Bank"},
        {"name": "Tove Sand"},
        {"name": "Tove Sand", "role": "teacher"},
    ]
)


def test_a_list_is_taken_over_once(store: Store) -> None:
    assert import_people(store, LIST, by=BY) == Imported(4, 0, 0)
    assert import_people(store, LIST, by=BY) == Imported(0, 0, 4)


def test_who_is_known_already_gets_names_and_ids(store: Store) -> None:
    (first,) = keep(store, OPEN)
    assert first
    assert import_people(store, LIST[:1], by=BY) == Imported(0, 1, 0)
    shown = profile(store, first)
    assert (shown.ids, shown.names) == ({"wikidata": "Q990101"}, ("Mara Lindqvist", "Mally"))
    assert [event.action for event in shown.history] == ["import"]


def test_the_role_of_a_list_is_evidence(store: Store) -> None:
    import_people(store, LIST, by=BY)
    assert keep(store, OPEN) == [1]
    banker = speaker_of({"name": "Ned Abara", "role": "treasurer", "of": "Marlow Bank"})
    other = speaker_of({"name": "Ned Abara", "role": "farmer"})
    with store.write() as connection:
        assert enter(connection, banker, other)[0] == 2
    assert entries(store) == [1]
