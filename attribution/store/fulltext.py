"""The words of a store, looked up by the full text search of either database.

Here alone SQLite and PostgreSQL are spoken to differently. What they are asked is made of terms, each in
quotation marks, so that nothing that somebody typed is taken for an operator.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Dialect,
    FromClause,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    cast,
    exists,
    func,
    literal,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import Double

from attribution.store.shares import Numbers, numbers_of
from attribution.store.tables import articles, quotations, speakers
from attribution.store.words import Phrase, Words

PART = 14  # bits of a quotation's number that do not tell which part of PostgreSQL's index it is in
COMMON = 50_000  # rows with a word, from which on it is quicker to look at each row than to list them

_ROWS_OF_EACH = {
    "sqlite": """SELECT (SELECT group_concat(rowid) FROM (
            SELECT rowid FROM {index.fts.name} WHERE {index.fts.name} MATCH term.value LIMIT :most))
        FROM json_each(:terms) AS term ORDER BY term.key""",
    # by what it does not know beforehand: of a common term it would look at each row
    "postgresql": """SELECT array_to_string(ARRAY(
            SELECT id FROM {index.of.name} WHERE {index.vector} @@ CAST(term AS tsquery) LIMIT :most), ',')
        FROM json_array_elements_text(CAST(:terms AS json)) WITH ORDINALITY AS given (term, place)
        ORDER BY place""",
}

Groups = Sequence[Sequence[Phrase]]  # of each group one phrase is wanted


@dataclass(frozen=True)
class Index:
    """An index of the terms of a table: a table in SQLite, a column in PostgreSQL."""

    of: Table
    fts: Table
    vector: str


def _index(of: Table, name: str, vector: str) -> Index:
    columns = (Column("rowid", Integer), Column(name, Text), Column("rank", Double))
    return Index(of, Table(name, MetaData(), *columns), f"{of.name}.{vector}")


WORDS = _index(quotations, "quotation_terms", "vector")
BESIDE = _index(quotations, "quotation_beside", "beside_vector")
NAMES = _index(speakers, "speaker_names", "vector")
TITLES = _index(articles, "article_terms", "vector")
INDEXES = (WORDS, BESIDE, NAMES, TITLES)


@dataclass(frozen=True)
class Hits:
    """What to select from, and by which condition, for rows with a score: the less, the better they fit."""

    rows: FromClause
    number: ColumnElement[int]
    found: ColumnElement[bool]
    score: ColumnElement[float]


def all_of(keys: Iterable[str]) -> Groups:
    """Each of these terms, wherever they stand."""
    return [[Phrase((key,))] for key in keys]


def prefixed(words: Words, prefix: str) -> Words:
    """The same words as terms of the kind that the prefix tells."""

    def mark(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
        return tuple(Phrase(tuple(prefix + key for key in phrase.keys)) for phrase in phrases)

    return Words(tuple(mark(group) for group in words.groups), mark(words.without))


def has(dialect: Dialect, index: Index, groups: Groups, *, common: bool = False) -> ColumnElement[bool]:
    """Whether a row has a phrase of each group; `common` is what `is_common` tells of them."""
    if dialect.name != "sqlite":
        return _in_vector(index, groups)
    found = _in_fts(index, groups)
    if common:
        return exists().where(found, index.fts.c.rowid == index.of.c.id)
    return index.of.c.id.in_(select(index.fts.c.rowid).where(found))


def hits(dialect: Dialect, index: Index, groups: Groups) -> Hits:
    """The rows that have a phrase of each group, by bm25 or ts_rank_cd."""
    if dialect.name == "sqlite":
        rows = index.of.join(index.fts, index.fts.c.rowid == index.of.c.id)
        return Hits(rows, index.fts.c.rowid, _in_fts(index, groups), index.fts.c.rank)
    score = func.ts_rank_cd(literal_column(index.vector), _tsquery(groups), 1)  # 1: what is long counts less
    return Hits(index.of, index.of.c.id, _in_vector(index, groups), -cast(score, Double))


def between(dialect: Dialect, lowest: int, top: int) -> list[ColumnElement[bool]]:
    """That a quotation with words has a number above one and up to another.

    Of PostgreSQL's index of words that part is read alone. Its index of numbers had to list all of them.
    """
    if dialect.name == "sqlite":
        return [WORDS.fts.c.rowid > lowest, WORDS.fts.c.rowid <= top]
    number = quotations.c.id + 0  # as no index has it
    exactly = [number > lowest, number <= top]
    if not lowest:
        return exactly
    parts = ",".join(map(str, range(lowest >> PART, (top >> PART) + 1)))
    there = literal_column(f"ARRAY[quotations.id >> {PART}]").bool_op("&&")
    return [there(cast(literal(f"{{{parts}}}"), ARRAY(Integer))), *exactly]


def expected_rows(connection: Connection, found: Select[Any]) -> int:
    """How many rows `found` may be, as PostgreSQL knows by its statistics, without a look at any row."""
    asked = found.compile(connection, compile_kwargs={"render_postcompile": True})
    told = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {asked}", asked.params).scalar_one()
    rows: int = told[0]["Plan"]["Plan Rows"]
    return rows


def is_common(connection: Connection, index: Index, groups: Groups) -> bool:
    """Whether so many rows have the words that SQLite had better not list them; PostgreSQL knows itself."""
    if connection.dialect.name != "sqlite":
        return False
    some = select(index.fts.c.rowid).where(_in_fts(index, groups)).limit(COMMON)
    return connection.scalar(select(func.count()).select_from(some.subquery())) == COMMON


def rows_of_each(connection: Connection, index: Index, keys: Sequence[str], most: int) -> list[Numbers]:
    """The rows that have each term, so many at most."""
    kind = connection.dialect.name
    given = [f'"{key}"' if kind == "sqlite" else _lexeme(key) for key in keys]
    query = _ROWS_OF_EACH[kind].format(index=index)
    found = connection.execute(text(query), {"terms": json.dumps(given), "most": most}).scalars()
    return [numbers_of(written) for written in found]


def _in_fts(index: Index, groups: Groups) -> ColumnElement[bool]:
    wanted = _expression(groups, " AND ", " OR ", lambda keys: f'"{" ".join(keys)}"')
    return index.fts.c[index.fts.name].bool_op("MATCH")(literal(wanted))


def _in_vector(index: Index, groups: Groups) -> ColumnElement[bool]:
    return literal_column(index.vector).bool_op("@@")(_tsquery(groups))


def _tsquery(groups: Groups) -> ColumnElement[str]:
    wanted = _expression(groups, " & ", " | ", lambda keys: f"({' <-> '.join(map(_lexeme, keys))})")
    return cast(literal(wanted), TSQUERY)


def _expression(groups: Groups, both: str, either: str, phrase: Callable[[Sequence[str]], str]) -> str:
    return both.join(f"({either.join(phrase(found.keys) for found in group)})" for group in groups)


def _lexeme(key: str) -> str:
    return "'" + key.replace("\\", "\\\\").replace("'", "''") + "'"
