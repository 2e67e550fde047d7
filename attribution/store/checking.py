"""Proof that a store is whole: what must be true of it, looked at row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import Column, Connection, Table, text
from sqlalchemy import exc as failures
from sqlalchemy.sql import select

from attribution.store import proving
from attribution.store.columns import metadata
from attribution.store.database import DatabaseError, without_values
from attribution.store.findings import Finding, row
from attribution.store.indexes import check_indexes
from attribution.store.reindexing import check_terms
from attribution.store.rules import broken_rules, loops
from attribution.store.store import Store
from attribution.store.worth import check_rules

MOST = 100  # findings of one kind that the database itself tells


def check(
    store: Store, *, quick: bool = False, told: Callable[[int], None] = lambda _: None
) -> Iterator[Finding]:
    """What is wrong with a store; nothing where it is whole.

    Others may read and write meanwhile: it looks at one state, except at the indexes of words, for which
    writers wait. `quick` leaves out what has to unpack texts and records, and the index. `told` is called
    with the number of articles that were looked at.
    """
    try:
        with store.read() as connection:
            yield from _check_database(connection, quick=quick)
            yield from _check_references(connection)
            yield from broken_rules(connection)
            yield from loops(connection)
            yield from check_terms(connection)
            yield from check_rules(connection)
            if not quick:
                yield from proving.prove(connection, told)
        if not quick:
            with store.write() as connection:
                yield from check_indexes(connection)
    except DatabaseError as error:
        yield Finding("unreadable", "database", f"the check ended here: {error}")


def _check_database(connection: Connection, *, quick: bool) -> Iterator[Finding]:
    """What the database finds out about itself."""
    if connection.dialect.name == "sqlite":
        pragma = "quick_check" if quick else "integrity_check"
        for message in connection.execute(text(f"PRAGMA {pragma}({MOST})")).scalars():
            if message != "ok":
                yield Finding("damaged", "database", message)
        return
    query = "SELECT conname FROM pg_constraint WHERE NOT convalidated"
    for name in connection.execute(text(query)).scalars():
        yield Finding("constraint", f"constraint {name}", "was never proven")
    query = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
    for name in connection.execute(text(query)).scalars():
        yield Finding("constraint", f"index {name}", "was never completed")
    if not quick and connection.scalar(text("SELECT 1 FROM pg_extension WHERE extname = 'amcheck'")):
        yield from _check_pages(connection)


def _check_pages(connection: Connection) -> Iterator[Finding]:
    """Tables and B-trees, page by page, where a PostgreSQL has its extension amcheck."""
    names = ", ".join(f"'{table.name}'" for table in metadata.sorted_tables)
    ours = f"""SELECT c.oid::regclass::text, c.relkind, a.amname
        FROM pg_class c JOIN pg_am a ON a.oid = c.relam
        LEFT JOIN pg_index i ON i.indexrelid = c.oid
        WHERE coalesce(i.indrelid, c.oid)::regclass::text IN ({names}) ORDER BY 1"""
    for name, kind, method in connection.execute(text(ours)).all():
        given = {"name": name}
        if kind == "r":
            query = text("SELECT blkno, msg FROM verify_heapam(CAST(:name AS regclass)) LIMIT 100")
            for block, message in connection.execute(query, given):
                yield Finding("damaged", f"table {name}, block {block}", message)
        elif method == "btree":
            query = text("SELECT bt_index_check(CAST(:name AS regclass), true)")
            yield from _attempted(connection, query.bindparams(name=name), f"index {name}")


def _attempted(connection: Connection, query: object, where: str) -> Iterator[Finding]:
    """A finding where the database says of `query` that it cannot be."""
    try:
        with connection.begin_nested():
            connection.execute(query)  # type: ignore[call-overload]
    except failures.DBAPIError as error:
        yield Finding("damaged", where, without_values(error), mendable=where.startswith("index"))


def _check_references(connection: Connection) -> Iterator[Finding]:
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            yield from _orphans(connection, table, key.parent, key.column)


def _orphans(
    connection: Connection, table: Table, column: Column[int], other: Column[int]
) -> Iterator[Finding]:
    """Rows that refer to one that is not there."""
    there = other.table.alias()
    missing = ~select(there.c.id).where(there.c.id == column).exists()
    query = select(column).where(column.is_not(None), missing).distinct().limit(MOST)
    for number in connection.execute(query).scalars():
        message = f"{column.name} refers to {row(other.table.name, number)}, which is not there"
        yield Finding("reference", f"table {table.name}", message)
