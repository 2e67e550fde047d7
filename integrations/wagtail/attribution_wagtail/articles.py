"""From a page to the article that an engine reads.

The article is HTML made of the page's fields: rich text as it is stored, plain text escaped and in
paragraphs, of a StreamField the blocks with text. Raw HTML, images, tables and whatever else is no prose are
left out, so are blocks whose Meta says `attributed = False`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from attribution_wagtail.pages import attributed_fields

_PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Article:
    """What an engine is given of a page."""

    id: str
    html: str
    title: str
    published: str | None
    language: str | None

    @property
    def sha256(self) -> str:
        """A digest of all that an extraction depends on; the same words have the same."""
        read = [self.html, self.title, self.published, self.language]
        return hashlib.sha256(json.dumps(read).encode()).hexdigest()


def article_of(page: Page) -> Article:
    """The article on a page, which must be of its specific class."""
    parts = (part for name in attributed_fields(page) for part in _field(page, name))
    published = page.first_published_at
    return Article(
        id=str(page.pk),
        html="\n".join(parts),
        title=page.title,
        published=published.isoformat() if published else None,
        language=page.locale.language_code,
    )


def _field(page: Page, name: str) -> Iterator[str]:
    field, value = page._meta.get_field(name), getattr(page, name)
    if not value:
        return
    if isinstance(field, StreamField):
        yield from _block(field.stream_block, value)
    elif isinstance(field, RichTextField):
        yield str(value)
    else:
        yield _paragraphs(str(value))


def _block(block: Any, value: Any) -> Iterator[str]:
    """The prose of a block and of those within it."""
    if value is None or not getattr(block.meta, "attributed", True):
        return
    if isinstance(block, blocks.BaseStreamBlock):
        for child in value:
            yield from _block(child.block, child.value)
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from _block(child, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            yield from _block(block.child_block, item)
    elif isinstance(block, blocks.RichTextBlock):
        yield value.source
    elif isinstance(block, blocks.BlockQuoteBlock):
        yield f"<blockquote>{_paragraphs(value)}</blockquote>"
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield _paragraphs(value)


def _paragraphs(text: str) -> str:
    return "\n".join(f"<p>{escape(part.strip())}</p>" for part in _PARAGRAPHS.split(text) if part.strip())
