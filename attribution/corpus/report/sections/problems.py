"""What could not be read, and what readers of the records were warned of."""

from __future__ import annotations

from attribution.corpus.report.table import Column, Part, Section, Table, share, text

_ERRORS = """
SELECT code, count(*) AS articles, count(*) / (SELECT count(*) FROM records) AS share,
    min(message) AS message FROM errors GROUP BY code"""
_WARNINGS = """
SELECT code, count(*) AS warnings, count(DISTINCT (part, part_row)) AS articles,
    count(DISTINCT (part, part_row)) / (SELECT count(*) FROM read) AS share, min(message) AS message
FROM warnings GROUP BY code"""


def section() -> Section:
    """The section, which is the last."""
    errors = Table(
        "errors", "Articles that could not be read",
        (text("code", "error"), Column("articles", "articles"), share("share", "share of all articles"),
         text("message", "such as")),
        _ERRORS, "articles DESC, code",
    )  # fmt: skip
    warnings = Table(
        "warnings", "Warnings",
        (text("code", "warning"), Column("warnings", "warnings"), Column("articles", "articles"),
         share("share", "share of the articles read"), text("message", "such as")),
        _WARNINGS, "warnings DESC, code",
    )  # fmt: skip
    return Section("problems", "Errors and warnings", (Part(errors), Part(warnings)))
