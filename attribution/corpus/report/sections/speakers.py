"""The speakers who are quoted most, and where, when and as what they are."""

from __future__ import annotations

from attribution.corpus.report.plots.kinds import Lines, Series, months_between
from attribution.corpus.report.sections.counting import SPLIT, SPLIT_COLUMNS, TYPES, UNTOLD, bars, spelt
from attribution.corpus.report.table import Column, Part, Rows, Section, Table, text

FOLLOWED = 5  # speakers whose months are drawn

ABOUT = (
    "A name is not an identity. Spellings that differ in titles, accents, case, initials behind a first "
    "name, or the article and legal form of a body are counted together, so two people of one name are one "
    "here, and somebody who appears under two names, or under a surname alone, is two. The name shown is the "
    "spelling that most statements have. The store of this project keeps a registry of speakers, in which "
    "people decide who is who."
)


def section(top: int) -> Section:
    """The section; `top` is how many speakers it has."""
    most = f"""(SELECT name FROM said WHERE name IS NOT NULL GROUP BY name
        ORDER BY count(*) DESC, name LIMIT {top})"""
    speakers = Table(
        "speakers", f"The {top} speakers with the most statements",
        (text("speaker", "speaker"), Column("statements", "statements"), *SPLIT_COLUMNS,
         Column("articles", "articles"), Column("outlets", "outlets"), text("kind", "kind"),
         text("role", "most frequent role"), text("first_month", "from"), text("last_month", "to")),
        _speakers(most), "statements DESC, speaker, key",
    )  # fmt: skip
    parts = (
        Part(speakers, bars("Speakers with the most statements, by type", "speaker", TYPES)),
        Part(_by("outlet", most)),
        Part(_by("month", most), _months),
        Part(_by("role", most)),
    )
    return Section("speakers", "Who is quoted", parts, (ABOUT,))


def _speakers(most: str) -> str:
    return f"""
        SELECT name AS key, spelling AS speaker, statements, direct, mixed, indirect, articles, outlets, kind,
            role, first_month, last_month
        FROM (SELECT name, count(*) AS statements, {SPLIT}, count(DISTINCT article) AS articles,
                count(DISTINCT outlet) AS outlets, min(month) AS first_month, max(month) AS last_month
            FROM said WHERE name IN {most} GROUP BY name) AS counted
        LEFT JOIN ({_first("kind", most)}) USING (name)
        LEFT JOIN (SELECT name, spelling AS role FROM ({_first("role", most)}) {spelt("role")}) USING (name)
        {spelt("name")}"""


def _first(column: str, most: str) -> str:
    """The value that most statements of a name have in a column."""
    return f"""
        SELECT name, {column} FROM (
            SELECT name, {column},
                row_number() OVER (PARTITION BY name ORDER BY count(*) DESC, {column}) AS place
            FROM said WHERE name IN {most} AND {column} IS NOT NULL GROUP BY name, {column}
        ) WHERE place = 1"""


def _by(column: str, most: str) -> Table:
    """These speakers by another column: a row for each pair."""
    shown, join = (column, "") if column != "role" else ("roles.spelling", _ROLES)
    query = f"""
        SELECT name AS key, names.spelling AS speaker, {shown} AS {column}, count(*) AS statements, {SPLIT},
            sum(count(*)) OVER (PARTITION BY name) AS whole
        FROM said {_NAMES} {join} WHERE name IN {most} GROUP BY name, names.spelling, {shown}"""
    order = f"whole DESC, speaker, key, {'month' if column == 'month' else f'statements DESC, {column}'}"
    columns = (text("speaker", "speaker"), text(column, column, UNTOLD), Column("statements", "statements"))
    return Table(
        f"speakers_by_{column}", f"These speakers by {column}", (*columns, *SPLIT_COLUMNS), query, order
    )


_NAMES = "JOIN shown AS names ON names.about = 'name' AND names.key = name"
_ROLES = "LEFT JOIN shown AS roles ON roles.about = 'role' AND roles.key = role"


def _months(rows: Rows) -> Lines | None:
    """The months of the first speakers, from the first of these to the last."""
    dated = [row for row in rows if row["month"]]
    most = list(dict.fromkeys(row["speaker"] for row in dated))[:FOLLOWED]
    counts = {(row["speaker"], row["month"]): row["statements"] for row in dated if row["speaker"] in most}
    months = months_between(sorted(month for _, month in counts))
    series = [Series(speaker, [counts.get((speaker, month), 0) for month in months]) for speaker in most]
    return Lines("Statements by month of those quoted most", months, series) if len(months) > 1 else None
