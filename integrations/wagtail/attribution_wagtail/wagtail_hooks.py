"""What Wagtail's admin learns from this application."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from attribution_wagtail.choosers import quotation_chooser
from attribution_wagtail.models import Verdict
from attribution_wagtail.pages import attributed_fields
from attribution_wagtail.reviewing import ACTION
from attribution_wagtail.views import ReviewView, extract_again, review_address


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """The review of a page."""
    own = [
        path("<int:page_id>/", ReviewView.as_view(), name="review"),
        path("<int:page_id>/again/", extract_again, name="again"),
    ]
    return [path("quotations/", include((own, "attribution_wagtail")))]


@hooks.register("register_admin_viewset")
def chooser() -> Any:
    """The dialog in which a quotation is chosen."""
    return quotation_chooser


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The way to the review, in the menu of a page that takes part."""
    if page.pk and attributed_fields(page.specific) and page.permissions_for_user(user).can_edit():
        yield Button(_("Quotations"), review_address(page), icon_name="openquote", priority=60)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """How the history of a page tells of a review."""

    @actions.register_action(ACTION)
    class _Review(LogFormatter):
        label = _("Review a quotation")

        def format_message(self, log_entry: Any) -> str:
            """Plain text; the history escapes it."""
            data = log_entry.data
            verdict = Verdict(data["verdict"]).label
            return f"{verdict}: {data['quotation']} — {data['credit'] or _('no speaker')}"
