"""What the formats of schema.org have in common: the article and who speaks as nodes of JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attribution.export.characters import one_line
from attribution.export.identifiers import (
    article_uri,
    language_tag,
    publication_date,
    same_as,
    speaker_uri,
    web_address,
)
from attribution.records import Article, Extraction, Role, Speaker

CONTEXT = "https://schema.org"
TYPES = {"person": "Person", "author": "Person", "group": "Organization", "organisation": "Organization"}


def article_node(article: Article) -> dict[str, Any]:
    """The article as a NewsArticle."""
    return known(
        {
            "@type": "NewsArticle",
            "@id": article_uri(article),
            "url": web_address(article.url),
            "headline": article.title and one_line(article.title),
            "datePublished": publication_date(article),
            "inLanguage": language_tag(article),
        }
    )


def speaker_node(extraction: Extraction, speaker: Speaker, roles: Iterable[Role]) -> dict[str, Any]:
    """Who speaks, in these roles. Whoever has no name in the article gets none, only a description."""
    kind = TYPES.get(speaker.kind, "CreativeWork")
    own = list(roles)
    titles = list(dict.fromkeys(one_line(role.title or role.text) for role in own))
    label = one_line(speaker.label)
    return known(
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


def known(node: dict[str, Any]) -> dict[str, Any]:
    """The node without what is not known; a list of one is that one."""
    kept = {key: value for key, value in node.items() if value not in (None, "", [])}
    return {key: v[0] if isinstance(v, list) and len(v) == 1 else v for key, v in kept.items()}
