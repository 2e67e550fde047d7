"""How much a store holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from attribution.store.columns import metadata
from attribution.store.store import Store, terms_version, version_of


@dataclass(frozen=True, slots=True)
class Facts:
    """Where a store is and how large: rows by table, bytes on disk, versions of schema and terms."""

    place: str
    version: str
    terms: str
    size: int
    rows: dict[str, int]


def facts_of(store: Store) -> Facts:
    """The facts of a store, counted now."""
    with store.read() as connection:
        rows = {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
        }
        return Facts(
            store.url.render_as_string(hide_password=True),
            version_of(connection) or "",
            terms_version(connection) or "",
            _size(store, connection),
            rows,
        )


def _size(store: Store, connection: Connection) -> int:
    """Bytes on disk, with the log that SQLite keeps beside its file."""
    if connection.dialect.name == "postgresql":
        return connection.scalar(text("SELECT pg_database_size(current_database())")) or 0
    file = str(store.url.database)
    there = (Path(file + end) for end in ("", "-wal", "-shm"))
    return sum(path.stat().st_size for path in there if path.exists())
