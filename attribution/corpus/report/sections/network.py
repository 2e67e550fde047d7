"""Who is quoted beside whom: pairs of names with statements in the same article."""

from __future__ import annotations

from attribution.corpus.report.plots.kinds import Network
from attribution.corpus.report.table import Column, Part, Rows, Section, Table, text

POOL = 1_000  # names among which pairs are looked for, since their number grows with the square
PAIRS = 2  # for each of the top, so many pairs
TOGETHER = 2  # articles that a pair must share

ABOUT = (
    f"Two names are a pair where {TOGETHER} articles or more have statements of both. Pairs are looked for "
    f"among the {POOL:,} names with statements in the most articles. They say who stands beside whom, not "
    "that the two spoke with or about each other. In the plot the size of a point is in how many articles "
    "a name has statements, and the width of a line how many articles a pair shares.",
)


def section(top: int) -> Section:
    """The section."""
    table = Table(
        "network", "Pairs that share the most articles",
        (text("speaker", "speaker"), text("other", "and"), Column("articles", "articles together"),
         Column("speaker_articles", "articles of the one"),
         Column("other_articles", "articles of the other")),
        _pairs(top * PAIRS), "articles DESC, speaker, other, one_key, other_key",
    )  # fmt: skip
    return Section("network", "Quoted together", (Part(table, _plot),), ABOUT)


def _pairs(count: int) -> str:
    return f"""
        WITH beside AS (SELECT DISTINCT article, name FROM said WHERE name IS NOT NULL),
        pool AS (SELECT name, count(*) AS articles FROM beside GROUP BY name
            ORDER BY articles DESC, name LIMIT {POOL}),
        kept AS (SELECT article, name, articles FROM beside JOIN pool USING (name)),
        pairs AS (SELECT a.name AS one_key, b.name AS other_key, count(*) AS articles,
                any_value(a.articles) AS speaker_articles, any_value(b.articles) AS other_articles
            FROM kept AS a JOIN kept AS b ON a.article = b.article AND a.name < b.name GROUP BY a.name, b.name
            HAVING count(*) >= {TOGETHER}
            ORDER BY count(*) DESC, a.name, b.name LIMIT {count})
        SELECT pairs.*, a.spelling AS speaker, b.spelling AS other FROM pairs
        JOIN shown AS a ON a.about = 'name' AND a.key = one_key
        JOIN shown AS b ON b.about = 'name' AND b.key = other_key"""


def _plot(rows: Rows) -> Network | None:
    sizes: dict[str, int] = {}
    for row in rows:
        sizes |= {row["speaker"]: row["speaker_articles"], row["other"]: row["other_articles"]}
    number = {name: place for place, name in enumerate(sizes)}
    pairs = [(number[row["speaker"]], number[row["other"]], row["articles"]) for row in rows]
    return Network("Pairs that share the most articles", list(sizes.items()), pairs) if pairs else None
