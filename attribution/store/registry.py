"""Speakers across articles: which entry of the registry a speaker of an article is.

An entry is taken on evidence alone: an id of the newsroom's, or a name that fits together with a role that
the entry has had (`offices.py`). Who has no role that tells anything goes to the bare entry of that name,
which stands for whoever is called so; namesakes stay apart until somebody merges them (`curation.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, or_, select, update

from attribution.records import Extraction, Role, Speaker
from attribution.store.entries import PERSON, Candidate, find_candidates
from attribution.store.keys import Key, keys_of, wanted_keys
from attribution.store.naming import LONGEST, key_of_body, read_person
from attribution.store.offices import fold_affiliation, fold_role, write_office
from attribution.store.recognition import folded_of, recognise
from attribution.store.tables import appearances, roles, speaker_events, speaker_keys, speakers

BY_HAND = "by-hand"


@dataclass(frozen=True, slots=True)
class Place:
    """Where speakers are seen: the article's number, its day of publication, and now."""

    article: int
    day: str | None
    now: datetime


@dataclass
class Found:
    """A speaker of an article, the entry that it is, and why."""

    speaker: Speaker
    entry: int | None = None
    evidence: list[str] = field(default_factory=list)
    bare: bool = False


def enter(connection: Connection, place: Place, extraction: Extraction) -> dict[str, int]:
    """Enters the speakers of an article; returns the entry of each by its id in the records.

    What was entered for the article before is replaced, but for what was decided by hand. Speakers without
    a name have no entry: nobody knows who they are.
    """
    named = [Found(speaker) for speaker in extraction.speakers if is_entered(speaker)]
    before = _decide(connection, place.article, named)
    decided = [found.entry for found in named if found.entry is not None]
    _recognise(connection, [found for found in named if found.entry is None], decided)
    _add(connection, [found for found in named if found.entry is None], place)
    # not before: what the article said of its speakers until now is evidence too
    if before:
        connection.execute(delete(appearances).where(appearances.c.article_id == place.article))
    _note(connection, named, place)
    prune(connection, before - {found.entry for found in named if found.entry is not None})
    return {found.speaker.id: found.entry for found in named if found.entry is not None}


def is_entered(speaker: Speaker) -> bool:
    """Whether a speaker of an article has an entry in the registry."""
    return bool(speaker.name) and speaker.kind != "none"


def prune(connection: Connection, entries: Collection[int]) -> int:
    """Removes those of the entries of which nothing is left, appearance or history; returns how many."""
    if not entries:
        return 0
    merged = speakers.alias()
    left = (
        select(appearances.c.id).where(appearances.c.speaker_id == speakers.c.id),
        select(speaker_events.c.id).where(
            or_(speaker_events.c.speaker_id == speakers.c.id, speaker_events.c.other_id == speakers.c.id)
        ),
        select(merged.c.id).where(merged.c.merged_into == speakers.c.id),
    )
    empty = [~exists(query) for query in left]
    mine = speakers.c.id.in_(sorted(entries))
    return connection.execute(delete(speakers).where(mine, speakers.c.merged_into.is_(None), *empty)).rowcount


def _decide(connection: Connection, article: int, named: Sequence[Found]) -> set[int]:
    """Sets the entries that people decided on; returns all that the article had before."""
    columns = (appearances.c.label, appearances.c.speaker_id, appearances.c.by_hand)
    rows = connection.execute(select(*columns).where(appearances.c.article_id == article)).all()
    decided = {row.label: row.speaker_id for row in rows if row.by_hand}
    for found in named:
        if found.speaker.label in decided:
            found.entry, found.evidence = decided[found.speaker.label], [BY_HAND]
    return {row.speaker_id for row in rows}


def _recognise(connection: Connection, named: Sequence[Found], decided: Collection[int]) -> None:
    """Sets the entries that are there already. Two speakers of one article are never one entry."""
    candidates = [
        known
        for known in find_candidates(connection, wanted_keys(found.speaker for found in named))
        if known.id not in decided
    ]
    learned: list[dict[str, Any]] = []
    for found in named:
        seen = recognise(found.speaker, candidates)
        found.entry, found.evidence, found.bare = seen.entry, list(seen.evidence), seen.bare
        known = next((known for known in candidates if known.id == seen.entry), None)
        if known is not None and not known.alone:
            candidates.remove(known)
            learned += _learn(connection, found.speaker, known)
    if learned:
        connection.execute(insert(speaker_keys), learned)


