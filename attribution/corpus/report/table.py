"""What a report is made of: sections, their tables, and what is drawn of these."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import duckdb

from attribution.corpus.report.facts import run
from attribution.corpus.report.plots.kinds import Plot

Kind: TypeAlias = Literal["text", "count", "share", "number"]
Rows: TypeAlias = Sequence[Mapping[str, Any]]

DRAWN = 2_000  # rows of a table that a plot may be made of


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in files, its heading on the page, and how its values are written there.

    A `share` is a number in 0..1. A text that is null is shown as `null`.
    """

    name: str
    heading: str
    kind: Kind = "count"
    null: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it shows, a query for its rows, and by what they are ordered, which leaves no ties."""

    name: str
    title: str
    columns: tuple[Column, ...]
    query: str
    order: str


@dataclass(frozen=True, slots=True)
class Part:
    """A table, with a plot of its first rows where there is one."""

    table: Table
    plot: Callable[[Rows], Plot | None] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A section: `name` is its place on the page, `about` are paragraphs that come first."""

    name: str
    title: str
    parts: tuple[Part, ...]
    about: tuple[str, ...] = ()


def text(name: str, heading: str, null: str = "") -> Column:
    """A column of words."""
    return Column(name, heading, "text", null)


def share(name: str, heading: str) -> Column:
    """A column of shares."""
    return Column(name, heading, "share")


def make(tables: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Makes the rows of a table, once for all who read them."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    run(
        tables,
        f"CREATE TABLE report_{table.name} AS SELECT row_number() OVER (ORDER BY {table.order}) AS place, "
        f"{columns} FROM ({table.query})",
    )


def reading(table: Table) -> str:
    """The query for the rows of a table that is made, in their order."""
    return f"SELECT * EXCLUDE (place) FROM report_{table.name} ORDER BY place"


def first(tables: duckdb.DuckDBPyConnection, table: Table, count: int) -> list[dict[str, Any]]:
    """The first rows of a table that is made."""
    found = tables.execute(f"{reading(table)} LIMIT {count}").fetchall()
    return [dict(zip([column.name for column in table.columns], row, strict=True)) for row in found]


def length(tables: duckdb.DuckDBPyConnection, table: Table) -> int:
    """How many rows a table has that is made."""
    [(count,)] = tables.execute(f"SELECT count(*) FROM report_{table.name}").fetchall()
    return int(count)
