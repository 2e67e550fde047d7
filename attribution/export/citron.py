"""Citron's annotation format: an object with the text and its quotes, as BBC Citron is trained on.

The format wants a cue in every quote and marks what its guidelines do, those of PARC and PolNeAR. So left out
are quotations without a cue, those inside others, and words in marks that nobody reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from attribution.export import Item, with_text
from attribution.export.lines import write_objects
from attribution.records import NOT_REPORTED, Extraction, Mention, Quotation, Span, Speaker

SUFFIX = ".json"


def write(items: Iterable[Item], stream: TextIO) -> None:
    """Writes an object for each article: indented when there is one, else a line each."""
    write_objects(items, stream, document)


def document(item: Item) -> dict[str, Any]:
    """The annotated text. Raises InputError where the item brings no text."""
    extraction, text = with_text(item, format="citron")
    groups = [_spans(speaker.mentions) for speaker in extraction.speakers]
    return {
        "id": extraction.article.id,
        "text": text,
        "quotes": [_quote(extraction, q) for q in extraction.quotations if _marked(q)],
        "coreference_groups": [group for group in groups if len(group) > 1],
    }


def _marked(quotation: Quotation) -> bool:
    """Whether Citron's guidelines mark it, and its format has room for it."""
    in_body = any(span.field == "body" for span in quotation.spans)
    cued = quotation.cue is not None and quotation.cue.field == "body"
    return in_body and cued and quotation.parent is None and quotation.reason not in NOT_REPORTED


def _quote(extraction: Extraction, quotation: Quotation) -> dict[str, Any]:
    source = quotation.source
    speaker = extraction.speaker_of(quotation)
    return {
        "id": quotation.id,
        "cue": _spans([quotation.cue])[0],
        "sources": _spans([source]),
        "contents": _spans(quotation.spans),
        "coreferences": _spans([_named(speaker)]) if speaker and source and source.form != "name" else [],
        "confidence": quotation.confidence.content,
    }


def _named(speaker: Speaker) -> Mention | None:
    """The first mention that gives the speaker's name: what Citron resolves a pronoun to."""
    return next((mention for mention in speaker.mentions if mention.form == "name"), None)


def _spans(spans: Sequence[Span | None]) -> list[dict[str, Any]]:
    return [{"start": s.start, "end": s.end, "text": s.text} for s in spans if s and s.field == "body"]
