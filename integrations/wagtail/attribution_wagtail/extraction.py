"""From publication to records. Nothing here stops a page from being published: what fails is recorded."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from attribution.errors import QuotationError
from attribution.records import Extraction
from attribution.schemas import dump_extraction
from attribution_wagtail.articles import article_of
from attribution_wagtail.conf import conf
from attribution_wagtail.engines import load_engine
from attribution_wagtail.models import PageExtraction, Status
from attribution_wagtail.pages import attributed_fields
from attribution_wagtail.quotations import keep_quotations

logger = logging.getLogger(__name__)

LONGEST_ERROR = 500


def on_published(sender: Any, instance: Page, revision: Any = None, **_: Any) -> None:
    """Asks for an extraction once the publication is in the database, of pages that take part."""
    if not attributed_fields(instance):
        return
    number = revision.pk if revision is not None else None

    def request() -> None:  # no partial: Django reports a failure by the function's name
        request_extraction(instance.pk, revision_id=number)

    transaction.on_commit(request, robust=True)


def request_extraction(
    page_id: int,
    *,
    revision_id: int | None = None,
    again: bool = False,
    start: Callable[[int], object] | None = None,
) -> bool:
    """Has the page worked on; False when there is nothing to do.

    The work is left to the task backend of the site, or to `start`. A page whose words have not changed
    since its extraction is not worked on, unless `again`.
    """
    record, _created = PageExtraction.objects.get_or_create(page_id=page_id)
    try:
        wanted = article_of(Page.objects.get(pk=page_id).specific).sha256
        if not _wanted(record, wanted, revision_id, again=again):
            return False
        (start or _enqueue)(page_id)
    except Exception as error:  # a block of the site's, a broker that is down: the editor must learn of it
        fail(record, error)
    return True


def work_on(page_id: int) -> str | None:
    """Extracts the page as it is published now, unless that is done; None for a page that is gone.

    It may be called at any time and any number of times.
    """
    record = PageExtraction.objects.filter(page_id=page_id).select_related("page").first()
    if record is None:
        return None
    try:
        article = article_of(record.page.specific)
        if record.status == Status.DONE and record.sha256 == article.sha256:
            return str(Status.DONE)
        extraction = load_engine().extract(article)
        return _store(record.pk, article.sha256, extraction)
    except Exception as error:  # whatever it is: the task must not vanish with the record still waiting
        fail(record, error)
        return str(Status.FAILED)


def fail(record: PageExtraction, error: Exception) -> None:
    """Records what went wrong, in words for an editor; the log has the rest."""
    logger.error("page %s: no quotations: %s", record.page_id, error, exc_info=error)
    known = isinstance(error, QuotationError)
    message = str(error) if known else _("An unexpected error (%s); the log of the site has more.")
    if not known:
        message %= type(error).__name__
    PageExtraction.objects.filter(pk=record.pk).update(
        status=Status.FAILED, error=message[:LONGEST_ERROR], finished_at=timezone.now()
    )


def _wanted(record: PageExtraction, sha256: str, revision_id: int | None, *, again: bool) -> bool:
    """Notes what is to be extracted; False when that is what there is already."""
    changed = {"revision_id": revision_id} if revision_id is not None else {}
    rows = PageExtraction.objects.filter(pk=record.pk)
    if record.status == Status.DONE and record.sha256 == sha256 and not again:
        rows.update(wanted=sha256, **changed)
        return False
    rows.update(
        wanted=sha256,
        status=Status.PENDING,
        error="",
        requested_at=timezone.now(),
        finished_at=None,
        **changed,
    )
    return True


def _enqueue(page_id: int) -> None:
    from attribution_wagtail.tasks import extract_page

    extract_page.using(**conf().tasks).enqueue(page_id)


@transaction.atomic
def _store(pk: int, sha256: str, extraction: Extraction) -> str:
    """Keeps an extraction, unless the page was published with other words meanwhile."""
    record = PageExtraction.objects.select_for_update().get(pk=pk)
    if record.wanted and record.wanted != sha256:
        return str(Status.PENDING)  # another task is on its way for those
    record.status, record.error, record.finished_at = Status.DONE, "", timezone.now()
    record.wanted = record.sha256 = sha256
    record.data = dump_extraction(extraction)
    keep_quotations(record, extraction)
    record.reviewed = record.open_count == 0
    record.save()
    return str(Status.DONE)
