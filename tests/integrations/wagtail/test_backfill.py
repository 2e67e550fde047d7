"""The command `extract_quotations`."""

from __future__ import annotations

from io import StringIO

import pytest
from attribution_wagtail.models import PageExtraction
from django.core.management import CommandError, call_command
from django.test import override_settings
from wagtail.models import Page

from tests.integrations.wagtail.engine import FakeEngine
from tests.integrations.wagtail.news.models import ArticlePage, OtherPage, PlainPage
from tests.integrations.wagtail.settings import SETTINGS


@pytest.fixture
def archive(home: Page) -> list[Page]:
    """Pages from before the kit was installed."""
    pages: list[Page] = [
        ArticlePage(title="One", intro="“One,” said Ann Lee."),
        ArticlePage(title="Two", intro="“Two,” said Ann Lee."),
        ArticlePage(title="Draft", intro="“Draft,” said Ann Lee.", live=False),
        PlainPage(title="Plain", body="<p>“Three,” said Ann Lee.</p>"),
        OtherPage(title="Other"),
    ]
    for page in pages:
        home.add_child(instance=page)
    return pages


def run(*arguments: str) -> str:
    printed = StringIO()
    call_command("extract_quotations", *arguments, stdout=printed, stderr=printed)
    return printed.getvalue().strip()


def test_works_on_all_published_pages_that_take_part(archive: list[Page]) -> None:
    assert run() == "3 done"
    assert [record.page.title for record in PageExtraction.objects.order_by("pk")] == ["One", "Two", "Plain"]
    assert all(record.current for record in PageExtraction.objects.all())
    assert run() == "3 unchanged"
    assert run("--again") == "3 done"


def test_works_on_those_of_a_type(archive: list[Page]) -> None:
    assert run("news.PlainPage") == "1 done"


def test_tells_which_page_failed_and_goes_on(archive: list[Page], engine: type[FakeEngine]) -> None:
    engine.error = RuntimeError("no")
    with pytest.raises(CommandError, match="3 pages failed"):
        run()
    assert PageExtraction.objects.filter(status="failed").count() == 3
    engine.error = None
    archive[0].attribution.refresh_from_db()
    assert run("--unfinished") == "3 done"
    assert run("--unfinished") == "no pages"


def test_can_leave_the_work_to_the_workers(archive: list[Page]) -> None:
    with override_settings(
        ATTRIBUTION_WAGTAIL={
            **SETTINGS["ATTRIBUTION_WAGTAIL"],
            "TASKS": {"backend": "kept", "queue_name": "slow"},
        }
    ):
        assert run("--enqueue") == "3 enqueued"
    assert run("--enqueue") == "3 done"  # the backend of Django's own default works at once
    assert run("--enqueue") == "3 unchanged"


def test_sees_what_changed_without_being_published(archive: list[Page]) -> None:
    run()
    ArticlePage.objects.filter(pk=archive[0].pk).update(intro="“Imported,” said Ann Lee.")
    assert run() == "1 done, 2 unchanged"


@pytest.mark.parametrize("name", ["news.OtherPage", "news.NoPage", "nonsense", "auth.User"])
def test_refuses_what_takes_no_part(archive: list[Page], name: str) -> None:
    with pytest.raises(CommandError):
        run(name)
