"""What a whole page says of itself: title, address, date of publication."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from attribution.text.html import Page
from attribution.text.markup import Token, attributes

_TITLES = ("og:title", "twitter:title")
_URLS = ("og:url",)
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "publishdate",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dc.date", "dcterms.date",
)  # fmt: skip
_IN_JSON = re.compile(r'"datePublished"\s*:\s*"([^"\\]{4,40})"')
_EARLIEST = 1600  # a year before the first newspapers stands for "not known"


@dataclass(frozen=True, slots=True)
class PageHead:
    """Title, canonical address and date in ISO 8601; None where it says nothing."""

    title: str | None = None
    url: str | None = None
    published: str | None = None


def read_head(page: Page) -> PageHead:
    """What the page says of itself. A fragment says nothing.

    >>> from attribution.text.html import read_blocks
    >>> read_head(read_blocks("<html><head><title>Lee &amp; Park</title>")).title
    'Lee & Park'
    """
    if not page.whole:
        return PageHead()
    stated: dict[str, str] = {}
    for token in page.head:
        for key, value in _statements(page.markup, token):
            if value.strip():
                stated.setdefault(key, " ".join(value.split()))
    return PageHead(
        title=_first(stated, (*_TITLES, "<title>")),
        url=_first(stated, ("<canonical>", *_URLS)),
        published=_first(stated, (*_DATES[:3], "<json>", *_DATES[3:], "<time>"), accept=_is_date),
    )


def _first(
    stated: dict[str, str], keys: tuple[str, ...], *, accept: Callable[[str], bool] = bool
) -> str | None:
    return next((stated[key] for key in keys if key in stated and accept(stated[key])), None)


def _is_date(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).year >= _EARLIEST
    except ValueError:
        return False


def _statements(markup: str, token: Token) -> list[tuple[str, str]]:
    """What one tag, or the content of one element, says: pairs of its key and its value."""
    if token.kind == "raw":
        content = markup[token.start : token.end]
        if token.name == "title":
            return [("<title>", html.unescape(content))]
        return [("<json>", found[1]) for found in _IN_JSON.finditer(content)]
    if token.name not in ("meta", "link", "time"):
        return []
    named = attributes(markup, token)
    if token.name == "meta":
        keys = (named.get(key, "").lower() for key in ("property", "name", "itemprop"))
        return [(key, named.get("content", "")) for key in keys if key]
    if token.name == "link":
        return [("<canonical>", named.get("href", ""))] if named.get("rel", "").lower() == "canonical" else []
    return [("<time>", named.get("datetime", ""))]
