"""IPTC ninjs: the article as a news item, its speakers as people and organisations, and an extension.

ninjs has no place for quotations. As its specification provides, they come in a property of their own beside
those of version 3, `quotations`; `schema` gives the JSON Schema of the extension, which lays itself over the
standard's `ninjsType`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, TextIO, cast

from attribution.export import Item
from attribution.export.characters import one_line
from attribution.export.identifiers import article_uri, language_tag, quotation_uri, same_as, speaker_uri
from attribution.export.lines import write_objects
from attribution.export.published import known_as
from attribution.records import Extraction, Quotation, Role, Span, Speaker

SUFFIX = ".json"
VERSION = "3.3"
PROFILE = "attribution-quotations-1"

_LISTS = {"person": "people", "author": "people", "group": "organisations", "organisation": "organisations"}


def write(items: Iterable[Item], stream: TextIO) -> None:
    """Writes a news item for each article: indented when there is one, else a line each."""
    write_objects(items, stream, news_item)


def schema() -> dict[str, Any]:
    """The JSON Schema of the extension."""
    text = files(__package__).joinpath("ninjs-quotations.schema.json").read_text(encoding="utf-8")
    return cast(dict[str, Any], json.loads(text))


def news_item(item: Item) -> dict[str, Any]:
    """The ninjs object of an article; its body is in it where the article was given."""
    extraction, article = item.extraction, item.extraction.article
    found: dict[str, Any] = {
        "uri": article_uri(article),
        "type": "text",
        "representationType": "partial",
        "profile": PROFILE,
        "standard": {"name": "ninjs", "version": VERSION},
    }
    if language := language_tag(article):
        found["language"] = language
    if article.title:
        found["headlines"] = [{"role": "main", "contentType": "text/plain", "value": article.title}]
    if body := _body(item):
        found["bodies"] = [body]
    for name in ("people", "organisations"):
        if listed := [_party(speaker) for speaker in extraction.speakers if _listed(speaker) == name]:
            found[name] = listed
    return {**found, "quotations": [_quotation(extraction, q) for q in extraction.quotations]}


def _body(item: Item) -> dict[str, Any] | None:
    if item.text is None and item.html is None:
        return None
    if item.html is not None:
        return {"role": "main", "contentType": "text/html", "value": item.html}
    return {"role": "main", "contentType": "text/plain", "value": item.text}


def _listed(speaker: Speaker) -> str | None:
    return _LISTS.get(speaker.kind) if speaker.named else None


def _party(speaker: Speaker) -> dict[str, Any]:
    found = {"name": one_line(speaker.label), "rel": "quoted", "literal": speaker.id}
    entity = same_as(speaker)
    return {**found, "uri": entity} if entity else found


def _quotation(extraction: Extraction, quotation: Quotation) -> dict[str, Any]:
    speaker = extraction.speaker_of(quotation)
    found: dict[str, Any] = {
        "uri": quotation_uri(extraction, quotation),
        "type": quotation.type,
        "text": quotation.text,
        "unit": extraction.unit,
        "spans": [_span(span) for span in quotation.spans],
        "statement": quotation.statement,
        "confidence": round(100 * quotation.confidence.content),
    }
    if speaker:
        found["speaker"] = {**_who(speaker), "uri": same_as(speaker) or speaker_uri(extraction, speaker)}
    elif name := known_as(extraction, quotation):
        found["speaker"] = {"name": name, "kind": "none", "named": False}
    if quotation.role:
        found["role"] = _role(quotation.role)
    if quotation.cue:
        found["cue"] = {**_span(quotation.cue), "act": quotation.cue.act, "negated": quotation.cue.negated}
    return found


def _who(speaker: Speaker) -> dict[str, Any]:
    name = one_line(speaker.label)
    return {"literal": speaker.id, "name": name, "kind": speaker.kind, "named": speaker.named}


def _role(role: Role) -> dict[str, Any]:
    found: dict[str, Any] = {"text": role.text, "former": role.former}
    if role.title:
        found["title"] = role.title
    if role.affiliation:
        found["affiliation"] = role.affiliation.text
    return found


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text, "field": span.field}
