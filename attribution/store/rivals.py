"""Two entries of the registry that are given the same words: whether that is a conflict, and how grave."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from attribution.store.entries import PERSON
from attribution.store.naming import compare_people, is_abbreviation, key_of_body, read_person
from attribution.store.runs import LEAST, PLAIN, SERIOUS, SLIGHT
from attribution.store.tables import roles, speakers

ROOT = 5  # letters that "minister" and "ministry" have in common
MOST_ROLES = 50  # of one entry that are looked at


@dataclass(frozen=True, slots=True)
class Entry:
    """Who is given words: `offices` are the terms of each role with its affiliation."""

    id: int
    kind: str
    name: str
    offices: tuple[frozenset[str], ...] = ()


def read_entries(connection: Connection, numbers: Collection[int]) -> dict[int, Entry]:
    """The entries of these numbers."""
    given = sorted(numbers)
    query = select(speakers.c.id, speakers.c.kind, speakers.c.name, speakers.c.label)
    rows = connection.execute(query.where(speakers.c.id.in_(given))).all() if given else ()
    offices = _offices(connection, [row.id for row in rows if row.kind == PERSON])
    return {row.id: Entry(row.id, row.kind, row.name or row.label, offices.get(row.id, ())) for row in rows}


def _offices(connection: Connection, people: Iterable[int]) -> dict[int, tuple[frozenset[str], ...]]:
    found = {}
    columns = (roles.c.folded, roles.c.folded_affiliation)
    for person in people:
        query = select(*columns).where(roles.c.speaker_id == person).distinct().limit(MOST_ROLES)
        rows = connection.execute(query)
        found[person] = tuple(frozenset(f"{title} {tie or ''}".split()) for title, tie in rows)
    return found


def rivalry(one: Entry, other: Entry) -> int:
    """How grave it is that the two are given the same words, 1 to 4; 0 where they may be one and the same.

    >>> minister = Entry(1, "person", "Ann Lee", (frozenset({"minist", "health"}),))
    >>> rivalry(minister, Entry(2, "organization", "the Ministry"))
    1
    >>> rivalry(minister, Entry(3, "person", "Lee"))
    0
    """
    people = [entry for entry in (one, other) if entry.kind == PERSON]
    if len(people) == 2:
        return 0 if _may_be_one(one.name, other.name) else SERIOUS
    if _may_be_one_body(one.name, other.name):
        return 0  # of whichever kind a reading took either for
    if not people:
        return PLAIN
    body = other if people[0] is one else one
    return LEAST if _speaks_for(people[0], body) else SLIGHT


def _may_be_one(one: str, other: str) -> bool:
    a, b = read_person(one), read_person(other)
    if compare_people(one, other) is not None:
        return True
    return not (a.full and b.full) and (a.parts[-1] in b.parts or b.parts[-1] in a.parts)


def _may_be_one_body(one: str, other: str) -> bool:
    """By their words, of which one may have less, or as one is short for the other."""
    mine, theirs = (key_of_body(name).split() for name in (one, other))
    if set(mine) <= set(theirs) or set(theirs) <= set(mine):
        return True
    return _is_short_for(one, other) or _is_short_for(other, one)


def _is_short_for(short: str, name: str) -> bool:
    letters = short.replace(".", "").casefold().removeprefix("the ")
    initials = "".join(word[0] for word in name.split() if word[:1].isupper()).casefold()
    return is_abbreviation(short) and bool(initials) and initials.startswith(letters)


def _speaks_for(person: Entry, body: Entry) -> bool:
    """Whether a role of the person is of that body, or what the body is called after."""
    wanted = key_of_body(body.name).split()
    return any(
        all(any(_alike(word, term) for term in office) for word in wanted)
        for office in person.offices
        if office
    )


def _alike(word: str, term: str) -> bool:
    return word == term or (min(len(word), len(term)) >= ROOT and word[:ROOT] == term[:ROOT])
