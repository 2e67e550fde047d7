"""The highest number that was given in a table, which is not given again even when its row is gone."""

from __future__ import annotations

from sqlalchemy import Connection, Table, func, select, text


def last_number(connection: Connection, table: Table) -> int | None:
    """The highest number that was ever given, 0 where none was; None for a table without numbers."""
    if "id" not in table.c:
        return None
    given = "SELECT seq FROM sqlite_sequence WHERE name = :name"
    if connection.dialect.name == "postgresql":
        given = "SELECT last_value FROM pg_sequences WHERE schemaname || '.' || sequencename = " + _SEQUENCE
    found = connection.scalar(text(given), {"name": table.name}) if _keeps(connection, table) else None
    return max(found or 0, connection.scalar(select(func.max(table.c.id))) or 0)


def set_last_number(connection: Connection, table: str, number: int) -> None:
    """Has the next row of a table get a number behind `number`, as far as the database keeps that."""
    given = {"name": table, "number": number}
    if connection.dialect.name == "postgresql":
        if number:
            query = f"SELECT setval(({_SEQUENCE})::regclass, :number)"
            connection.execute(text(query), given)
        return
    connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), given)
    if "AUTOINCREMENT" in str(connection.scalar(text(_MADE), given)):
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)"), given)


_SEQUENCE = "pg_get_serial_sequence(CAST(:name AS text), 'id')"
_MADE = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"


def _keeps(connection: Connection, table: Table) -> bool:
    return connection.dialect.name == "postgresql" or bool(table.dialect_options["sqlite"]["autoincrement"])
