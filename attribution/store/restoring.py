"""A store out of a backup, in the same kind of database or the other one."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Connection, LargeBinary, column, delete, func, insert, select, table, update
from sqlalchemy.types import NULLTYPE, TypeEngine

from attribution.store.backup import Backup, copy_pages, kind_of, opened, verify, whole_file
from attribution.store.columns import Moment, metadata
from attribution.store.conflict_tables import unsettled
from attribution.store.database import DatabaseError
from attribution.store.lines import Part
from attribution.store.numbers import set_last_number
from attribution.store.store import Store, known_versions, upgrade, version_of
from attribution.store.tables import facts

_TYPES: dict[str, TypeEngine[Any]] = {
    "json": JSON(none_as_null=True),
    "bytes": LargeBinary(),
    "moment": Moment(),
    "plain": NULLTYPE,
}
_BATCH = 500  # rows inserted at once

Rows = list[dict[str, Any]]


def restore(file: Path, place: str | Path) -> Backup:
    """Makes a store at `place` of a backup. It is all there in the end, or nothing is.

    Raises DatabaseError where something is kept at `place`, and ArchiveError, which says where, for a file
    that is damaged, cut short or no backup.
    """
    rows = verify(file)
    target = Store(place)
    kind = kind_of(file)
    if kind == "copy" and not target.begun():
        with whole_file(Path(str(target.url.database))) as part:
            copy_pages(file, part)
    else:
        _load(file, place)
    with closing(target), target.read():  # which brings it to this version
        return Backup(kind, file.stat().st_size, rows)


class _OfVersion(Store):
    """A store that is made in the version that an archive has."""

    def __init__(self, place: str | Path, version: str) -> None:
        super().__init__(place)
        self.version = version

    def make_schema(self, connection: Connection) -> None:
        """Makes the tables where there are none."""
        if self.version not in known_versions():
            raise DatabaseError(f"the backup is of version {self.version}, which this program does not know")
        found = version_of(connection)
        if found is None:
            upgrade(connection, self.version)
        elif found != self.version:
            raise DatabaseError(f"the backup is of version {self.version}, and the tables there of {found}")


def _load(file: Path, place: str | Path) -> None:
    """The rows of a backup into empty tables, in one transaction."""
    fresh = not Store(place).begun()
    try:
        with (
            opened(file) as archive,
            closing(_OfVersion(place, archive.schema)) as target,
            target.write() as connection,
        ):
            _refuse_full(connection)
            left: Rows = []
            for part in archive.parts():
                left += _fill(connection, part)
            _leave_unsettled(connection, left)
    except BaseException:
        if fresh:
            for end in ("", "-wal", "-shm"):
                Path(str(Store(place).url.database) + end).unlink(missing_ok=True)
        raise


def _refuse_full(connection: Connection) -> None:
    for kept in metadata.sorted_tables:
        if kept is not facts and connection.scalar(select(func.count()).select_from(kept)):
            raise DatabaseError(f"something is kept there already: {kept.name} has rows")
    connection.execute(delete(facts))


def _leave_unsettled(connection: Connection, left: Rows) -> None:
    """What was settled when the backup was written is so still, whatever came in by it."""
    connection.execute(delete(unsettled))
    if left:
        connection.execute(insert(unsettled), left)


def _fill(connection: Connection, part: Part) -> Rows:
    """The rows of one table; what refers to another row of it is set when all are there.

    Returns those that are to come in last.
    """
    if part.name == unsettled.name:
        return [dict(zip(part.kinds, row, strict=True)) for row in part.rows]
    into = table(part.name, *(column(name, _TYPES[kind]) for name, kind in part.kinds.items()))
    own = {
        key.parent.name
        for key in metadata.tables[part.name].foreign_keys
        if key.column.table.name == part.name
    }
    later: list[dict[str, Any]] = []
    while rows := [dict(zip(part.kinds, row, strict=True)) for row in islice(part.rows, _BATCH)]:
        for row in rows:
            later += [{"_id": row["id"], name: row[name]} for name in own if row[name] is not None]
        connection.execute(insert(into), [row | dict.fromkeys(own) for row in rows])
    for values in later:
        [name] = set(values) - {"_id"}
        change = update(into).where(into.c.id == values["_id"]).values({name: values[name]})
        connection.execute(change)
    if part.last is not None:
        set_last_number(connection, part.name, part.last)
    return []
