"""What the corpus is, and what is counted."""

from __future__ import annotations

from attribution.corpus.report.table import Column, Part, Section, Table, text

_FIGURES = """
SELECT 1 AS place, 'articles read' AS figure, count(*) AS number FROM read
UNION ALL SELECT 2, 'articles that could not be read', count(*) FROM errors
UNION ALL SELECT 3, 'copies left out', count(*) FROM copies
UNION ALL SELECT 4, 'articles with a statement', count(DISTINCT article) FROM said
UNION ALL SELECT 5, 'outlets', count(DISTINCT outlet) FROM read
UNION ALL SELECT 6, 'months', count(DISTINCT month) FROM read
UNION ALL SELECT 7, 'quotations found', coalesce(sum(found), 0) FROM read
UNION ALL SELECT 8, 'of these nested in another, not counted', coalesce(sum(nested), 0) FROM read
UNION ALL SELECT 9, 'of these no statement, not counted', coalesce(sum(unsaid), 0) FROM read
UNION ALL SELECT 10, 'statements counted', count(*) FROM said
UNION ALL SELECT 11, 'statements of named speakers', count(*) FROM said WHERE source = 'named'
UNION ALL SELECT 12, 'different names', count(DISTINCT name) FROM said"""

COUNTED = (
    "Counted are statements: quotations that somebody uttered, as far as the extraction can tell. "
    "Thoughts, plans, titles, mottos and words in scare quotes are none. A quotation inside another is "
    "part of it and is not counted again. All of it was found by a program and has its mistakes."
)
COPIES = (
    "An article that several outlets have, of an agency, say, counts in each of them, unless copies are left "
    "out, as “attribution corpus clusters” finds them; then the first of them counts alone."
)


def section() -> Section:
    """The section, which is the first."""
    table = Table(
        "overview", "The corpus in numbers", (text("figure", "figure"), Column("number", "number")), _FIGURES,
        "place",
    )  # fmt: skip
    return Section("overview", "What is counted", (Part(table),), (COUNTED, COPIES))
