"""schema.org's Claim and ClaimReview as JSON-LD: drafts for whoever checks what somebody said.

A draft holds what the records know, and nothing else: no rating before somebody has given one, no author
without a name, no first appearance that nobody has looked for. What Google requires of a fact check
(`claimReviewed`, `reviewRating`, `url`) is complete once there is a verdict. The object may stand in a script
element of a page as `attribution.export.lines` writes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from attribution.errors import InputError
from attribution.export.characters import one_line
from attribution.export.identifiers import (
    claim_uri,
    language_tag,
    publication_date,
    web_address,
)
from attribution.export.schemaorg import CONTEXT, TYPES, article_node, known, speaker_node
from attribution.records import Article, Extraction, Quotation, Role, Speaker


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """What a fact check came to: its rating in words ("Mostly false"), and the page that tells it.

    `value` is the rating as a number from `worst` to `best`, for those who have such a scale: all three, or
    none. `published` is when the check was, as ISO 8601, `author` the organisation that checked.
    """

    rating: str
    url: str
    author: str | None = None
    author_url: str | None = None
    published: str | None = None
    value: float | None = None
    best: float | None = None
    worst: float | None = None


def claim_review(
    quotation: Quotation,
    speaker: Speaker | None,
    extraction: Extraction,
    *,
    verdict: ClaimVerdict | None = None,
    words: str | None = None,
    first: Article | None = None,
) -> dict[str, Any]:
    """A ClaimReview of what is said in a quotation: a draft, as long as there is no verdict.

    `words` are those that were checked, if not all of the quotation; `first` is the article in which it was
    claimed first.
    Raises InputError for a verdict without words, whose page is no address on the web, or with half a scale.
    """
    node = {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "claimReviewed": one_line(quotation.text if words is None else words),
        "inLanguage": language_tag(extraction.article),
        "itemReviewed": _claim(quotation, speaker, extraction, first),
    }
    return known(node | (_verdict(verdict) if verdict else {}))


def claim(
    quotation: Quotation, speaker: Speaker | None, extraction: Extraction, *, first: Article | None = None
) -> dict[str, Any]:
    """What is said in a quotation as a Claim; `first` is the article in which it was made first."""
    return {"@context": CONTEXT, **_claim(quotation, speaker, extraction, first)}


def _claim(
    quotation: Quotation, speaker: Speaker | None, extraction: Extraction, first: Article | None
) -> dict[str, Any]:
    return known(
        {
            "@type": "Claim",
            "@id": claim_uri(extraction, quotation),
            "text": one_line(quotation.text),
            "datePublished": _date(quotation, extraction.article),
            "inLanguage": language_tag(extraction.article),
            **_author(quotation, speaker, extraction),
            "appearance": article_node(extraction.article),
            "firstAppearance": article_node(first) if first else None,
        }
    )


def _author(quotation: Quotation, speaker: Speaker | None, extraction: Extraction) -> dict[str, Any]:
    """Who claims it. An author needs a name, and a document can be none."""
    if speaker is None:
        return {}
    roles: tuple[Role, ...] = (quotation.role,) if quotation.role else speaker.roles
    node = speaker_node(extraction, speaker, roles)
    if speaker.kind not in TYPES:
        return {"isBasedOn": node}
    return {"author": node} if "name" in node else {}


def _date(quotation: Quotation, article: Article) -> str | None:
    """When it was said, where the article tells the day, else when the article appeared."""
    said = quotation.time.value if quotation.time else None
    try:
        datetime.fromisoformat(said or "")
    except ValueError:  # a month, a year, or nothing
        return publication_date(article)
    return said


def _verdict(verdict: ClaimVerdict) -> dict[str, Any]:
    url, rating = web_address(verdict.url), one_line(verdict.rating)
    if url is None or not rating:
        raise InputError("a verdict needs words and the address of its page", field="verdict")
    scale = (verdict.value, verdict.best, verdict.worst)
    if None in scale and scale != (None, None, None):
        raise InputError("a rating as a number needs value, best and worst", field="verdict")
    author = {"@type": "Organization", "name": verdict.author, "url": web_address(verdict.author_url)}
    return {
        "url": url,
        "datePublished": verdict.published,
        "author": known(author) if verdict.author else None,
        "reviewRating": known(
            {
                "@type": "Rating",
                "alternateName": rating,
                "ratingValue": verdict.value,
                "bestRating": verdict.best,
                "worstRating": verdict.worst,
            }
        ),
    }
