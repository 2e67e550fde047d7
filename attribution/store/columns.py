"""The columns that tables of a store are made of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, ForeignKey, Integer, MetaData, Text, TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A time in UTC, with its zone whatever the database keeps of it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Refuses a time without zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without its zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Gives back the zone that SQLite does not keep."""
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


NEVER_AGAIN: dict[str, Any] = {"sqlite_autoincrement": True}  # a number of what was erased is not given anew


def number() -> Column[int]:
    """By which a row is known."""
    return Column("id", Integer, primary_key=True)


def reference(
    name: str, table: str, *, null: bool = False, gone: str = "CASCADE", index: bool = True
) -> Column[int]:
    """A reference; its row goes with the one that it refers to, or forgets it."""
    return Column(name, ForeignKey(f"{table}.id", ondelete=gone), nullable=null, index=index)


def written(name: str, *, null: bool = True, **options: Any) -> Column[str]:
    """A text of any length."""
    return Column(name, Text, nullable=null, **options)


def moment(name: str, *, null: bool = False) -> Column[datetime]:
    """A time."""
    return Column(name, Moment, nullable=null)
