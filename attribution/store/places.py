"""Whether the places in records are those of their words."""

from __future__ import annotations

from collections.abc import Iterator

from attribution.errors import InputError
from attribution.records import Extraction, Span
from attribution.store.soundness import spans_of
from attribution.text.markup import text_of
from attribution.text.plain import on_plain_text


def misplaced(record: Extraction, text: str, *, html: bool) -> Iterator[str]:
    """What is wrong with the places of a record in its input, in code points; nothing where all are right.

    For HTML the words at a place are those of the page there, blanks collapsed.
    """
    for quotation in record.quotations:
        if not quotation.spans:
            yield f"quotation {quotation.id} has no span"
        elif quotation.text != " … ".join(span.text for span in quotation.spans):
            yield f"the text of quotation {quotation.id} is not that of its spans"
    try:
        moved, _ = on_plain_text(record, html=text) if html else on_plain_text(record, text=text)
    except InputError:
        yield "there are places beyond the end of the text"
        return
    for (_, given), (_, found) in zip(spans_of(record), spans_of(moved), strict=True):
        if given.text != found.text and not (html and _is_there(given, found, text)):
            yield f"other words stand at {given.start}-{given.end} of the {given.field}"


def _is_there(given: Span, found: Span, html: str) -> bool:
    """Whether a page has the words in their place: as it is read, or all that stands there."""
    words = given.text.split()
    return words in (found.text.split(), text_of(html[given.start : given.end]).split())
