"""Names and sayings out of all rows that are not of articles: decisions, changes, notes, other entries."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, Connection, Row, String, Table, delete, select, update

from attribution.store.blacking import Names, black_each
from attribution.store.columns import metadata
from attribution.store.reindexing import indexed_again
from attribution.store.said import Said
from attribution.store.tables import (
    appearances,
    articles,
    claim_events,
    claims,
    facts,
    quotations,
    revisions,
    searches,
)

_DERIVED = frozenset(  # made of other columns, or of records
    {
        "terms",
        "beside",
        "fingerprint",
        "folded",
        "surname",
        "folded_affiliation",
        "office",
        "sha256",
        "token",
        "codes",
    }
)
_CODES = frozenset(
    {
        "kind",
        "type",
        "act",
        "action",
        "review",
        "format",
        "model",
        "model_version",
        "day",
        "status",
        "status_before",
    }
)
_BY_HAND = frozenset({"reason", "note"})  # where somebody may have told what was said
_ADDRESSES = (claims.c.url, claim_events.c.url, searches.c.webhook)  # which a bar in them would break
_REWRITTEN = (articles.c.key, articles.c.url, articles.c.outlet, articles.c.title)  # with the article
_PAGE = 500


@dataclass
class Clearing:
    """The way through the tables. What belongs to articles in `foreign` or to `namesakes` is left alone."""

    connection: Connection
    names: Names
    said: Said
    entries: set[int]
    foreign: set[int]
    namesakes: set[int]

    def run(self) -> Counter[str]:
        """Blacks the names out; tells in how many rows, by table."""
        counts: Counter[str] = Counter(searches=self._delete_searches())
        for table in metadata.sorted_tables:
            if table not in (facts, quotations):
                counts[table.name] += self._clear(table)
        return counts

    def _delete_searches(self) -> int:
        """Those that somebody follows the person or the words by."""
        gone = []
        for row in self.connection.execute(select(searches)).all():
            shown = f"{row.name}\n{json.dumps(row.query, ensure_ascii=False)}"
            named = self.names.holds(shown) or self.names.in_address(shown)
            if named or self.said.holds(shown) or _numbers(row.query) & self.entries:
                gone.append(row.id)
        return self.connection.execute(delete(searches).where(searches.c.id.in_(gone))).rowcount

    def _clear(self, table: Table) -> int:
        columns = [column for column in table.columns if self._is_free(column)]
        changed = [
            (row, values) for row in self._rows(table, columns) if (values := self._changes(row, columns))
        ]
        for row, values in changed:
            self.connection.execute(update(table).where(table.c.id == row.id).values(values))
        if changed:
            indexed_again(self.connection, table, [row.id for row, _ in changed])
        return len(changed)

    def _changes(self, row: Row[Any], columns: list[Column[Any]]) -> dict[str, Any]:
        found = {}
        for column in columns:
            value = getattr(row, column.name)
            if _among(column, _ADDRESSES):
                black = None if value and self.names.in_address(value) else value
            else:
                black = black_each(value, self._sought(column))
            if black != value:
                found[column.name] = black
        return found

    def _is_free(self, column: Column[Any]) -> bool:
        """Whether a column holds words that somebody wrote."""
        written = isinstance(column.type, String | JSON) and not _among(column, _REWRITTEN)
        return written and column.name not in _DERIVED | _CODES and bool(self._sought(column))

    def _sought(self, column: Column[Any]) -> list[Names | Said]:
        """What may stand in a column."""
        return [
            one for one in (self.names, self.said) if one and (one is self.names or column.name in _BY_HAND)
        ]

    def _rows(self, table: Table, columns: list[Column[Any]]) -> Iterator[Row[Any]]:
        """The rows that may be of the person, with what tells whose they are."""
        if not columns:
            return iter(())
        keys = [column for column in table.columns if column.foreign_keys or column.name == "id"]
        query = select(*dict.fromkeys([*keys, *columns]))
        if table.name == "articles":
            query = query.add_columns(table.c.id.label("of_article"))
        for through in (quotations, revisions, appearances):
            name = f"{through.name.removesuffix('s')}_id"
            if name in table.c and "article_id" not in table.c:
                query = query.join(through, through.c.id == table.c[name])
                query = query.add_columns(through.c.article_id.label("of_article"))
                break
        rows = self.connection.execute(query, execution_options={"yield_per": _PAGE})
        return (row for row in rows if not self._is_foreign(table, row._mapping))

    def _is_foreign(self, table: Table, row: Mapping[Any, Any]) -> bool:
        article = row.get("of_article", row.get("article_id"))
        entry = row.get("id") if table.name == "speakers" else row.get("speaker_id")
        return article in self.foreign or entry in self.namesakes


def _among(column: Column[Any], some: Iterable[Column[Any]]) -> bool:
    """Whether it is one of them: columns compare to a clause of SQL."""
    return any(column is one for one in some)


def _numbers(value: Any) -> set[int]:
    """The entries that a query asks for."""
    if not isinstance(value, dict):
        return set()
    found = value.get("speaker")
    return {found} if isinstance(found, int) and not isinstance(found, bool) else set()
