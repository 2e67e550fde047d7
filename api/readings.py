"""The words of an article as they were read, each with its place in the input: what the desk shows.

For HTML only the service knows which blocks are article and what an entity stands for; a second reader in
the browser would differ from this one sooner or later, and then positions would.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attribution.offsets import Utf16Positions
from attribution.records import FieldName
from attribution.text.document import Document
from attribution.text.marks import pair_marks
from attribution.text.markup import text_of
from attribution.text.reader import read_html, read_plain

Run = list[Any]  # its words, and where they start and end in the input
Positions = dict[FieldName, Utf16Positions]


def read(
    *, text: str | None = None, html: str | None = None, title: str | None = None, limit: int, language: str
) -> dict[str, Any]:
    """The paragraphs of an article and its words in quotation marks, in UTF-16 code units.

    `paragraphs` are those of the body, as they are numbered in records: `start`, `end` and, for HTML, `runs`
    of `[words, start, end]`. A run as long as its words stands in the input as it is, any other as a whole.
    `marked` are the outermost stretches in marks, with their field. Raises InputError as the engine does.

    >>> read(html="<p>&ldquo;No,&rdquo; Lee said.", limit=99, language="en")["paragraphs"][0]["runs"]
    [['“', 3, 10], ['No,', 10, 13], ['”', 13, 20], [' Lee said.', 20, 30]]
    """
    if html is not None:
        document = read_html(html, title=title, limit=limit, language=language)
    else:
        document = read_plain(text or "", title=title, limit=limit, language=language)
    positions: Positions = {"body": Utf16Positions(document.body), "title": Utf16Positions(title or "")}
    return {
        "unit": "utf16",
        "paragraphs": list(_paragraphs(document, positions["body"])),
        "marked": list(_marked(document, positions, language)),
    }


def _paragraphs(document: Document, positions: Utf16Positions) -> Iterator[dict[str, Any]]:
    index = 0
    pieces = document.body_map.pieces
    for start, end in document.paragraphs:
        if start < document.title_end:
            continue
        low, high = start - document.body_start, end - document.body_start
        first, last = document.body_map.span(low, high)
        runs: list[Run] = []
        while index < len(pieces) and pieces[index][0] < high:
            if document.markup == "html" and pieces[index][0] >= low:
                _add(runs, _words(document, index), pieces[index])
            index += 1
        placed = [[words, positions.at(begin), positions.at(stop)] for words, begin, stop in runs]
        yield {"start": positions.at(first), "end": positions.at(last), "runs": placed}


def _words(document: Document, index: int) -> str:
    """What a reader sees of a piece: its signs as the input has them, though marks are read as if even."""
    out, source, length, taken = document.body_map.pieces[index]
    begin = document.body_start + out
    read_as = document.text[begin : begin + length]
    if not taken or read_as.isspace():
        return read_as
    written = document.body[source : source + taken]
    if length == taken and "&" not in written and "<" not in written:
        return written if read_as.isprintable() and written.isprintable() else read_as
    return text_of(written) or read_as


def _add(runs: list[Run], words: str, piece: tuple[int, int, int, int]) -> None:
    """Puts a piece behind the runs, or into the last one where both stand in the input as they are."""
    _, source, _, taken = piece
    alike = len(words) == taken
    if runs and alike and runs[-1][2] == source and len(runs[-1][0]) == runs[-1][2] - runs[-1][1]:
        runs[-1][0] += words
        runs[-1][2] = source + taken
    elif taken:
        runs.append([words, source, source + taken])


def _marked(document: Document, positions: Positions, language: str) -> Iterator[dict[str, Any]]:
    for stretch in pair_marks(document.text, document.paragraphs, language=language).stretches:
        if stretch.depth:
            continue
        for span in document.spans(stretch.start, stretch.end):
            at = positions[span.field].at
            yield {"start": at(span.start), "end": at(span.end), "field": span.field}
