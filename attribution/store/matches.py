"""The quotations that fit a query, before they are put in order or counted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.sql.elements import ColumnElement

from attribution.store.conditions import Condition, conditions_of, without
from attribution.store.fulltext import WORDS, Groups, Hits, has, hits, is_common
from attribution.store.query import Query
from attribution.store.tables import quotations

COUNTED = 10_000  # rows; what is beyond is not counted

Count = tuple[int, bool]  # how many fit, up to COUNTED, and whether there are more


@dataclass(frozen=True)
class Matches:
    """What fits a query, in the transaction of `connection`."""

    connection: Connection
    query: Query

    @property
    def groups(self) -> Groups:
        """The words that must be in the quotation."""
        words = self.query.read.get("words")
        return words.groups if words else ()

    @cached_property
    def filters(self) -> list[Condition]:
        """Everything but the words that must be in the quotation."""
        words = self.query.read.get("words")
        unwanted = without(self.connection.dialect, words) if words else ()
        return [*conditions_of(self.connection, self.query), *unwanted]

    @cached_property
    def where(self) -> list[Condition]:
        """All conditions on the table of quotations, to be put in any order but by relevance."""
        if not self.groups:
            return self.filters
        found = has(self.connection.dialect, WORDS, self.groups, common=self._common)
        return [*self.filters, found]

    @cached_property
    def hits(self) -> Hits:
        """The quotations with the words, with a score; there must be words."""
        return hits(self.connection.dialect, WORDS, self.groups)

    def some(self, *columns: ColumnElement[Any], limit: int | None = COUNTED) -> Select[Any]:
        """Any of the quotations, at most so many; None: all."""
        if self.groups and self._common:
            found = select(*columns).select_from(self.hits.rows).where(self.hits.found, *self.filters)
        else:
            found = select(*columns).select_from(quotations).where(*self.where)
        return found.limit(limit)

    def count(self) -> Count:
        """How many fit, up to COUNTED, and whether there are more."""
        return self._counted

    @cached_property
    def listed(self) -> bool:
        """Whether all that fits had better be listed and then put in order.

        How many rows have some words PostgreSQL has to guess. Where it takes rare ones for common it would go
        through the rows by their days until it has met enough, which may never be.
        """
        worded = bool(self.query.read or self.query.names)
        return worded and self.connection.dialect.name == "postgresql" and not self.count()[1]

    @cached_property
    def _counted(self) -> Count:
        some = self.some(quotations.c.id, limit=COUNTED + 1).subquery()
        found = self.connection.scalar(select(func.count()).select_from(some)) or 0
        return min(found, COUNTED), found > COUNTED

    @cached_property
    def _common(self) -> bool:
        return is_common(self.connection, WORDS, self.groups)
