"""Spans over a text as markup needs them: paragraph by paragraph, one within the other, never across.

Content, cue and source of the records may cross each other and reach over paragraphs. A stretch that would is
cut; its pieces know that they belong together.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from attribution.records import Extraction, FieldName, Quotation, Span

Kind = Literal["content", "quoted", "cue", "source"]

_BLANK_LINE = re.compile(r"\r?\n[^\S\n]*\r?\n\s*")
_LINE_END = re.compile(r"[\r\n]+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a text; `number` is the quotation's place in the extraction, `part` the piece's in it."""

    start: int
    end: int
    kind: Kind
    number: int
    part: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text with the stretches in it, outer ones before inner ones."""

    start: int
    end: int
    stretches: tuple[Stretch, ...]


def paragraphs(text: str, stretches: Iterable[Stretch]) -> list[Paragraph]:
    """The text in paragraphs, the stretches cut to them; each piece of a stretch has a `part` of its own.

    Paragraphs are parted by blank lines, where there is none by line ends; blanks at their ends are left out.
    """
    found, reached, after = [], list[Stretch](), deque(sorted(stretches, key=_order))
    parts: Counter[tuple[Kind, int]] = Counter()
    for start, end in _bounds(text):
        while after and after[0].start < end:
            reached.append(after.popleft())
        inside = [
            replace(s, start=max(s.start, start), end=min(s.end, end)) for s in reached if s.end > start
        ]
        pieces = []
        for piece in uncrossed(inside):
            parts[piece.kind, piece.number] += 1
            pieces.append(replace(piece, part=parts[piece.kind, piece.number]))
        found.append(Paragraph(start, end, tuple(pieces)))
        reached = [s for s in reached if s.end > end]
    return found


def uncrossed(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """The stretches, cut where one would begin within another and end behind it; outer ones first."""
    todo = [(_order(stretch), n, stretch) for n, stretch in enumerate(stretches)]
    heapq.heapify(todo)
    around: list[int] = []  # ends of the stretches that are open
    while todo:
        _, n, stretch = heapq.heappop(todo)
        while around and around[-1] <= stretch.start:
            around.pop()
        if around and stretch.end > around[-1]:
            rest = replace(stretch, start=around[-1])
            heapq.heappush(todo, (_order(rest), n, rest))
            stretch = replace(stretch, end=around[-1])
        around.append(stretch.end)
        yield stretch


def rendered(
    text: str,
    paragraph: Paragraph,
    *,
    words: Callable[[str], str],
    opening: Callable[[Stretch], str],
    closing: Callable[[Stretch], str],
) -> str:
    """The paragraph as markup: its text by `words`, the tags around its stretches by the two others."""
    out: list[str] = []
    at, around = paragraph.start, list[Stretch]()

    def close(position: int) -> None:
        nonlocal at
        while around and around[-1].end <= position:
            last = around.pop()
            out.append(words(text[at : last.end]) + closing(last))
            at = last.end

    for stretch in paragraph.stretches:
        close(stretch.start)
        out.append(words(text[at : stretch.start]) + opening(stretch))
        at = stretch.start
        around.append(stretch)
    close(paragraph.end)
    out.append(words(text[at : paragraph.end]))
    return "".join(out)


def stretches(extraction: Extraction, field: FieldName) -> Iterator[Stretch]:
    """What the records mark in one field: contents, the words in marks of mixed ones, cues and sources."""
    for number, quotation in enumerate(extraction.quotations):
        for kind, span in _marked(quotation):
            if span.field == field and span.start < span.end:
                yield Stretch(span.start, span.end, kind, number)


def _marked(quotation: Quotation) -> Iterator[tuple[Kind, Span]]:
    for span in quotation.spans:
        yield "content", span
    for span in quotation.quoted if quotation.type == "mixed" else ():
        yield "quoted", span
    if quotation.source:
        yield "source", quotation.source
    if quotation.cue:
        yield "cue", quotation.cue


def _order(stretch: Stretch) -> tuple[int, int, int]:
    """Outer stretches come before inner ones, of two alike the content first."""
    return stretch.start, -stretch.end, ("content", "quoted", "source", "cue").index(stretch.kind)


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    between = _BLANK_LINE if _BLANK_LINE.search(text.strip()) else _LINE_END
    start = 0
    for gap in between.finditer(text):
        yield from _trimmed(text, start, gap.start())
        start = gap.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = text[start:end]
    if stripped := words.strip():
        first = start + len(words) - len(words.lstrip())
        yield first, first + len(stripped)
