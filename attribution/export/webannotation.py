"""W3C Web Annotation: a page of annotations an article, one annotation a quotation.

Each span is a target with a TextQuoteSelector, and, where the article was given as plain text, with a
TextPositionSelector, which counts code points. What a browser calls the text of an HTML page is not what is
read of it, so there a position would mislead; the words and those around them find the place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from attribution.export import Item, on_text
from attribution.export.characters import one_line
from attribution.export.identifiers import article_uri, quotation_uri, same_as
from attribution.export.lines import write_objects
from attribution.export.published import known_as
from attribution.records import Extraction, Quotation, Span

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
SUFFIX = ".jsonld"
AROUND = 32  # code points before and after the words, by which they are told from the same words elsewhere


def write(items: Iterable[Item], stream: TextIO) -> None:
    """Writes an AnnotationPage for each article: indented when there is one, else a line each."""
    write_objects(items, stream, page)


def page(item: Item) -> dict[str, Any]:
    """The annotations of one article; spans in its title are not among them, for they are not in its text."""
    moved = on_text(item) or item
    extraction = moved.extraction
    annotations = [
        _annotation(moved, quotation, positions=item.html is None)
        for quotation in extraction.quotations
        if any(span.field == "body" for span in quotation.spans)
    ]
    uri = article_uri(extraction.article)
    collection = {
        "id": f"{uri}#quotations",
        "type": "AnnotationCollection",
        "label": one_line(extraction.article.title or "") or "Quotations",
        "total": len(annotations),
    }
    return {
        "@context": CONTEXT,
        "id": f"{uri}#quotations-1",
        "type": "AnnotationPage",
        "partOf": collection,
        "startIndex": 0,
        "items": annotations,
    }


def _annotation(item: Item, quotation: Quotation, *, positions: bool) -> dict[str, Any]:
    extraction = item.extraction
    source = article_uri(extraction.article)
    positions = positions and extraction.unit == "codepoint"
    targets = [
        {"source": source, "selector": _selectors(item, quotation, span, positions=positions)}
        for span in quotation.spans
        if span.field == "body"
    ]
    return {
        "id": quotation_uri(extraction, quotation),
        "type": "Annotation",
        "motivation": "identifying",
        "generator": {"type": "Software", "name": f"attribution {extraction.model.name}"},
        "body": list(_bodies(extraction, quotation)),
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _bodies(extraction: Extraction, quotation: Quotation) -> Iterator[dict[str, Any]]:
    """Who says it, in which role, and of what type it is."""
    if name := known_as(extraction, quotation):
        yield _body("identifying", name)
    speaker = extraction.speaker_of(quotation)
    if speaker and (entity := same_as(speaker)):
        yield {"type": "SpecificResource", "source": entity, "purpose": "identifying"}
    if quotation.role:
        yield _body("describing", one_line(quotation.role.text))
    yield _body("classifying", quotation.type)
    if not quotation.statement:
        yield _body("classifying", f"no statement: {quotation.reason or 'other'}")


def _body(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "format": "text/plain", "purpose": purpose, "value": value}


def _selectors(item: Item, quotation: Quotation, span: Span, *, positions: bool) -> list[dict[str, Any]]:
    before, after = _around(item, quotation, span)
    quote = {"type": "TextQuoteSelector", "exact": span.text, "prefix": before, "suffix": after}
    if not positions:
        return [quote]
    return [quote, {"type": "TextPositionSelector", "start": span.start, "end": span.end}]


def _around(item: Item, quotation: Quotation, span: Span) -> tuple[str, str]:
    """The words before and after a span; without the text those that the record has, around all of it."""
    if item.text is not None:
        text = item.text
        return text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
    first, last = span is quotation.spans[0], span is quotation.spans[-1]
    context = quotation.context
    return context.before[-AROUND:] if first else "", context.after[:AROUND] if last else ""
