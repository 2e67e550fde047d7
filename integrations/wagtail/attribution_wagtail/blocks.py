"""A block for StreamFields that shows a quotation with its speaker and role."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import ChooserBlock

PAGE_ID = "attribution-page"  # the element of the panel that says which page is edited


class AttributedQuotationBlock(ChooserBlock):
    """A quotation chosen from those that were found, as a figure with its speaker and role.

    It shows what editors decided, at all times: a corrected speaker changes it, and a quotation that was
    rejected, or is no longer in its article, is not shown. Its words are no part of the article that is read.
    """

    target_model = "attribution_wagtail.PageQuotation"

    @cached_property
    def widget(self) -> Any:
        """The field of the editor, which opens the chooser for the quotations of the page."""
        from attribution_wagtail.choosers import quotation_chooser

        return quotation_chooser.widget_class(linked_fields={"page": f"#{PAGE_ID}"})

    def render(self, value: Any, context: Any = None) -> Any:
        """The figure, or nothing."""
        return super().render(value, context) if value is not None and value.usable else ""

    def get_searchable_content(self, value: Any) -> list[str]:
        """The words are found by the article that they stand in already."""
        return []

    class Meta:
        template = "attribution_wagtail/blocks/quotation.html"
        icon = "openquote"
        label = _("Quotation")
        attributed = False
