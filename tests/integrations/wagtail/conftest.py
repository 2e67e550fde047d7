"""A Wagtail site in memory. It is made once; each test works in a transaction that is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django
import pytest
from django.conf import settings

from tests.integrations.wagtail.settings import SETTINGS, NoMigrations

if not settings.configured:
    settings.configure(**SETTINGS, MIGRATION_MODULES=NoMigrations())
    django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, TestCase
from django.test.utils import setup_test_environment
from wagtail.models import Collection, Locale, Page, Site

from tests.integrations.wagtail.engine import FakeEngine
from tests.integrations.wagtail.news.models import ArticlePage


@pytest.fixture(scope="session")
def site() -> None:
    """The tables, and what Wagtail's migrations put into them; these themselves would take long.

    tests/system/test_wagtail.py runs them.
    """
    setup_test_environment()
    call_command("migrate", verbosity=0, run_syncdb=True)
    Locale.objects.create(language_code="en")
    Collection.add_root(name="Root")
    home = Page.add_root(title="Root", slug="root").add_child(instance=Page(title="Home", slug="home"))
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)


@pytest.fixture(autouse=True)
def database(site: None) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    connection.run_on_commit.clear()


@pytest.fixture(autouse=True)
def engine() -> Iterator[type[FakeEngine]]:
    FakeEngine.articles.clear()
    yield FakeEngine
    FakeEngine.error, FakeEngine.warnings = None, ()


@pytest.fixture
def home(database: None) -> Page:
    return Page.objects.get(depth=2)


@pytest.fixture
def editor(database: None) -> Client:
    """A browser in which a superuser is signed in."""
    user = get_user_model().objects.create_superuser("ines", "ines@example.org", "secret")
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


def publish(page: Page) -> None:
    """Publishes the page as it is, and does what waits for the commit."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.save_revision().publish()
    page.refresh_from_db()


@pytest.fixture
def article(home: Page) -> ArticlePage:
    """A published article with two quotations."""
    page = ArticlePage(
        title="The quay is closed",
        intro="“The quay is safe,” said Mara Lindqvist, the mayor of Ostby.",
        body=[("text", "“I saw it move,” said Kenji Arai, the harbour master.")],
    )
    home.add_child(instance=page)
    publish(page)
    return page


def rows(page: Page) -> list[Any]:
    return list(page.attribution.quotations.filter(present=True))
