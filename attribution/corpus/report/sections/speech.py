"""How things are said: in quotation marks or without, and as what."""

from __future__ import annotations

from attribution.corpus.report.sections.counting import (
    STATEMENTS,
    TYPES,
    bars,
    in_shares,
    lines,
    profile,
    profile_columns,
    shares_of,
)
from attribution.corpus.report.table import Column, Part, Section, Table, text

_ACTS = """
SELECT act, count(*) AS statements, count(*) / sum(count(*)) OVER () AS share,
    count(*) FILTER (negated) AS negated
FROM said GROUP BY act"""

ABOUT = (
    "Direct speech stands in quotation marks, indirect speech in none, and of mixed speech a part does. "
    "The act is that of the words which introduce a statement, such as “denied”; some have none."
)


def section() -> Section:
    """The section."""
    types = Table(
        "types", "Types", (text("type", "type"), *STATEMENTS), shares_of("type"), "statements DESC, type"
    )
    outlets = Table(
        "types_by_outlet", "Types by outlet", profile_columns("outlet", TYPES), profile("outlet"),
        "statements DESC, outlet",
    )  # fmt: skip
    months = Table(
        "types_by_month", "Types by month", profile_columns("month", TYPES), profile("month"), "month"
    )
    acts = Table(
        "acts", "Acts", (text("act", "act", "no cue"), *STATEMENTS, Column("negated", "negated")), _ACTS,
        "statements DESC, act",
    )  # fmt: skip
    shares = in_shares(TYPES)
    parts = (
        Part(types),
        Part(outlets, bars("Types by outlet, shares", "outlet", shares, shares=True)),
        Part(months, lines("Types by month, shares", shares, shares=True)),
        Part(acts, bars("Acts", "act", {"statements": "statements"}, null="no cue")),
    )
    return Section("speech", "Direct and indirect speech", parts, (ABOUT,))
