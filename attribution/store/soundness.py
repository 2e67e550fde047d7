"""Whether records that somebody corrected may be kept: of this text, each name and word in its place."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from marshmallow import ValidationError

from attribution.errors import InputError
from attribution.records import Extraction, Quotation, Span
from attribution.schemas import dump_extraction, first_fault, load_extraction
from attribution.store.current import Current
from attribution.text.markup import text_of
from attribution.text.plain import in_code_points, on_plain_text

GAP = " … "

_NO_TEXT_HOLDS = re.compile("[\x00\ud800-\udfff]")


def placed(extraction: Extraction, current: Current) -> Extraction:
    """The records as corrections of an article's: with what is known of the article, in code points.

    Raises InputError for records of another text, and for those that break what a record promises: that each
    name leads somewhere, and that each span has the words of its place.
    """
    known, given = current.extraction.article, extraction.article
    if given.sha256 != known.sha256:
        raise InputError("the records are of another text: their sha256 is not this one's", field="article")
    if given.title != known.title:
        raise InputError("the records have another title, in which places would be others", field="article")
    moved = in_code_points(extraction, current.content)
    found = dataclasses.replace(moved, article=known, model=current.extraction.model)
    _check_form(found)
    _check_names(found)
    _check_words(found, current)
    return found


def _check_form(extraction: Extraction) -> None:
    """Refuses what the JSON form does not allow."""
    record = dump_extraction(extraction)
    _refuse_characters(record)
    try:
        load_extraction(record)
    except ValidationError as error:
        path, message = first_fault(error)
        raise InputError(message, field=path) from None


def _refuse_characters(value: Any, path: str = "") -> None:
    """Refuses what no text may hold, in any text of a record in JSON."""
    if isinstance(value, str) and _NO_TEXT_HOLDS.search(value):
        raise InputError("a character that no text may hold: NUL, or half of a surrogate pair", field=path)
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        _refuse_characters(key)
        _refuse_characters(item, f"{path}.{key}" if path else str(key))


def _check_names(extraction: Extraction) -> None:
    """Refuses names given twice, and those that lead nowhere or around."""
    quotations = {quotation.id: quotation for quotation in extraction.quotations}
    speakers = {speaker.id for speaker in extraction.speakers}
    for field, things in (("quotations", extraction.quotations), ("speakers", extraction.speakers)):
        for name, times in Counter(thing.id for thing in things).items():
            if times > 1:
                raise InputError(f"the id {name!r} is there {times} times", field=field)
    for place, quotation in enumerate(extraction.quotations):
        where = f"quotations.{place}"
        if quotation.speaker is not None and quotation.speaker not in speakers:
            raise InputError(f"there is no speaker {quotation.speaker!r}", field=f"{where}.speaker")
        if not _leads_out(quotation, quotations):
            raise InputError("the parents lead nowhere, or in a circle", field=f"{where}.parent")
        if not quotation.spans or any(span.start >= span.end for span in quotation.spans):
            raise InputError("a quotation has at least one span, and none is empty", field=f"{where}.spans")
        if quotation.text != GAP.join(span.text for span in quotation.spans):
            raise InputError("the text is not that of the spans", field=f"{where}.text")
        if quotation.statement and quotation.reason is not None:
            raise InputError("what is a statement has no reason not to be one", field=f"{where}.reason")


def _leads_out(quotation: Quotation, all: dict[str, Quotation]) -> bool:
    seen = {quotation.id}
    while quotation.parent is not None:
        if quotation.parent in seen or quotation.parent not in all:
            return False
        seen.add(quotation.parent)
        quotation = all[quotation.parent]
    return True


def _check_words(extraction: Extraction, current: Current) -> None:
    """Refuses a span whose words are not those of its place; the ones that were there before may stay."""
    before = {_key(span) for _, span in spans_of(current.extraction)}
    news = [(field, span) for field, span in spans_of(extraction) if _key(span) not in before]
    wrong = [(field, span) for field, span in news if not _holds(span, current)]
    if not wrong:
        return
    read = _as_read(extraction, current) if current.html is not None else {}
    for field, span in wrong:
        if read.get(field) != _collapsed(span.text):
            raise InputError("the words are not those of this place in the article", field=field)


def _as_read(extraction: Extraction, current: Current) -> dict[str, str]:
    """The words of each span as a page is read: without asides and captions."""
    moved, _ = on_plain_text(extraction, html=current.html)
    return {field: _collapsed(span.text) for field, span in spans_of(moved)}


def _key(span: Span) -> tuple[int, int, str, str]:
    return span.start, span.end, span.field, span.text


def _holds(span: Span, current: Current) -> bool:
    source = current.content if span.field == "body" else current.extraction.article.title or ""
    if span.end > len(source):
        return False
    words = source[span.start : span.end]
    if span.field == "body" and current.html is not None:
        return _collapsed(text_of(words)) == _collapsed(span.text)
    return words == span.text


def _collapsed(words: str) -> str:
    return " ".join(words.split())


def spans_of(value: Any, path: str = "") -> Iterator[tuple[str, Span]]:
    """Every span in a record, with the path that leads to it."""
    if isinstance(value, Span):
        yield path, value
    if isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from spans_of(item, f"{path}.{place}" if path else str(place))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for name in _names(value):
            yield from spans_of(getattr(value, name), f"{path}.{name}" if path else name)


def _names(value: Any) -> Iterable[str]:
    return (field.name for field in dataclasses.fields(value))
