"""The files of a store without what was erased from it: databases leave it lying until it is overwritten."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from sqlalchemy import Connection, create_engine, text
from sqlalchemy import exc as failures

from attribution.store.columns import metadata
from attribution.store.database import DatabaseError, without_values
from attribution.store.indexes import fts5_tables
from attribution.store.store import Store

BUSY = 30.0  # seconds to wait for others


def compact(store: Store) -> list[str]:
    """Writes the files anew, with nothing in them but what is kept; returns what the database refused to do.

    Nobody can write meanwhile. Raises DatabaseError where others are in the way, or there is no room for a
    second copy of it; then nothing is lost.
    """
    if store.url.get_backend_name() == "sqlite":
        _compact_sqlite(store)
        return []
    return _compact_postgresql(store)


def _compact_sqlite(store: Store) -> None:
    with store.write() as connection:  # the indexes keep words of rows that are gone until they are merged
        for name in fts5_tables(connection):
            connection.execute(text(f"INSERT INTO {name} ({name}) VALUES ('rebuild')"))
    store.close()
    try:
        with closing(sqlite3.connect(str(store.url.database), timeout=BUSY, isolation_level=None)) as bare:
            bare.execute("PRAGMA secure_delete = ON")
            bare.execute("VACUUM")
            busy, *_ = bare.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        raise DatabaseError(f"the store cannot be compacted: {error}") from None
    if busy:
        raise DatabaseError("the store cannot be compacted now: others are reading; try again")


def _compact_postgresql(store: Store) -> list[str]:
    """Tables and their indexes anew, statistics too; the checkpoint removes the files that they were in."""
    engine = create_engine(store.url, isolation_level="AUTOCOMMIT", hide_parameters=True)
    refused = []
    try:
        with engine.connect() as connection:
            for table in metadata.sorted_tables:
                connection.execute(text(f"VACUUM (FULL, ANALYZE) {table.name}"))
            for statement in ("VACUUM (FULL) pg_statistic", "CHECKPOINT"):
                if not _allowed(connection, statement):
                    refused.append(statement)
    except failures.DBAPIError as error:
        raise DatabaseError(f"the store cannot be compacted: {without_values(error)}") from None
    finally:
        engine.dispose()
    return refused


def _allowed(connection: Connection, statement: str) -> bool:
    """Whether the database does it, which it does for those alone who own it or the server."""
    try:
        connection.execute(text(statement))
    except failures.ProgrammingError:  # insufficient privilege
        return False
    return True
