"""Rows in an order, from a place on: each place is the keys of a row, so nothing that comes in moves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, literal, select, tuple_

from attribution.errors import InputError
from attribution.store.cursors import CursorError, read_cursor
from attribution.store.matches import Matches
from attribution.store.query import check_day
from attribution.store.tables import quotations

_DAY = (str, type(None))
_ANY_DAY = "2000-01-01"


class DayKey(NamedTuple):
    """The place of a row by its day; what has none comes last."""

    day: str | None
    id: int


def read_day_key(cursor: str | None, asked: Mapping[str, Any]) -> DayKey | None:
    """The place that a cursor names; None without one. Raises CursorError."""
    if cursor is None:
        return None
    key = DayKey(*read_cursor(cursor, asked, (_DAY, (int,))))
    check_cursor_day(key.day)
    return key


def check_cursor_day(day: str | None) -> None:
    """Raises CursorError for a day of a cursor that was made up; it may have none."""
    try:
        check_day(day or _ANY_DAY, "cursor")
    except InputError:
        raise CursorError from None


@dataclass(frozen=True)
class ByDay:
    """Rows of a table that has days, the newest or the oldest first.

    Where `listed`, PostgreSQL lists all of them and puts them in order; else it may go by the index of days.
    """

    connection: Connection
    table: Table
    where: Sequence[ColumnElement[bool]]
    newest: bool = True
    listed: bool = False

    def keys(self, after: DayKey | None, limit: int, *, undated: bool = True) -> list[DayKey]:
        """The keys of the next rows behind `after`; without `undated` only of those that have a day."""
        found: list[DayKey] = []
        if after is None or after.day is not None:
            found, after = self._dated(after, limit), None
        if undated and len(found) < limit:
            found += self._undated(after, limit - len(found))
        return found

    def _dated(self, after: DayKey | None, limit: int) -> list[DayKey]:
        day, number = self.table.c.day, self.table.c.id
        query = select(day, number).where(*self.where, day.is_not(None))
        if after is not None:
            place, last = tuple_(day, number), tuple_(literal(after.day), literal(after.id))
            query = query.where(place < last if self.newest else place > last)
        return [DayKey(row.day, row.id) for row in self._first(query, limit)]

    def _undated(self, after: DayKey | None, limit: int) -> list[DayKey]:
        number = self.table.c.id
        query = select(number).where(*self.where, self.table.c.day.is_(None))
        if after is not None:
            query = query.where(number < after.id if self.newest else number > after.id)
        return [DayKey(None, row.id) for row in self._first(query, limit)]

    def _first(self, query: Select[Any], limit: int) -> Sequence[Row[Any]]:
        """The first of these rows, by what is selected of them."""
        if self.listed:
            query = select(query.offset(0).subquery())  # what PostgreSQL plans by itself
        order = (column.desc() if self.newest else column for column in query.selected_columns)
        return self.connection.execute(query.order_by(*order).limit(limit)).all()


def by_day(matches: Matches, *, newest: bool = True) -> ByDay:
    """Quotations that fit a query."""
    return ByDay(matches.connection, quotations, matches.where, newest, matches.listed)
