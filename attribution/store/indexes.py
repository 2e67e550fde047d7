"""The indexes of words, as the database itself knows them: proven, and made anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy import exc as failures

from attribution.store.database import without_values
from attribution.store.findings import Finding, row

MOST = 100  # findings of one index

_FTS5 = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%fts5%' ORDER BY 1"
)
_GENERATED = """
    SELECT table_name, column_name, generation_expression FROM information_schema.columns
    WHERE is_generated = 'ALWAYS' AND table_schema = current_schema() ORDER BY 1, 2"""


@dataclass(frozen=True, slots=True)
class Vector:
    """A column of PostgreSQL's that is generated from one with terms, and how."""

    table: str
    column: str
    made: str


def check_indexes(connection: Connection) -> Iterator[Finding]:
    """Whether each row is indexed by its terms, and nothing else is."""
    if connection.dialect.name == "sqlite":
        for name in fts5_tables(connection):
            yield from _check_fts5(connection, name)
        return
    for vector in vectors(connection):
        wrong = f"SELECT id FROM {vector.table} WHERE {_differs(vector)} LIMIT {MOST}"
        for number in connection.execute(text(wrong)).scalars():
            message = f"is not indexed by its terms in {vector.column}"
            yield Finding("index", row(vector.table, number), message, mendable=True)


def rebuild_indexes(connection: Connection) -> None:
    """Makes the indexes of words anew, and those of numbers with them."""
    if connection.dialect.name == "sqlite":
        for name in fts5_tables(connection):
            connection.execute(text(f"INSERT INTO {name} ({name}) VALUES ('rebuild')"))
        connection.execute(text("REINDEX"))
        return
    for vector in vectors(connection):
        # a column is generated when the one that it is made of is written
        [terms] = re.findall(r"\((\w+)\)", vector.made)
        connection.execute(text(f"UPDATE {vector.table} SET {terms} = {terms} WHERE {_differs(vector)}"))
    for table in sorted({vector.table for vector in vectors(connection)}):
        connection.execute(text(f"REINDEX TABLE {table}"))


def fts5_tables(connection: Connection) -> list[str]:
    """The indexes of words in SQLite, by name."""
    return list(connection.execute(text(_FTS5)).scalars())


def vectors(connection: Connection) -> list[Vector]:
    """The indexed columns of terms in PostgreSQL."""
    return [Vector(*found) for found in connection.execute(text(_GENERATED))]


def _differs(vector: Vector) -> str:
    return f"{vector.column} IS DISTINCT FROM {vector.made}"


def _check_fts5(connection: Connection, name: str) -> Iterator[Finding]:
    try:  # rank 1: against the table that is indexed too
        connection.execute(text(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)"))
    except failures.DatabaseError as error:
        message = f"does not agree with its table: {without_values(error)}"
        yield Finding("index", f"index {name}", message, mendable=True)
