"""schema.org as JSON-LD: the article, its quotations in marks, and who said them, to be put into its page.

schema.org has no word for indirect speech, so records without a word in marks are left out, and those that
are no statement. The object may stand in a script element as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

from attribution.export import Item
from attribution.export.characters import one_line
from attribution.export.identifiers import (
    article_uri,
    language_tag,
    publication_date,
    quotation_uri,
    same_as,
    speaker_uri,
    web_address,
)
from attribution.export.lines import write_objects
from attribution.export.published import quotable
from attribution.records import Extraction, Quotation, Speaker

CONTEXT = "https://schema.org"

_TYPES = {"person": "Person", "author": "Person", "group": "Organization", "organisation": "Organization"}


def write(items: Iterable[Item], stream: TextIO) -> None:
    """Writes a graph for each article: indented when there is one, else a line each."""
    write_objects(items, stream, lambda item: graph(item.extraction))


def graph(extraction: Extraction) -> dict[str, Any]:
    """The article with its quotations and their speakers as a JSON-LD document."""
    quotations = list(quotable(extraction))
    speaking = {quotation.speaker for quotation in quotations}
    speakers = [speaker for speaker in extraction.speakers if speaker.id in speaking]
    nodes = [
        _article(extraction),
        *(_speaker(extraction, speaker, quotations) for speaker in speakers),
        *(_quotation(extraction, quotation) for quotation in quotations),
    ]
    return {"@context": CONTEXT, "@graph": nodes}


def _article(extraction: Extraction) -> dict[str, Any]:
    article = extraction.article
    return _known(
        {
            "@type": "NewsArticle",
            "@id": article_uri(article),
            "url": web_address(article.url),
            "headline": article.title and one_line(article.title),
            "datePublished": publication_date(article),
            "inLanguage": language_tag(article),
        }
    )


def _speaker(extraction: Extraction, speaker: Speaker, quotations: list[Quotation]) -> dict[str, Any]:
    """Whoever has no name in the article gets none, only a description."""
    kind = _TYPES.get(speaker.kind, "CreativeWork")
    own = [q.role for q in quotations if q.speaker == speaker.id and q.role]
    titles = list(dict.fromkeys(one_line(role.title or role.text) for role in own))
    label = one_line(speaker.label)
    return _known(
        {
            "@type": kind,
            "@id": speaker_uri(extraction, speaker),
            "name": label if speaker.named or kind != "Person" else None,
            "description": one_line(own[0].text) if own else None if speaker.named else label,
            "alternateName": [one_line(alias) for alias in speaker.aliases],
            "jobTitle": titles if kind == "Person" else [],
            "sameAs": same_as(speaker),
            "identifier": [
                {"@type": "PropertyValue", "propertyID": scheme, "value": value}
                for scheme, value in speaker.ids.items()
            ],
        }
    )


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
    if speaker.kind in _TYPES:
        return {**node, "spokenByCharacter": who, "creator": who}
    return {**node, "isBasedOn": who}  # a document says it, which can be no creator


def _known(node: dict[str, Any]) -> dict[str, Any]:
    """The node without what is not known; a list of one is that one."""
    kept = {key: value for key, value in node.items() if value not in (None, "", [])}
    return {key: v[0] if isinstance(v, list) and len(v) == 1 else v for key, v in kept.items()}
