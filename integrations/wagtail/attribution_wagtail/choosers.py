"""The dialog in which an editor chooses a quotation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from attribution_wagtail.access import pages_to_review
from attribution_wagtail.models import PageQuotation, Verdict

LONGEST_NUMBER = 19  # digits, beyond which no database has it


def choosable(request: Any) -> QuerySet[PageQuotation]:
    """The quotations in marks of pages that the user may edit; of one page when the request names it."""
    rows = PageQuotation.objects.filter(
        present=True, statement=True, extraction__page__in=pages_to_review(request.user)
    ).exclude(Q(verdict=Verdict.REJECTED) | Q(type="indirect"))
    page = request.GET.get("page", "")
    if page.isdecimal() and len(page) < LONGEST_NUMBER:
        rows = rows.filter(extraction__page_id=page)
    return rows.select_related("extraction__page").order_by("-extraction__page_id", "number")


class QuotationFilterForm(BaseFilterForm):
    """Looks for words in quotations and speakers."""

    q = forms.CharField(
        label=_("Search term"), widget=forms.TextInput(attrs={"placeholder": _("Search")}), required=False
    )

    def filter(self, objects: QuerySet[PageQuotation]) -> QuerySet[PageQuotation]:
        """The rows that have the words."""
        objects = super().filter(objects)
        words = self.cleaned_data.get("q")
        if words:
            self.is_searching, self.search_query = True, words
            found = Q(text__icontains=words) | Q(found_speaker__icontains=words) | Q(speaker__icontains=words)
            objects = objects.filter(found)
        return objects


class _Choosable:
    """For views of the dialog: only what the user may choose."""

    filter_form_class = QuotationFilterForm

    def get_object_list(self) -> QuerySet[PageQuotation]:
        """The rows to choose from."""
        return choosable(self.request)  # type: ignore[attr-defined]

    @property
    def columns(self) -> list[Column]:
        """Quotation, verdict and article."""
        return [
            self.title_column,  # type: ignore[attr-defined]
            Column("verdict", label=_("Review"), accessor="get_verdict_display"),
            Column("page", label=_("Article"), accessor="extraction.page.title"),
        ]


class QuotationChooseView(_Choosable, ChooseView):
    """The dialog."""


class QuotationChooseResultsView(_Choosable, ChooseResultsView):
    """The list in the dialog, after a search."""


class QuotationChosenView(ChosenView):
    """The answer to a choice."""

    def get_object(self, pk: Any) -> PageQuotation:
        """The row, if the user may choose it."""
        return choosable(self.request).get(pk=pk)


class QuotationChosenMultipleView(ChosenMultipleView):
    """The answer to several choices."""

    def get_objects(self, pks: Any) -> QuerySet[PageQuotation]:
        """The rows that the user may choose."""
        return choosable(self.request).filter(pk__in=pks)


class QuotationChooserViewSet(ChooserViewSet):
    """The dialog's views, and the field that opens it."""

    model = PageQuotation
    icon = "openquote"
    choose_one_text = _("Choose a quotation")
    choose_another_text = _("Choose another quotation")
    choose_view_class = QuotationChooseView
    choose_results_view_class = QuotationChooseResultsView
    chosen_view_class = QuotationChosenView
    chosen_multiple_view_class = QuotationChosenMultipleView
    preserve_url_parameters = ("multiple", "page")
    register_widget = False


quotation_chooser = QuotationChooserViewSet("attribution_quotation_chooser")
