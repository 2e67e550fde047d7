"""Pieces of the tables and plots of several sections."""

from __future__ import annotations

from collections.abc import Callable

from attribution.corpus.report.plots.kinds import Bars, Lines, Series
from attribution.corpus.report.table import Column, Rows, share, text

TYPES = {"direct": "direct", "mixed": "mixed", "indirect": "indirect"}
SOURCES = {"named": "named", "unnamed": "unnamed", "anonymous": "anonymous", "none": "no source found"}
LARGEST = 20  # bars of a plot
UNTOLD = "not told"

STATEMENTS = (Column("statements", "statements"), share("share", "share"))
SPLIT = ", ".join(f"count(*) FILTER (type = '{of}') AS {of}" for of in TYPES)
SPLIT_COLUMNS = tuple(Column(name, heading) for name, heading in TYPES.items())


def spelt(about: str) -> str:
    """A join that brings `spelling`, which is shown for the key in the column of this name."""
    return f"JOIN shown ON shown.about = '{about}' AND shown.key = {about}"


def shares_of(column: str, *, where: str = "true") -> str:
    """A query for the statements by a column, with their share of all of these."""
    return f"""
        SELECT {column}, count(*) AS statements, count(*) / sum(count(*)) OVER () AS share
        FROM said WHERE {where} GROUP BY {column}"""


def profile(by: str) -> str:
    """A query for what is in the articles of each outlet, or of each month."""
    counts = {of: f"type = '{of}'" for of in TYPES} | {of: f"source = '{of}'" for of in SOURCES}
    counted = ", ".join(f'count(*) FILTER ({which}) AS "{of}"' for of, which in counts.items())
    told = ", ".join(f'coalesce("{of}", 0) AS "{of}", "{of}" / statements AS share_{of}' for of in counts)
    return f"""
        SELECT a.{by}, articles, coalesce(statements, 0) AS statements,
            coalesce(statements, 0) / articles AS per_article, {told}, coalesce(speakers, 0) AS speakers
        FROM (SELECT {by}, count(*) AS articles FROM read GROUP BY {by}) AS a
        LEFT JOIN (SELECT {by}, count(*) AS statements, {counted}, count(DISTINCT name) AS speakers
            FROM said GROUP BY {by}) AS s ON a.{by} IS NOT DISTINCT FROM s.{by}"""


def profile_columns(by: str, names: dict[str, str]) -> tuple[Column, ...]:
    """The columns of a profile for some of its counts."""
    counts = [Column(name, heading) for name, heading in names.items()]
    shares = [share(f"share_{name}", f"{heading}, share") for name, heading in names.items()]
    return (text(by, by, UNTOLD), Column("statements", "statements"), *counts, *shares)


def bars(
    title: str, label: str, names: dict[str, str], *, shares: bool = False, null: str = UNTOLD
) -> Callable[[Rows], Bars | None]:
    """A plot of the first rows: a bar for each, of the columns of these names; `null` is for no label."""

    def plot(rows: Rows) -> Bars | None:
        kept = [row for row in rows if any(row[name] for name in names)][:LARGEST]
        series = _series(kept, names)
        return Bars(title, [row[label] or null for row in kept], series, shares) if kept else None

    return plot


def lines(title: str, names: dict[str, str], *, shares: bool = False) -> Callable[[Rows], Lines | None]:
    """A plot of the rows that have a month, where there are two at least."""

    def plot(rows: Rows) -> Lines | None:
        kept = [row for row in rows if row["month"]]
        series = _series(kept, names)
        return Lines(title, [row["month"] for row in kept], series, shares) if len(kept) > 1 else None

    return plot


def in_shares(names: dict[str, str]) -> dict[str, str]:
    """The columns of the shares of these counts."""
    return {f"share_{name}": heading for name, heading in names.items()}


def _series(rows: Rows, names: dict[str, str]) -> list[Series]:
    return [
        Series(heading, [row[name] for row in rows], faint=heading == SOURCES["none"])
        for name, heading in names.items()
    ]
