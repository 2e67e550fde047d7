"""The people list of a newsroom (`people.py`), taken into the registry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, insert

from attribution.people import KnownPerson
from attribution.records import Role, Span, Speaker
from attribution.store.curation import change, set_ids
from attribution.store.entries import PERSON, Candidate, find_candidates
from attribution.store.history import Signature, note_event
from attribution.store.keys import Key, name_key, wanted_keys
from attribution.store.offices import write_office
from attribution.store.recognition import recognise
from attribution.store.registry import add_entry, key_row
from attribution.store.store import Store
from attribution.store.tables import speaker_keys


@dataclass(frozen=True, slots=True)
class Imported:
    """How many people of a list were added, found, or were there with nothing new."""

    added: int
    found: int
    unchanged: int


def import_people(store: Store, people: Iterable[KnownPerson], *, by: Signature) -> Imported:
    """Has the registry know the people of a list: an entry each, with names, ids and role; all or none.

    An entry that is there is taken on the evidence that counts for articles; it keeps the ids that it has.
    Roles of a list are evidence, but were never seen: they have no date.
    """
    told = {"added": 0, "found": 0, "unchanged": 0}
    with store.write() as connection:
        now = datetime.now(UTC)
        for person in people:
            told[_import(connection, person, now, by)] += 1
    return Imported(**told)


def speaker_of(person: KnownPerson) -> Speaker:
    """An entry of the list as an article would have it."""
    role, body = person.role, person.organisation
    tie = Span(0, len(body), body) if body else None
    given = (Role(0, len(role or ""), role or "", title=role, affiliation=tie),) if role or body else ()
    return Speaker(
        "s0",
        person.name,
        person.name,
        "person",
        True,
        roles=given,
        aliases=person.aliases,
        ids=dict(person.ids),
    )


def _import(connection: Connection, person: KnownPerson, now: datetime, by: Signature) -> str:
    speaker = speaker_of(person)
    candidates = find_candidates(connection, wanted_keys([speaker]))
    seen = recognise(speaker, candidates)
    known = next((known for known in candidates if known.id == seen.entry and not known.alone), None)
    known = known or next((known for known in candidates if _was_imported(speaker, known)), None)
    entry = known.id if known else add_entry(connection, speaker, now)
    news = _news(speaker, known)
    fresh = {scheme: value for scheme, value in speaker.ids.items() if known and scheme not in known.ids}
    if known and not news and not fresh:
        return "unchanged"
    if news:
        connection.execute(insert(speaker_keys), [key_row(key, entry) for key in news])
    if known and fresh:
        set_ids(connection, entry, {**known.ids, **fresh})
    change(connection, entry, bare=False)
    note_event(connection, entry, "import", by, {"where": person.where})
    return "found" if known else "added"


def _was_imported(speaker: Speaker, known: Candidate) -> bool:
    """Whether an entry came from a list with this name and role, which by themselves tell nothing."""
    offices = {write_office(role) for role in speaker.roles}
    return speaker.label in known.given and offices == known.written and not speaker.ids


def _news(speaker: Speaker, known: Candidate | None) -> list[Key]:
    """Names and roles that the entry has not."""
    given = [Key("given", name_key(PERSON, text).key, text) for text in (speaker.label, *speaker.aliases)]
    texts: set[str] = known.given if known else set()
    offices = [(write_office(role), role.text) for role in speaker.roles]
    had: set[str] = known.written if known else set()
    return [
        *(key for key in given if key.text not in texts),
        *(Key("office", office, text) for office, text in offices if office not in had),
    ]
