"""As what people are quoted, and for whom they speak."""

from __future__ import annotations

from attribution.corpus.report.sections.counting import bars, spelt
from attribution.corpus.report.table import Column, Part, Section, Table, share, text

ABOUT = (
    "The role is the one that an article gives beside a statement or elsewhere, as its words are: “MP” "
    "and “member of parliament” are two. Shares are of all statements that are counted.",
)


def section(top: int) -> Section:
    """The section; `top` is how many roles and affiliations it has."""
    roles, affiliations = (
        _most("role", "roles", "Roles", top),
        _most("affiliation", "affiliations", "Affiliations", top),
    )
    drawn = {"statements": "statements"}
    parts = (
        Part(roles, bars("Roles with the most statements", "role", drawn)),
        Part(affiliations, bars("Affiliations with the most statements", "affiliation", drawn)),
    )
    return Section("roles", "Roles and affiliations", parts, ABOUT)


def _most(column: str, name: str, title: str, top: int) -> Table:
    query = f"""
        SELECT {column} AS key, spelling AS {column}, statements,
            statements / (SELECT count(*) FROM said) AS share, articles, outlets, speakers
        FROM (SELECT {column}, count(*) AS statements, count(DISTINCT article) AS articles,
                count(DISTINCT outlet) AS outlets, count(DISTINCT name) AS speakers
            FROM said WHERE {column} IS NOT NULL GROUP BY {column}
            ORDER BY count(*) DESC, {column} LIMIT {top})
        {spelt(column)}"""
    columns = (
        text(column, column), Column("statements", "statements"), share("share", "share"),
        Column("articles", "articles"), Column("outlets", "outlets"), Column("speakers", "different names"),
    )  # fmt: skip
    return Table(name, f"The {top} most frequent {title.lower()}", columns, query, "statements DESC, key")
