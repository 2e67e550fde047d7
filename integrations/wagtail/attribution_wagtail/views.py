"""The page on which an editor reviews the quotations of a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from attribution_wagtail.access import page_to_review
from attribution_wagtail.extraction import request_extraction
from attribution_wagtail.forms import ReviewForm
from attribution_wagtail.models import PageExtraction, PageQuotation
from attribution_wagtail.pages import attributed_fields
from attribution_wagtail.reviewing import keep_reviews


def review_address(page: Page) -> str:
    """Where the quotations of a page are reviewed."""
    return reverse("attribution_wagtail:review", args=[page.pk])


class ReviewView(WagtailAdminTemplateMixin, TemplateView):
    """The quotations of one page, each with the form to decide on it."""

    template_name = "attribution_wagtail/review.html"
    header_icon = "openquote"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lets in whoever may edit the page."""
        self.object = page_to_review(request.user, kwargs["page_id"])
        self.record = PageExtraction.objects.filter(page_id=self.object.pk).first()
        if self.record is not None:
            self.record.page = self.object
        self.forms = [self._form(row) for row in (self.record.statements if self.record else ())]
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Keeps the decisions, all or, when one cannot be kept, none."""
        sent = [form for form in self.forms if form.is_bound]
        wrong = [form for form in sent if not form.is_valid()]
        if self.record is None or wrong:
            messages.error(request, _("The decisions could not be kept: see below."))
            return self.get(request, **_kwargs)
        kept = keep_reviews(self.record, sent, request.user)
        if kept:
            told = ngettext("%(count)d decision kept.", "%(count)d decisions kept.", kept) % {"count": kept}
            messages.success(request, told)
        else:
            messages.warning(request, _("Nothing was changed."))
        return redirect(review_address(self.object))

    def get_page_title(self) -> str:
        """The name of this page of the admin."""
        return _("Quotations")

    def get_page_subtitle(self) -> str:
        """The page's title."""
        title: str = self.object.get_admin_display_title()
        return title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """From the page to here."""
        edit = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
        return [
            {"url": edit, "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows."""
        return super().get_context_data(
            **kwargs,
            page=self.object,
            record=self.record,
            forms=self.forms,
            speakers=self._speakers(),
            readable=_is_readable(self.object),
        )

    def _form(self, row: PageQuotation) -> ReviewForm:
        """Bound when the request decides on the row; one that came meanwhile is only shown."""
        prefix = f"quotation-{row.pk}"
        sent = self.request.POST if f"{prefix}-verdict" in self.request.POST else None
        return ReviewForm(sent, instance=row, prefix=prefix)

    def _speakers(self) -> list[str]:
        rows = self.record.statements if self.record else ()
        return sorted({name for row in rows for name in (row.found_speaker, row.speaker) if name})


def _is_readable(page: Page) -> bool:
    """Whether the page takes part, and is published: no word of a draft goes to an engine."""
    return page.live and bool(attributed_fields(page))


@require_POST
def extract_again(request: HttpRequest, page_id: int) -> HttpResponse:
    """Has a published page worked on once more, whatever its state."""
    page = page_to_review(request.user, page_id)
    if _is_readable(page):
        request_extraction(page.pk, again=True)
        record = PageExtraction.objects.get(page_id=page.pk)
        messages.success(
            request, _("Looking for quotations: %(status)s.") % {"status": record.get_status_display()}
        )
    return redirect(review_address(page))
