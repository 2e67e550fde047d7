"""The report as one page: without a script, and its policy lets it ask nobody for anything."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from attribution.corpus.report.plots.drawing import drawn
from attribution.corpus.report.plots.kinds import Plot
from attribution.corpus.report.table import DRAWN, Column, Part, Section, first, length
from attribution.disk import written_whole
from attribution.export.characters import one_line

TITLE = "Quotations in a corpus"
SHOWN = 150  # rows of a table on the page
SMALL = 12  # a table of so many rows is not folded away nor scrolled
LONGEST = 200  # letters of a cell


def write(tables: duckdb.DuckDBPyConnection, sections: Sequence[Section], path: Path) -> None:
    """Writes the page, which appears under its name when it is whole."""
    with written_whole([path]) as [part], open(part, "w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(_page(tables, sections))


@cache
def _style() -> str:
    return files(__package__).joinpath("page.css").read_text(encoding="utf-8")


def _page(tables: duckdb.DuckDBPyConnection, sections: Sequence[Section]) -> Iterator[str]:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    links = "".join(f'<li><a href="#{one.name}">{escape(one.title)}</a></li>' for one in sections)
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{TITLE}</title>\n<style>{_style()}</style>\n</head>\n<body>\n"
        f'<header><h1>{TITLE}</h1>\n<nav aria-label="Sections"><ul>{links}</ul></nav></header>\n<main>\n'
    )
    for section in sections:
        yield from _section(tables, section)
    yield "</main>\n</body>\n</html>\n"


def _section(tables: duckdb.DuckDBPyConnection, section: Section) -> Iterator[str]:
    yield f'<section id="{section.name}">\n<h2>{escape(section.title)}</h2>\n'
    yield from (f"<p>{escape(words)}</p>\n" for words in section.about)
    for part in section.parts:
        yield _part(tables, part)
    yield "</section>\n"


def _part(tables: duckdb.DuckDBPyConnection, part: Part) -> str:
    table = part.table
    rows, count = first(tables, table, DRAWN), length(tables, table)
    head = f'<h3 id="table-{table.name}">{escape(table.title)}</h3>\n'
    if not rows:
        return f"<article>\n{head}<p>There are none.</p>\n</article>\n"
    plot = part.plot(rows) if part.plot else None
    picture = _figure(plot, table.name) if plot else ""
    return f"<article>\n{head}{picture}{_table(part, rows[:SHOWN], count, folded=bool(plot))}</article>\n"


def _figure(plot: Plot, name: str) -> str:
    """A plot; on a narrow screen it is not made smaller than can be read, but scrolled."""
    picture = drawn(plot, name=f"plot-{name}")
    return f'<figure tabindex="0" aria-labelledby="table-{name}">\n{picture}\n</figure>\n'


def _table(part: Part, rows: Sequence[Mapping[str, Any]], count: int, *, folded: bool) -> str:
    columns = part.table.columns
    heads = "".join(f'<th scope="col"{_kind(column)}>{escape(column.heading)}</th>' for column in columns)
    body = "".join(_row(columns, row) for row in rows)
    rest = f"<p>The first {len(rows):,} of {count:,}; --folder writes all.</p>\n" if count > len(rows) else ""
    name = part.table.name
    scrolled = (
        f'<div class="scrolled" role="region" tabindex="0" aria-labelledby="table-{name}">\n<table>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n</div>\n{rest}"
    )
    if folded and len(rows) > SMALL:
        return f"<details><summary>As a table, {count:,} rows</summary>\n{scrolled}</details>\n"
    return scrolled


def _row(columns: Sequence[Column], row: Mapping[str, Any]) -> str:
    cells = [f"<td{_kind(column)}>{_cell(column, row[column.name])}</td>" for column in columns]
    cells[0] = f'<th scope="row">{cells[0].removeprefix("<td>").removesuffix("</td>")}</th>'
    return f"<tr>{''.join(cells)}</tr>\n"


def _kind(column: Column) -> str:
    return "" if column.kind == "text" else ' class="n"'


def _cell(column: Column, value: Any) -> str:
    """What stands in a cell; words of articles are text, never markup, and do not turn their surroundings."""
    if value is None:
        return f"<i>{escape(column.null)}</i>" if column.null else ""
    if column.kind == "count":
        return f"{int(value):,}"
    if column.kind == "share":
        return f"{100 * value:.1f}%"
    if column.kind == "number":
        return f"{value:,.1f}"
    words = one_line(str(value))
    return f"<bdi>{escape(words if len(words) <= LONGEST else words[: LONGEST - 1] + '…')}</bdi>"
