"""Arc XP ANS: a story whose elements are quotes with their citation, to take over into one's own story.

Only what may be set apart as somebody's words is in it, see `published`. The text of an ANS element is HTML,
so whatever could be markup is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any, TextIO

from attribution.export import Item
from attribution.export.characters import one_line
from attribution.export.identifiers import article_uri, quotation_uri, web_address
from attribution.export.lines import write_objects
from attribution.export.published import credit, quotable
from attribution.records import Extraction, Quotation

SUFFIX = ".json"
VERSION = "0.10.9"


def write(items: Iterable[Item], stream: TextIO) -> None:
    """Writes a story for each article: indented when there is one, else a line each."""
    write_objects(items, stream, lambda item: story(item.extraction))


def story(extraction: Extraction) -> dict[str, Any]:
    """The story of an article, its quotes and nothing else in `content_elements`."""
    article = extraction.article
    found: dict[str, Any] = {"type": "story", "version": VERSION}
    if article.title:
        found["headlines"] = {"basic": one_line(article.title)}
    address = web_address(article.url)
    about = {"article": address or article_uri(article), "sha256": article.sha256, "article_id": article.id}
    return {
        **found,
        "content_elements": [_quote(extraction, quotation) for quotation in quotable(extraction)],
        "additional_properties": {key: value for key, value in about.items() if value},
    }


def _quote(extraction: Extraction, quotation: Quotation) -> dict[str, Any]:
    said_by = credit(extraction, quotation)
    element = {
        "type": "quote",
        "subtype": "blockquote",
        "content_elements": [_text(one_line(quotation.text))],
        "additional_properties": {
            "quotation": quotation_uri(extraction, quotation),
            "type": quotation.type,
            "spans": [{"start": s.start, "end": s.end, "field": s.field} for s in quotation.spans],
            "unit": extraction.unit,
        },
    }
    return {**element, "citation": _text(said_by)} if said_by else element


def _text(words: str) -> dict[str, Any]:
    return {"type": "text", "content": escape(words)}
