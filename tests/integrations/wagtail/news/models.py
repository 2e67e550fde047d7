from __future__ import annotations

from attribution_wagtail.blocks import AttributedQuotationBlock
from attribution_wagtail.pages import AttributedPageMixin
from attribution_wagtail.panels import AttributionPanel
from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page


class CardBlock(blocks.StructBlock):
    heading = blocks.CharBlock(required=False)
    words = blocks.RichTextBlock(required=False)


class NoteBlock(blocks.TextBlock):
    class Meta:
        attributed = False


class ArticlePage(AttributedPageMixin, Page):
    """Takes part by the mixin; its article has a StreamField."""

    attributed_fields = ("intro", "body")

    intro = models.TextField(blank=True)
    body = StreamField(
        [
            ("prose", blocks.RichTextBlock()),
            ("text", blocks.TextBlock()),
            ("quote", blocks.BlockQuoteBlock()),
            ("card", CardBlock()),
            ("list", blocks.ListBlock(blocks.TextBlock())),
            ("more", blocks.StreamBlock([("text", blocks.TextBlock())])),
            ("note", NoteBlock()),
            ("code", blocks.RawHTMLBlock()),
            ("pull", AttributedQuotationBlock()),
        ],
        blank=True,
    )
    template = "news/page.html"
    content_panels = (*Page.content_panels, FieldPanel("intro"), FieldPanel("body"), AttributionPanel())


class PlainPage(Page):
    """Takes part by the setting; its article is rich text."""

    body = RichTextField(blank=True)
    template = "news/page.html"
    content_panels = (*Page.content_panels, FieldPanel("body"))


class OtherPage(Page):
    """Takes no part."""
