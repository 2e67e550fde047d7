"""The kit for Wagtail in a browser, over a migrated database; its wheel; the examples of its page."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.system.conftest import GRAVE
from tests.system.wagtail_site import PASSWORD
from tests.tree import ROOT, code_blocks

pytestmark = pytest.mark.system

SECONDS = 120
KIT = ROOT / "integrations" / "wagtail"
PYTHON = [code for language, code in code_blocks(ROOT / "docs" / "wagtail.md") if language == "python"]
EXAMPLES = """
import os, sys
import django
from django.conf import settings
from tests.integrations.wagtail.settings import SETTINGS
values = {}
for block in %r:
    exec(block, values)
apps = [*values["INSTALLED_APPS"], "news", *SETTINGS["INSTALLED_APPS"][2:]]
changed = {"INSTALLED_APPS": apps, "ATTRIBUTION_WAGTAIL": values["ATTRIBUTION_WAGTAIL"]}
settings.configure(**{**SETTINGS, **changed})
django.setup()
from django.core.management import call_command
call_command("check", fail_level="WARNING")
call_command("makemigrations", "news", dry_run=True, verbosity=0)
from attribution_wagtail.engines import load_engine
from attribution_wagtail.pages import attributed_fields
from news.models import ArticlePage
print(attributed_fields(ArticlePage), type(load_engine()).__name__)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site that ran all migrations."""
    folder = tmp_path_factory.mktemp("wagtail")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.system.wagtail_site", str(folder), str(port)]
    log = folder / "log"
    path = {"PYTHONPATH": f"{ROOT}:{ROOT / 'integrations' / 'wagtail'}"}
    with (
        log.open("wb") as stream,
        subprocess.Popen(command, cwd=ROOT, env=path, stdout=stream, stderr=stream) as run,
    ):
        try:
            wait(f"http://127.0.0.1:{port}/quay/", run, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            run.terminate()


def wait(address: str, run: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(SECONDS * 4):
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except OSError:  # not listening yet, or too busy to answer
            assert run.poll() is None, log.read_text()
            time.sleep(0.25)
    pytest.fail(log.read_text())


@pytest.fixture
def admin(page: Page, site: str) -> Page:
    """The admin, signed in, on the review of the article."""
    sign_in(page, site)
    return page


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/login/?next=/admin/quotations/3/")
    page.get_by_label("Username").fill("ines")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}/admin/quotations/3/")


def test_review_by_keyboard(
    admin: Page,
    site: str,
    screenshot: Callable[[Page, str], None],
    accessible: Callable[[Page], None],
) -> None:
    cards = admin.locator(".attribution-item--form")
    expect(cards).to_have_count(4)
    screenshot(admin, "review")
    accessible(admin)

    cards.nth(0).get_by_role("radio", name="To review").focus()
    admin.keyboard.press("ArrowRight")
    expect(cards.nth(0).get_by_role("radio", name="Accepted")).to_be_checked()
    admin.keyboard.press("Tab")
    admin.keyboard.press("ArrowRight")
    admin.keyboard.press("ArrowRight")
    expect(cards.nth(1).get_by_role("radio", name="Corrected")).to_be_checked()
    admin.keyboard.press("Tab")
    expect(cards.nth(1).get_by_label("Speaker", exact=True)).to_be_focused()
    admin.keyboard.press("Control+a")
    admin.keyboard.type("Kenji Arai-Holm")
    screenshot(admin, "correcting")
    accessible(admin)
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("2 decisions kept.")).to_be_visible()
    expect(cards.nth(1).locator("strong")).to_have_text("Kenji Arai-Holm")
    screenshot(admin, "decided")
    accessible(admin)

    admin.goto(f"{site}/admin/pages/3/history/")
    expect(
        admin.get_by_text("Corrected: “I saw it move, twice, at high water 🌊,” — Kenji Arai-Holm")
    ).to_be_visible()
    admin.goto(f"{site}/quay/")
    assert "Kenji Arai-Holm" in admin.locator("script[type='application/ld+json']").inner_text()


def test_panel_and_block(admin: Page, site: str, screenshot: Callable[[Page, str], None]) -> None:
    admin.goto(f"{site}/admin/pages/3/edit/")
    panel = admin.locator(".attribution--panel")
    expect(panel.locator("li")).to_have_count(4)
    panel.scroll_into_view_if_needed()
    screenshot(admin, "panel")
    found = Axe().run(admin, context=".attribution--panel").response["violations"]
    assert not [rule["id"] for rule in found if rule["impact"] in GRAVE]  # Wagtail's own fields have some

    admin.get_by_title("Insert a block").last.click()
    admin.get_by_role("option", name="Quotation", exact=True).click()
    admin.get_by_role("button", name="Choose a quotation").click()
    dialog = admin.get_by_role("dialog")
    expect(dialog.locator("tbody tr")).to_have_count(4)
    screenshot(admin, "chooser")
    dialog.get_by_role("link", name="“The quay is safe again").click()
    expect(dialog).to_have_count(0)
    screenshot(admin, "chosen")
    admin.get_by_role("button", name="More actions").click()
    admin.get_by_role("button", name="Publish", exact=True).click()
    expect(admin.get_by_text("has been published")).to_be_visible()
    admin.goto(f"{site}/quay/")
    expect(admin.locator("figure figcaption")).to_have_text("Mara Lindqvist, mayor of Ostby")
    screenshot(admin, "published")


@pytest.mark.parametrize("form", ["dark", "narrow"])
def test_forms(
    open_page: Callable[..., Page],
    site: str,
    form: str,
    screenshot: Callable[[Page, str], None],
    accessible: Callable[[Page], None],
) -> None:
    given = {"color_scheme": "dark"} if form == "dark" else {"viewport": {"width": 360, "height": 740}}
    page = open_page(**given)
    sign_in(page, site)
    expect(page.locator(".attribution-item--form")).to_have_count(4)
    screenshot(page, form)
    accessible(page)
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0


def test_a_site_made_of_the_examples_passes_its_checks(tmp_path: Path) -> None:
    settings = [code for code in PYTHON if "class " not in code]
    [models] = [code for code in PYTHON if "class " in code]
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "__init__.py").touch()
    (tmp_path / "news" / "models.py").write_text(models, encoding="utf-8")
    path = os.pathsep.join(map(str, (tmp_path, ROOT, ROOT / "integrations" / "wagtail", *sys.path)))
    done = subprocess.run(
        [sys.executable, "-c", EXAMPLES % (settings,)],
        env={**os.environ, "PYTHONPATH": path}, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "('intro', 'body') Service"


def test_the_wheel_has_all_files(tmp_path: Path) -> None:
    source = tmp_path / "kit"
    shutil.copytree(KIT, source, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "build"))
    command = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--wheel",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    [wheel] = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    package = KIT / "attribution_wagtail"
    files = (path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc")
    assert {name for name in names if ".dist-info/" not in name} == {
        path.relative_to(KIT).as_posix() for path in files
    }
    assert [name for name in names if name.endswith("licenses/LICENSE")]
