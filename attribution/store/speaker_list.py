"""Entries of the registry looked up, page by page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, literal, select, tuple_

from attribution.errors import InputError
from attribution.store.beside import name_keys
from attribution.store.conditions import Condition
from attribution.store.cursors import Listed, read_cursor, write_cursor
from attribution.store.fulltext import NAMES, all_of, has
from attribution.store.query import check_text
from attribution.store.search import check_limit
from attribution.store.store import Store
from attribution.store.tables import quotations, roles, speakers

SHOWN_ROLES = 3  # of an entry, those that were seen last


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the registry, as a list shows it: its latest roles, and the days it was quoted on."""

    id: int
    name: str | None
    label: str
    kind: str
    roles: tuple[str, ...]
    quotations: int
    first: str | None
    last: str | None


def find_speakers(
    store: Store,
    name: str | None = None,
    *,
    kind: str | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> Listed[Entry]:
    """A page of the registry, by name; with `name` the entries whose name has all its words.

    What was merged into another entry is left out. Raises InputError and CursorError.
    """
    check_limit(limit)
    asked = {"speakers": [name, kind]}
    with store.read() as connection:
        conditions = _speaker_conditions(connection, name, kind)
        place = tuple_(speakers.c.folded, speakers.c.id)
        if cursor is not None:
            last = read_cursor(cursor, asked, ((str,), (int,)))
            check_text(last[0], "cursor")
            conditions.append(place > tuple_(*map(literal, last)))
        query = select(speakers).where(*conditions).order_by(speakers.c.folded, speakers.c.id)
        rows = connection.execute(query.limit(limit + 1)).all()
        items = _entries(connection, rows[:limit])
    more = len(rows) > limit
    return Listed(items, write_cursor(asked, [rows[limit - 1].folded, rows[limit - 1].id]) if more else None)


def _speaker_conditions(connection: Connection, name: str | None, kind: str | None) -> list[Condition]:
    found: list[Condition] = [speakers.c.merged_into.is_(None)]
    if name is not None:
        check_text(name, "name")
        keys = name_keys(name)
        if not keys:
            raise InputError("no word of a name", field="name")
        found.append(has(connection.dialect, NAMES, all_of(keys)))
    if kind is not None:
        check_text(kind, "kind")
        found.append(speakers.c.kind == kind)
    return found


def _entries(connection: Connection, rows: Sequence[Any]) -> tuple[Entry, ...]:
    numbers = [row.id for row in rows]
    said, day = quotations.c.speaker_id, quotations.c.day
    counted = select(said, func.count(), func.min(day), func.max(day)).where(said.in_(numbers)).group_by(said)
    counts = {number: rest for number, *rest in connection.execute(counted)}
    held = _latest_roles(connection, numbers)
    return tuple(
        Entry(
            row.id, row.name, row.label, row.kind, tuple(held[row.id]), *counts.get(row.id, (0, None, None))
        )
        for row in rows
    )


def _latest_roles(connection: Connection, numbers: Sequence[int]) -> dict[int, list[str]]:
    last = func.coalesce(func.max(roles.c.day), "")
    query = (
        select(roles.c.speaker_id, roles.c.text)
        .where(roles.c.speaker_id.in_(numbers))
        .group_by(roles.c.speaker_id, roles.c.text)
        .order_by(last.desc(), roles.c.text)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(query):
        if len(found[row.speaker_id]) < SHOWN_ROLES:
            found[row.speaker_id].append(row.text)
    return found
