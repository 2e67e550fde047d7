"""How much is quoted, by outlet and by month."""

from __future__ import annotations

from attribution.corpus.report.sections.counting import UNTOLD, bars, lines, profile
from attribution.corpus.report.table import Column, Part, Section, Table, text


def section() -> Section:
    """The section."""
    counts = (
        Column("articles", "articles"),
        Column("statements", "statements"),
        Column("per_article", "per article", "number"),
        Column("speakers", "different names"),
    )
    outlets = Table(
        "outlets", "Statements by outlet", (text("outlet", "outlet", UNTOLD), *counts), profile("outlet"),
        "statements DESC, outlet",
    )  # fmt: skip
    months = Table(
        "months", "Statements by month", (text("month", "month", UNTOLD), *counts), profile("month"), "month"
    )
    statements = {"statements": "statements"}
    parts = (
        Part(outlets, bars("Statements by outlet", "outlet", statements)),
        Part(months, lines("Statements by month", statements)),
    )
    about = (
        "An outlet is what the input calls one, else the host of the article's address. The month is that of "
        "publication.",
    )
    return Section("volume", "Outlets and months", parts, about)