def _learn(connection: Connection, speaker: Speaker, known: Candidate) -> list[dict[str, Any]]:
    """Names and ids of an entry that it had not before, as rows."""
    news = {scheme: value for scheme, value in speaker.ids.items() if scheme not in known.ids}
    if news:
        mine = speakers.c.id == known.id
        connection.execute(update(speakers).where(mine).values(ids={**known.ids, **news}))
    fresh = [key for key in keys_of(speaker) if not _has(known, key)]
    return [key_row(key, known.id) for key in fresh]


def _has(known: Candidate, key: Key) -> bool:
    return key.text in known.texts if key.kind == "name" else key.key in known.keys


def key_row(key: Key, entry: int) -> dict[str, Any]:
    """A key of an entry as a row."""
    return {"speaker_id": entry, "home_id": entry, "kind": key.kind, "key": key.key, "text": key.text}


def _add(connection: Connection, named: Sequence[Found], place: Place) -> None:
    """Makes an entry for each of the speakers, but one for all that are known by the same name alone."""
    made: dict[tuple[str, ...], Found] = {}
    for number, found in enumerate(named):
        own = ("bare", found.speaker.kind, folded_of(found.speaker)) if found.bare else (str(number),)
        made.setdefault(own, found)
        found.entry = -list(made).index(own) - 1  # until the numbers are known
    if not made:
        return
    query = insert(speakers).returning(speakers.c.id, sort_by_parameter_order=True)
    rows = [speaker_row(found.speaker, place.now, bare=found.bare) for found in made.values()]
    numbers = connection.execute(query, rows).scalars().all()
    keys = zip(numbers, made.values(), strict=True)
    rows = [key_row(key, entry) for entry, found in keys for key in keys_of(found.speaker)]
    connection.execute(insert(speaker_keys), rows)
    for found in named:
        found.entry = numbers[-(found.entry or 0) - 1]


def add_entry(connection: Connection, speaker: Speaker, now: datetime) -> int:
    """Makes an entry for somebody in particular."""
    row = speaker_row(speaker, now, bare=False)
    made = int(connection.execute(insert(speakers).values(row).returning(speakers.c.id)).scalar_one())
    connection.execute(insert(speaker_keys), [key_row(key, made) for key in keys_of(speaker)])
    return made


def speaker_row(speaker: Speaker, now: datetime, *, bare: bool) -> dict[str, Any]:
    """A new entry for a speaker, as a row."""
    folded = folded_of(speaker)
    return {
        "name": speaker.name,
        "label": speaker.label,
        "kind": speaker.kind,
        "folded": folded,
        "surname": surname_of(speaker.kind, speaker.name or speaker.label),
        "bare": bare,
        "ids": dict(speaker.ids),
        "added": now,
    }


def surname_of(kind: str, name: str) -> str:
    """What namesakes share: the surname, or the whole name of what is no person."""
    return read_person(name).parts[-1][:LONGEST] if kind == PERSON else key_of_body(name)


def _note(connection: Connection, named: Sequence[Found], place: Place) -> None:
    """Keeps that the entries were seen in an article, and the roles that they had there."""
    if not named:
        return
    made = insert(appearances).returning(appearances.c.id, sort_by_parameter_order=True)
    numbers = connection.execute(made, [_appearance(found, place) for found in named]).scalars().all()
    rows = [
        _role_values(role, number, found.entry, place)
        for number, found in zip(numbers, named, strict=True)
        for role in found.speaker.roles
    ]
    if rows:
        connection.execute(insert(roles), rows)


def _appearance(found: Found, place: Place) -> dict[str, Any]:
    return {
        "article_id": place.article,
        "speaker_id": found.entry,
        "local": found.speaker.id,
        "name": found.speaker.name,
        "label": found.speaker.label,
        "evidence": found.evidence,
        "by_hand": BY_HAND in found.evidence,
    }


def _role_values(role: Role, appearance: int, entry: int | None, place: Place) -> Mapping[str, Any]:
    return {
        "appearance_id": appearance,
        "speaker_id": entry,
        "text": role.text,
        "title": role.title,
        "affiliation": role.affiliation.text if role.affiliation else None,
        "folded": fold_role(role),
        "folded_affiliation": fold_affiliation(role),
        "former": role.former,
        "office": write_office(role),
        "day": place.day,
    }
