"""Whether few have the word, or many."""

from __future__ import annotations

from attribution.corpus.report.sections.counting import UNTOLD, bars
from attribution.corpus.report.table import Column, Part, Section, Table, share, text

FEW = 10

ABOUT = (
    f"The share of the {FEW} names with the most statements among all statements of named speakers, and "
    "the Herfindahl-Hirschman index of these: the chance that two statements, drawn with replacement, "
    "have the same name; 1 where all have one. Both fall with the number of statements, so outlets of "
    "different size are hard to compare.",
)

_PER = "SELECT outlet, name, count(*) AS n FROM said WHERE name IS NOT NULL GROUP BY outlet, name"


def _measured(per: str, of: str) -> str:
    return f"""
        SELECT {of} AS outlet, sum(n) AS statements, count(*) AS speakers,
            coalesce(sum(n) FILTER (place <= {FEW}), 0) / sum(n) AS share_of_few,
            CAST(sum(n * n) AS DOUBLE) / CAST(sum(n) * sum(n) AS DOUBLE) AS hhi
        FROM (SELECT *, row_number() OVER (PARTITION BY {of} ORDER BY n DESC, name) AS place FROM ({per}))
        GROUP BY {of}"""


def section() -> Section:
    """The section."""
    whole = "SELECT 'whole corpus' AS corpus, name, sum(n) AS n FROM per GROUP BY name"
    query = f"""
        WITH per AS ({_PER})
        SELECT 1 AS part, * FROM ({_measured("SELECT * FROM per", "outlet")})
        UNION ALL SELECT 0, * FROM ({_measured(whole, "corpus")})"""
    table = Table(
        "concentration", "Concentration by outlet",
        (text("outlet", "outlet", UNTOLD), Column("statements", "statements of named speakers"),
         Column("speakers", "different names"), share("share_of_few", f"share of the first {FEW}"),
         share("hhi", "Herfindahl-Hirschman index")),
        query, "part, statements DESC, outlet",
    )  # fmt: skip
    drawn = {"share_of_few": f"share of the first {FEW}"}
    plot = bars(f"Share of the {FEW} names with the most statements", "outlet", drawn, shares=True)
    return Section("concentration", "Concentration", (Part(table, plot),), ABOUT)
