"""`{% load attribution_tags %}`: what a page's template shows of its quotations."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from wagtail.models import Page

from attribution_wagtail.jsonld import page_graph, script

register = template.Library()


@register.simple_tag(takes_context=True)
def attribution_jsonld(context: Context, page: Page | None = None) -> Any:
    """The page's quotations as JSON-LD, in a script element; nothing when there is none to tell of."""
    page = page or context.get("page")
    document = page_graph(page, context.get("request")) if page is not None else None
    return script(document) if document else ""
