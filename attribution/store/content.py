"""What follows from the places of a content: its words, type, marks, surroundings and paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from attribution.errors import InputError
from attribution.records import Context, FieldName, Quotation, Span
from attribution.store.current import Current
from attribution.text.document import Document
from attribution.text.marks import pair_marks
from attribution.text.markup import text_of
from attribution.text.reader import read_html, read_plain
from attribution.text.surroundings import context_of, paragraph_of, type_of

GAP = " … "  # stands between the spans of a content in its text

_NO_LIMIT = 2**31  # what is kept was within the limit when it came


def read_document(title: str | None, *, text: str | None = None, html: str | None = None) -> Document:
    """The article as the stages read it; one of `text` and `html` is there."""
    if text is not None:
        return read_plain(text, title=title, limit=_NO_LIMIT)
    return read_html(html or "", title=title, limit=_NO_LIMIT)


def span_at(current: Current, start: int, end: int, field: FieldName, *, path: str) -> Span:
    """The span at a place of the input, with its words. Raises InputError, naming `path`, for no place."""
    source = current.content if field == "body" else current.extraction.article.title or ""
    if not 0 <= start < end <= len(source):
        raise InputError(f"[{start}, {end}) is no place in a {field} of {len(source)}", field=path)
    words = source[start:end]
    text = text_of(words) if field == "body" and current.html is not None else words
    if not text.strip():
        raise InputError("there are no words in this place", field=path)
    return Span(start, end, text, field)


def with_content(quotation: Quotation, spans: Iterable[Span], document: Document) -> Quotation:
    """The quotation with another content. Raises InputError for spans that cross each other."""
    ordered = sorted(spans, key=lambda span: (span.field == "body", span.start))
    for one, other in pairwise(ordered):
        if one.field != other.field or other.start < one.end:
            raise InputError("the spans of a content do not cross, and lie in one field", field="spans")
    content = [_in_text(span, document) for span in ordered]
    marked = _marked(content, document)
    text = GAP.join(span.text for span in ordered)
    first, last = content[0][0], content[-1][1]
    return replace(
        quotation,
        spans=tuple(ordered),
        text=text,
        quoted=tuple(document.span(start, end) for start, end in marked),
        type=type_of(document.text, content, marked),
        context=context_of(document, document.text, first, last),
        paragraph=paragraph_of(document, first),
        topics=tuple(term for term in quotation.topics if term in text.casefold()),
    )


def context_in(document: Document, spans: Sequence[Span]) -> Context:
    """The words around a content in its article."""
    content = [_in_text(span, document) for span in spans]
    return context_of(document, document.text, content[0][0], content[-1][1])


def _in_text(span: Span, document: Document) -> list[int]:
    """Where a span of the input stands in the document's text."""
    if span.field == "title" and document.title_map is not None and document.title_end:
        ways = document.title_map
        return [ways.output_position(span.start), min(ways.output_position(span.end), document.title_end)]
    ways, offset = document.body_map, document.body_start
    start = offset + ways.output_position(span.start)
    return [start, max(start, offset + ways.output_position(span.end))]


def _marked(content: Sequence[list[int]], document: Document) -> list[list[int]]:
    """The parts of a content that stand in marks, the marks included."""
    stretches = pair_marks(document.text, document.paragraphs).stretches
    outer = [(stretch.start, stretch.end) for stretch in stretches if stretch.depth == 0]
    return [
        [max(start, low), min(end, high)]
        for start, end in content
        for low, high in outer
        if low < end and start < high
    ]
