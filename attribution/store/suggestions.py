"""Entries of the registry that may be one, with what speaks for it: for somebody to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import Connection, bindparam, exists, func, or_, select

from attribution.errors import InputError
from attribution.store.entries import PERSON, Candidate, candidates_of
from attribution.store.history import entry_row
from attribution.store.naming import compare_people, is_abbreviation, read_person
from attribution.store.offices import compare
from attribution.store.store import Store
from attribution.store.tables import speaker_keys, speakers

MOST = 100
MOST_ALIKE = 60  # entries of one surname that are compared, those with the lowest numbers
_GROUPS = 200  # surnames or names that are looked at for one page

# What speaks for two entries being one, the strongest first.
_SCORES = {
    ("same", "office"): 0.9,
    ("same", "affiliation"): 0.9,
    ("variant", "office"): 0.8,
    ("variant", "affiliation"): 0.8,
    ("same", "title"): 0.7,
    ("surname", "office"): 0.6,
    ("suffix", "office"): 0.6,
    ("same", "name-alone"): 0.5,
    ("alias",): 0.5,
    ("surname", "affiliation"): 0.4,
    ("variant", "title"): 0.4,
    ("same",): 0.2,
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two entries that may be one, how likely that is among suggestions, 0 to 1, and the reasons."""

    one: int
    other: int
    labels: tuple[str, str]
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggested:
    """Some suggestions, the likeliest first, and what to go on from; None at the end."""

    suggestions: tuple[Suggestion, ...]
    after: str | None


def suggest(store: Store, entry: int | None = None, *, after: str = "", limit: int = MOST) -> Suggested:
    """Entries that may be one: all of the registry, name by name from behind `after`; or those like `entry`.

    Raises UnknownSpeaker, and InputError for a limit that is too high.
    """
    if not 0 < limit <= MOST:
        raise InputError(f"a limit of 1 to {MOST}", field="limit")
    with store.read() as connection:
        if entry is not None:
            row = entry_row(connection, entry)
            pairs = [
                pair for pair in _alike(connection, row.surname, entry) if entry in (pair.one, pair.other)
            ]
            return Suggested(_sorted(pairs)[:limit], None)
        found: dict[Suggestion, None] = {}
        names = _names(connection, after)
        for name in names:
            found.update(dict.fromkeys(_alike(connection, name)))
            if len(found) >= limit:
                return Suggested(_sorted(found), name)
        return Suggested(_sorted(found), names[-1] if len(names) == _GROUPS else None)


def _names(connection: Connection, after: str) -> list[str]:
    """Surnames, names of others and abbreviations that several entries have, in their order."""
    name, key, other = speakers.c.surname, speaker_keys.c.key, speaker_keys.alias()
    shared = (
        select(name)
        .where(name > after, speakers.c.merged_into.is_(None))
        .group_by(name)
        .having(func.count() > 1)
        .order_by(name)
    )
    elsewhere = select(other.c.id).where(other.c.key == key, other.c.speaker_id != speaker_keys.c.speaker_id)
    short = select(key).distinct().where(key > after, speaker_keys.c.kind == "alias", exists(elsewhere))
    queries = (shared.limit(_GROUPS), short.order_by(key).limit(_GROUPS))
    found = {text for query in queries for text in connection.execute(query).scalars()}
    return sorted(found)[:_GROUPS]


def _alike(connection: Connection, name: str, entry: int = 0) -> Iterator[Suggestion]:
    """The pairs of entries of a surname or name for which something speaks, `entry` among them."""
    rows = connection.execute(_BEARING, {"name": name, "entry": entry})
    labels = {row.id: row.label for row in rows}
    known = candidates_of(connection, list(labels)) if len(labels) > 1 else []
    for one, other in combinations(known, 2):
        reasons = likeness(one, other)
        if reasons in _SCORES:
            pair = (labels[one.id], labels[other.id])
            yield Suggestion(one.id, other.id, pair, _SCORES[reasons], reasons)


def likeness(one: Candidate, other: Candidate) -> tuple[str, ...]:
    """What speaks for two entries being one; nothing, or what tells too little: they are not suggested."""
    if one.kinds.isdisjoint(other.kinds) or any(other.ids.get(s, v) != v for s, v in one.ids.items()):
        return ()
    if one.kind != PERSON:
        return _likeness_of_bodies(one, other)
    names = _likeness_of_names(sorted(one.texts), sorted(other.texts))
    shared = compare(one.offices, other.offices)
    if names == "same" and one.alone != other.alone:
        return (names, "name-alone")
    return tuple(filter(None, (names, shared)))


def _likeness_of_bodies(one: Candidate, other: Candidate) -> tuple[str, ...]:
    names, others = (known.keys - known.aliases for known in (one, other))
    if names & others:
        return ("same",)
    short = [known for known in (one, other) if all(map(is_abbreviation, known.texts))]
    return ("alias",) if short and one.keys & other.keys else ()


def _likeness_of_names(mine: Sequence[str], theirs: Sequence[str]) -> str | None:
    pairs = [(one, other) for one in mine for other in theirs]
    found = {compare_people(one, other) for one, other in pairs}
    for likeness_of_two in ("same", "variant"):
        if likeness_of_two in found:
            return likeness_of_two
    for one, other in pairs:
        a, b = read_person(one), read_person(other)
        if a.parts == b.parts and "" in (a.name.suffix, b.name.suffix):
            return "suffix"
        if a.full != b.full and a.parts[-1] == b.parts[-1]:
            return "surname"
    return None


_BEARING = (  # the entries of a name, one of them before all others
    select(speakers.c.id, speakers.c.label)
    .where(
        or_(
            speakers.c.surname == bindparam("name"),
            speakers.c.id.in_(
                select(speaker_keys.c.speaker_id).where(speaker_keys.c.key == bindparam("name"))
            ),
        ),
        speakers.c.merged_into.is_(None),
    )
    .order_by(speakers.c.id != bindparam("entry"), speakers.c.id)
    .limit(MOST_ALIKE)
)


def _sorted(found: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    return tuple(sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other)))
