"""The panel of the page editor, to be named in a site's models; so it imports none before it is shown."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from attribution_wagtail.blocks import PAGE_ID


class AttributionPanel(Panel):
    """Shows the quotations of the page with their review, and leads to where they are reviewed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"heading": _("Quotations"), "icon": "openquote", **options})

    class BoundPanel(Panel.BoundPanel):
        """The panel for one page."""

        template_name = "attribution_wagtail/panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """What the template shows."""
            from attribution_wagtail.models import PageExtraction
            from attribution_wagtail.views import review_address

            context: dict[str, Any] = super().get_context_data(parent_context)
            record = PageExtraction.objects.filter(page_id=self.instance.pk).first()
            context |= {"record": record, "page": self.instance, "page_element": PAGE_ID}
            if self.instance.pk:
                context["review_address"] = review_address(self.instance)
            return context
