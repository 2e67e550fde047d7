"""A Wagtail site over HTTP, with a real database: `python -m tests.system.wagtail_site FOLDER PORT`."""

from __future__ import annotations

import sys
from pathlib import Path

import django
from django.conf import settings

from tests.integrations.wagtail.settings import SETTINGS

PASSWORD = "harbour-lights"
INTRO = (
    "The quay at Ostby was shut on Monday. “The quay is safe again, and whoever says otherwise has not "
    "walked on it,” said Mara Lindqvist, the mayor of Ostby."
)
BODY = (
    "“I saw it move, twice, at high water 🌊,” said Kenji Arai, the harbour master.",
    "“لا أحد يعرف متى سيفتح,” said Layla Haddad, the owner of the Tideline café.",
    "“</script><img src=x onerror=alert(1)>” said <b onclick=alert(2)>Nobody</b>, the <script>x()</script>.",
)


def configure(folder: Path) -> None:
    """Sets Django up on a database in the folder."""
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "site.sqlite3")}
    changed = {
        "DEBUG": True,  # the development server serves the static files then
        "DATABASES": {"default": database},
        "WAGTAIL_ENABLE_UPDATE_CHECK": False,
        "WAGTAIL_GRAVATAR_PROVIDER_URL": None,
    }
    settings.configure(**{**SETTINGS, **changed})
    django.setup()


def fill() -> None:
    """One published article, and somebody to review it."""
    from django.contrib.auth import get_user_model
    from wagtail.models import Page

    from tests.integrations.wagtail.news.models import ArticlePage

    get_user_model().objects.create_superuser("ines", "ines@example.org", PASSWORD)
    body = [("text", text) for text in BODY]
    page = ArticlePage(
        title="The quay is closed <script>alert(4)</script>", slug="quay", intro=INTRO, body=body
    )
    Page.objects.get(depth=2).add_child(instance=page)
    page.save_revision().publish()


def main(folder: str, port: str) -> None:
    """Migrates, fills and serves."""
    configure(Path(folder))
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("check", fail_level="WARNING")
    fill()
    call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
