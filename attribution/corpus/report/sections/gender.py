"""Statements by gender, as far as articles or a list tell it."""

from __future__ import annotations

from attribution.corpus.report.gender import UNKNOWN
from attribution.corpus.report.plots.kinds import Bars, Series
from attribution.corpus.report.sections.counting import LARGEST, UNTOLD
from attribution.corpus.report.table import Column, Part, Rows, Section, Table, share, text

COMMON = (
    "Only statements of persons are counted. “Unknown” is no gender: it is where nothing told one, and "
    "the larger its share, the less the other shares say. This report looks at no first names."
)
TOLD = (
    "A gender is reported only where the article tells it: by a pronoun that refers to the speaker (he, "
    "she) or by a courtesy title (Mr, Mrs, Sir). m and f are what these words say, not what somebody is. "
    "“Contradicted” are speakers of whom one article says both, mostly because a pronoun was led to the "
    "wrong speaker. Which speaker a pronoun refers to is decided by the extraction, and that does weigh "
    "first names among other things."
)
LISTED = (
    "A gender is reported only where the list that was given has the speaker's name, as names are "
    "compared in this report. “Contradicted” are names that the list has with two genders."
)

_SHARES = "count(*) AS statements, count(*) / sum(count(*)) OVER"
_WHOLE = f"""
SELECT gender, {_SHARES} () AS share, count(DISTINCT (article, speaker)) AS speakers,
    count(DISTINCT (article, speaker)) / sum(count(DISTINCT (article, speaker))) OVER () AS speaker_share
FROM gendered GROUP BY gender"""


def section(*, listed: bool) -> Section:
    """The section; `listed` says that it goes by a list."""
    whole = Table(
        "gender", "Statements of persons by gender",
        (text("gender", "gender"), Column("statements", "statements"), share("share", "share"),
         Column("speakers", "speakers of an article"), share("speaker_share", "their share")),
        _WHOLE, "statements DESC, gender",
    )  # fmt: skip
    parts = (Part(whole), Part(_by("outlet"), _outlets), Part(_by("month")))
    return Section("gender", "Gender", parts, (LISTED if listed else TOLD, COMMON))


def _by(column: str) -> Table:
    query = f"""
        SELECT {column}, gender, {_SHARES} (PARTITION BY {column}) AS share,
            sum(count(*)) OVER (PARTITION BY {column}) AS whole
        FROM gendered GROUP BY {column}, gender"""
    order = f"{column}, gender" if column == "month" else f"whole DESC, {column}, gender"
    columns = (text(column, column, UNTOLD), text("gender", "gender"), Column("statements", "statements"))
    return Table(
        f"gender_by_{column}", f"Gender by {column}", (*columns, share("share", "share")), query, order
    )


def _outlets(rows: Rows) -> Bars | None:
    outlets = list(dict.fromkeys(row["outlet"] for row in rows))[:LARGEST]
    shares = {(row["outlet"], row["gender"]): row["share"] for row in rows}
    genders = sorted({gender for _, gender in shares}, key=lambda gender: (gender == UNKNOWN, gender))
    series = [
        Series(gender, [shares.get((outlet, gender), 0) for outlet in outlets], faint=gender == UNKNOWN)
        for gender in genders
    ]
    labels = [outlet or UNTOLD for outlet in outlets]
    return Bars("Statements of persons by gender and outlet, shares", labels, series, True) if rows else None
