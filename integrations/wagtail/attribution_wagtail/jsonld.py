"""schema.org for the page: its quotations and who said them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from attribution.export.jsonld import graph
from attribution.schemas import load_extraction
from attribution_wagtail.conf import conf
from attribution_wagtail.models import PageExtraction
from attribution_wagtail.quotations import reviewed

# What could end the element, or begin another, is written as JSON's own escapes
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def page_graph(page: Page, request: Any = None) -> dict[str, Any] | None:
    """The JSON-LD document of a page, or None when there is no quotation to tell of.

    It has the quotations that editors accepted or corrected, or all that they did not reject, as JSONLD of
    the setting says; none as long as the extraction is of an older text than the page's.
    """
    record = PageExtraction.objects.filter(page_id=page.pk).first()
    if record is None or not record.current:
        return None
    decided = reviewed(record, load_extraction(record.data), only_reviewed=conf().jsonld == "reviewed")
    published = page.first_published_at
    article = replace(
        decided.article,
        url=page.get_full_url(request),
        title=page.title,
        published=published.isoformat() if published else None,
    )
    document = graph(replace(decided, article=article))
    return document if any(node["@type"] == "Quotation" for node in document["@graph"]) else None


def script(document: dict[str, Any]) -> SafeString:
    """A script element with the document, in which no text of it can end the element."""
    content = json.dumps(document, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{content}</script>')
