"""How long statements are, in words."""

from __future__ import annotations

from attribution.corpus.report.sections.counting import SPLIT, SPLIT_COLUMNS, TYPES, bars
from attribution.corpus.report.table import Column, Part, Section, Table, text

WIDTH = 5  # words that a bar stands for
LAST = 60  # from here on all are one bar

_COUNTS = "SELECT type, words, count(*) AS n FROM said GROUP BY type, words"

# Of whole numbers alone, so that the order in which they are added up changes nothing
_LENGTHS = f"""
WITH counts AS ({_COUNTS} UNION ALL SELECT 'all', words, count(*) FROM said GROUP BY words),
running AS (SELECT *, sum(n) OVER (PARTITION BY type ORDER BY words) AS so_far,
    sum(n) OVER (PARTITION BY type) AS whole FROM counts)
SELECT type, any_value(whole) AS statements, sum(words * n) / any_value(whole) AS mean,
    min(words) FILTER (2 * so_far >= whole) AS median,
    min(words) FILTER (10 * so_far >= 9 * whole) AS nine_in_ten, max(words) AS longest
FROM running GROUP BY type"""

_BINS = f"""
SELECT first, count(*) AS statements, {SPLIT}, CASE WHEN first = {LAST} THEN '{LAST} and more'
    ELSE printf('%d to %d', first, first + {WIDTH - 1}) END AS words
FROM (SELECT least(words, {LAST}) // {WIDTH} * {WIDTH} AS first, type FROM said) GROUP BY first"""


ABOUT = (
    "A word goes from a letter or a digit to the next blank or ellipsis. Half of the statements, and nine in "
    "ten, have at most the words that stand under “median” and “nine in ten”."
)


def section() -> Section:
    """The section."""
    lengths = Table(
        "lengths", "Words of a statement",
        (text("type", "type"), Column("statements", "statements"), Column("mean", "mean", "number"),
         Column("median", "median"), Column("nine_in_ten", "nine in ten have at most"),
         Column("longest", "longest")),
        _LENGTHS, "statements DESC, type",
    )  # fmt: skip
    spread = Table(
        "length_spread", "Statements by their words",
        (text("words", "words"), Column("statements", "statements"), *SPLIT_COLUMNS), _BINS, "first",
    )  # fmt: skip
    parts = (Part(lengths), Part(spread, bars("Statements by their words", "words", TYPES)))
    return Section("lengths", "Length of statements", parts, (ABOUT,))
