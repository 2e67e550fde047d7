"""schema.org as JSON-LD: the article, its quotations in marks, and who said them, to be put into its page.

schema.org has no word for indirect speech, so records without a word in marks are left out, and those that
are no statement. The object may stand in a script element as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

from attribution.export import Item
from attribution.export.characters import one_line
from attribution.export.identifiers import article_uri, quotation_uri, speaker_uri
from attribution.export.lines import write_objects
from attribution.export.published import quotable
from attribution.export.schemaorg import CONTEXT, TYPES, article_node, speaker_node
from attribution.records import Extraction, Quotation, Speaker


def write(items: Iterable[Item], stream: TextIO) -> None:
    """Writes a graph for each article: indented when there is one, else a line each."""
    write_objects(items, stream, lambda item: graph(item.extraction))


def graph(extraction: Extraction) -> dict[str, Any]:
    """The article with its quotations and their speakers as a JSON-LD document."""
    quotations = list(quotable(extraction))
    speaking = {quotation.speaker for quotation in quotations}
    speakers = [speaker for speaker in extraction.speakers if speaker.id in speaking]
    nodes = [
        article_node(extraction.article),
        *(_speaker(extraction, speaker, quotations) for speaker in speakers),
        *(_quotation(extraction, quotation) for quotation in quotations),
    ]
    return {"@context": CONTEXT, "@graph": nodes}


def _speaker(extraction: Extraction, speaker: Speaker, quotations: list[Quotation]) -> dict[str, Any]:
    own = (q.role for q in quotations if q.speaker == speaker.id and q.role)
    return speaker_node(extraction, speaker, own)


def _quotation(extraction: Extraction, quotation: Quotation) -> dict[str, Any]:
    speaker = extraction.speaker_of(quotation)
    node: dict[str, Any] = {
        "@type": "Quotation",
        "@id": quotation_uri(extraction, quotation),
        "text": one_line(quotation.text),
        "isPartOf": {"@id": article_uri(extraction.article)},
    }
    if speaker is None:
        return node
    who = {"@id": speaker_uri(extraction, speaker)}
    if speaker.kind in TYPES:
        return {**node, "spokenByCharacter": who, "creator": who}
    return {**node, "isBasedOn": who}  # a document says it, which can be no creator
