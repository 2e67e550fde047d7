"""Identifiers of articles, quotations and speakers for formats that name things by URI."""

from __future__ import annotations

import base64
import re
import uuid
from datetime import datetime
from urllib.parse import urlsplit

from attribution.records import Article, Extraction, Quotation, Speaker

_ADDRESS = re.compile(r"[!#-;=?-\[\]_a-z~]+", flags=re.ASCII | re.IGNORECASE)  # what a URI may be made of
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", flags=re.ASCII)
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")


def web_address(url: str | None) -> str | None:
    """The URL if it is one of the web that may stand in a document, else None.

    >>> web_address("https://example.org/a?b=1"), web_address("javascript:alert(1)")
    ('https://example.org/a?b=1', None)
    """
    if url is None or not _ADDRESS.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # such as a bracket that is never closed
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def article_uri(article: Article) -> str:
    """The article's address, else a name made of the digest of its words (RFC 6920), or of its id."""
    if address := web_address(article.url):
        return address
    if _DIGEST.fullmatch(article.sha256):
        digest = base64.urlsafe_b64encode(bytes.fromhex(article.sha256)).decode().rstrip("=")
        return f"ni:///sha-256;{digest}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{article.id} {article.sha256}')}"


def language_tag(article: Article) -> str | None:
    """The article's language if it is written as BCP 47 has it."""
    return article.language if article.language and _LANGUAGE.fullmatch(article.language) else None


def publication_date(article: Article) -> str | None:
    """When it was published, if that is ISO 8601."""
    try:
        datetime.fromisoformat(article.published or "")
    except ValueError:
        return None
    return article.published


def quotation_uri(extraction: Extraction, quotation: Quotation) -> str:
    """A name for one quotation of one version of an article; the same on every run."""
    return _part(extraction, quotation.id)


def claim_uri(extraction: Extraction, quotation: Quotation) -> str:
    """A name for what one quotation of one version of an article claims."""
    return _part(extraction, f"claim {quotation.id}")


def speaker_uri(extraction: Extraction, speaker: Speaker) -> str:
    """A name for a speaker of one version of an article."""
    return _part(extraction, speaker.id)


def same_as(speaker: Speaker) -> str | None:
    """The speaker's entity in Wikidata, where the people list has it."""
    known = speaker.ids.get("wikidata", "")
    return f"http://www.wikidata.org/entity/{known}" if _WIKIDATA.fullmatch(known) else None


def _part(extraction: Extraction, name: str) -> str:
    article = extraction.article
    words = "\n".join((article_uri(article), article.sha256, name))
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, words)}"
