"""`extract_quotations`: has the pages worked on that are there already."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Page

from attribution_wagtail.extraction import request_extraction, work_on
from attribution_wagtail.models import PageExtraction, Status
from attribution_wagtail.pages import attributed_fields


class Command(BaseCommand):
    """Extracts the quotations of all published pages of the given types, or of all that take part."""

    help = "Extracts the quotations of published pages. What is done and unchanged is passed over."

    def add_arguments(self, parser: CommandParser) -> None:
        """The types of pages, and how to go about it."""
        parser.add_argument(
            "types", nargs="*", metavar="app.PageType", help="page types; all that take part else"
        )
        parser.add_argument("--again", action="store_true", help="also pages that are done and unchanged")
        parser.add_argument("--unfinished", action="store_true", help="only pages that failed or still wait")
        parser.add_argument(
            "--enqueue", action="store_true", help="leave the work to the workers of the site"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Works page by page; ends with an error when a page failed."""
        outcomes: Counter[str] = Counter()
        for model in self._models(options["types"]):
            pages = model.objects.live().order_by("pk")
            if options["unfinished"]:
                pages = pages.filter(attribution__status__in=(Status.PENDING, Status.FAILED))
            for page_id in list(pages.values_list("pk", flat=True)):
                outcomes[self._page(page_id, again=options["again"], enqueue=options["enqueue"])] += 1
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())) or "no pages"
        self.stdout.write(told)
        if failed := outcomes[str(Status.FAILED)]:
            raise CommandError(f"{failed} pages failed; the review of each tells why")

    def _models(self, names: list[str]) -> list[type[Page]]:
        if not names:
            pages = (model for model in apps.get_models() if issubclass(model, Page))
            return [model for model in pages if attributed_fields(model)]
        try:
            models = [apps.get_model(name) for name in names]
        except (LookupError, ValueError) as error:
            raise CommandError(str(error)) from error
        for model in models:
            if not issubclass(model, Page) or not attributed_fields(model):
                raise CommandError(f"{model._meta.label} takes no part: see the setting's PAGES")
        return models

    def _page(self, page_id: int, *, again: bool, enqueue: bool) -> str:
        """What became of one page, in a word."""
        if not request_extraction(page_id, again=again, start=None if enqueue else work_on):
            return "unchanged"
        record = PageExtraction.objects.get(page_id=page_id)
        if record.status == Status.FAILED:
            self.stderr.write(f"page {page_id}: {record.error}")
        return "enqueued" if record.status == Status.PENDING else str(record.status)
