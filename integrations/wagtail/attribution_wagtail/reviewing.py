"""Decisions of editors: kept, counted and written into the history of the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from wagtail.log_actions import log

from attribution_wagtail.forms import ReviewForm
from attribution_wagtail.models import PageExtraction

ACTION = "attribution_wagtail.review"


@transaction.atomic
def keep_reviews(record: PageExtraction, forms: Iterable[ReviewForm], user: Any) -> int:
    """Saves the decisions of the forms, which must be valid; returns how many there were."""
    changed = [form for form in forms if form.has_changed()]
    for form in changed:
        before = form.before
        row = form.save(user=user)
        data = {
            "quotation": Truncator(" ".join(row.text.split())).chars(200),
            "verdict": str(row.verdict),
            "credit": row.credit,
            "before": before,
        }
        log(instance=record.page.specific, action=ACTION, user=user, data=data)
    if changed:
        fresh = PageExtraction.objects.get(pk=record.pk)
        PageExtraction.objects.filter(pk=record.pk).update(
            reviewed=fresh.open_count == 0, reviewer=user, reviewed_at=timezone.now()
        )
    return len(changed)
