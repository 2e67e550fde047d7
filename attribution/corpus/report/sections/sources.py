"""Who the sources are: named or not, persons or bodies."""

from __future__ import annotations

from attribution.corpus.report.sections.counting import (
    SOURCES,
    STATEMENTS,
    bars,
    in_shares,
    lines,
    profile,
    profile_columns,
    shares_of,
)
from attribution.corpus.report.table import Column, Part, Section, Table, text

_KINDS = """
SELECT kind, count(*) AS statements, count(*) / sum(count(*)) OVER () AS share,
    count(DISTINCT name) AS speakers, count(*) FILTER (source = 'anonymous') AS anonymous
FROM said GROUP BY kind"""

ABOUT = (
    "A named source has a name somewhere in the article. An unnamed one has none there (“a resident”), "
    "and of an anonymous one the sentence says that its name is withheld (“who asked not to be named”), or "
    "it is one of those who by convention have none (“a senior official”, “sources”, but not “officials”, "
    "who are unnamed). Of some statements no source was found: that is the "
    "program's, not the article's."
)


def section() -> Section:
    """The section."""
    sources = Table(
        "sources", "Sources", (text("source", "source"), *STATEMENTS), shares_of("source"),
        "statements DESC, source",
    )  # fmt: skip
    outlets = Table(
        "sources_by_outlet", "Sources by outlet", profile_columns("outlet", SOURCES), profile("outlet"),
        "statements DESC, outlet",
    )  # fmt: skip
    months = Table(
        "sources_by_month", "Sources by month", profile_columns("month", SOURCES), profile("month"), "month"
    )
    kinds = Table(
        "kinds", "Kinds of speakers",
        (text("kind", "kind", "no source found"), *STATEMENTS, Column("speakers", "different names"),
         Column("anonymous", "anonymous")),
        _KINDS, "statements DESC, kind",
    )  # fmt: skip
    shares = in_shares(SOURCES)
    parts = (
        Part(sources),
        Part(outlets, bars("Sources by outlet, shares", "outlet", shares, shares=True)),
        Part(months, lines("Sources by month, shares", shares, shares=True)),
        Part(kinds, bars("Kinds of speakers", "kind", {"statements": "statements"}, null="no source found")),
    )
    return Section("sources", "Named and unnamed sources", parts, (ABOUT,))
