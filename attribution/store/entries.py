"""The entries of the registry that speakers of an article may be, with what is known of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, bindparam, func, select

from attribution.store.offices import Office, read_office
from attribution.store.tables import roles, speaker_keys, speakers

PERSON = "person"
NAMES = ("name", "given")


@dataclass
class Candidate:
    """What is known of an entry.

    `names` are in groups: those of one origin are forms of one name, while one that somebody gave stands for
    itself. `bare` are the names for which it stands by themselves, with their kinds: its own where nothing
    else is known of it, and those of bare entries that were merged into it.
    """

    id: int
    kind: str
    ids: Mapping[str, str]
    alone: bool  # the entry is bare itself
    kinds: set[str] = field(default_factory=set)
    bare: set[tuple[str, str]] = field(default_factory=set)
    names: dict[tuple[int, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    aliases: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    offices: list[Office] = field(default_factory=list)
    given: set[str] = field(default_factory=set)  # names that people gave
    written: set[str] = field(default_factory=set)  # the offices that people know of, as they are written

    @property
    def texts(self) -> set[str]:
        """All its names."""
        return {text for texts in self.names.values() for text in texts}

    def take(self, row: Row[Any]) -> None:
        """Notes a key, and the entry that it was first of."""
        self.kinds.add(row.home_kind)
        if row.home_bare:
            self.bare.add((row.home_kind, row.home_folded))
        if row.sort == "office":
            self.offices.append(read_office(row.key))
            self.written.add(row.key)
            return
        self.keys.add(row.key)
        if row.sort in NAMES:
            given = row.sort == "given"
            self.names[row.home_id, row.text if given else ""].append(row.text)
            self.given.update([row.text] if given else [])
        elif row.sort == "alias":
            self.aliases.add(row.key)


def find_candidates(connection: Connection, keys: Collection[str]) -> list[Candidate]:
    """The entries that have one of the keys, in the order of their numbers, by two statements."""
    return _read(connection, _KEYS_OF_BEARERS, sorted(keys)) if keys else []


def candidates_of(connection: Connection, entries: Collection[int]) -> list[Candidate]:
    """What is known of these entries, without those that were merged."""
    return _read(connection, _KEYS_OF_ENTRIES, sorted(entries)) if entries else []


def read_offices(connection: Connection, entries: Collection[int]) -> list[tuple[int, str]]:
    """The different roles of entries, from one to the next in the index: some have thousands of the same."""
    rows = connection.execute(_OFFICES, {"given": sorted(entries)}) if entries else ()
    return [(row.speaker_id, row.office) for row in rows]


def _read(connection: Connection, statement: Select[Any], given: Sequence[int | str]) -> list[Candidate]:
    found: dict[int, Candidate] = {}
    for row in connection.execute(statement, {"given": given}):
        candidate = found.setdefault(row.id, Candidate(row.id, row.kind, row.ids, row.bare))
        candidate.take(row)
    wanted = [entry for entry, known in found.items() if known.kind == PERSON and not known.alone]
    for entry, written in read_offices(connection, wanted):
        found[entry].offices.append(read_office(written))
    return list(found.values())


def _keys_where(column: Column[Any]) -> Select[Any]:
    """All keys of the entries that have one where a column is given, with the entries they were first of."""
    bearing = select(speaker_keys.c.speaker_id).where(column.in_(bindparam("given", expanding=True)))
    home = speakers.alias("home")
    return (
        select(speakers.c.id, speakers.c.kind, speakers.c.bare, speakers.c.ids)
        .add_columns(speaker_keys.c.kind.label("sort"), speaker_keys.c.key, speaker_keys.c.text)
        .add_columns(speaker_keys.c.home_id, home.c.kind.label("home_kind"))
        .add_columns(home.c.bare.label("home_bare"), home.c.folded.label("home_folded"))
        .join(speaker_keys, speaker_keys.c.speaker_id == speakers.c.id)
        .join(home, home.c.id == speaker_keys.c.home_id)
        .where(speakers.c.id.in_(bearing), speakers.c.merged_into.is_(None))
        .order_by(speakers.c.id, speaker_keys.c.id)
    )


def _offices() -> Select[Any]:
    """The least role of each entry, then again and again the next one."""
    lowest = select(func.min(roles.c.office)).where(roles.c.speaker_id == speakers.c.id).scalar_subquery()
    first = (
        select(speakers.c.id.label("speaker_id"), lowest.label("office"))
        .where(speakers.c.id.in_(bindparam("given", expanding=True)))
        .cte("offices", recursive=True)
    )
    later = roles.alias()
    following = (
        select(func.min(later.c.office))
        .where(later.c.speaker_id == first.c.speaker_id, later.c.office > first.c.office)
        .scalar_subquery()
    )
    steps = first.union_all(select(first.c.speaker_id, following).where(first.c.office.is_not(None)))
    return select(steps.c.speaker_id, steps.c.office).where(steps.c.office.is_not(None))


# made once: each article asks them, and to make one takes longer than to answer it
_KEYS_OF_BEARERS = _keys_where(speaker_keys.c.key)
_KEYS_OF_ENTRIES = _keys_where(speaker_keys.c.speaker_id)
_OFFICES = _offices()
