"""Who may review: whoever may edit the page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy


def pages_to_review(user: Any) -> QuerySet[Page]:
    """The pages that a user may edit."""
    return PagePermissionPolicy().instances_user_has_permission_for(user, "change")


def page_to_review(user: Any, page_id: int) -> Page:
    """The page of that number, of its specific class. Raises Http404 and PermissionDenied."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    return page
