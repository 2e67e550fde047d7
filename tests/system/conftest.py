"""What tests in a real browser share. They run with `pytest -m system`, and fail where there is none."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, sync_playwright

from api.benchmarks.service import Service, serving

SCREENSHOTS = Path(os.environ.get("SCREENSHOTS", "build/screenshots"))
NAMES = ("chromium", "chromium-browser", "google-chrome")
GRAVE = ("serious", "critical")
STILL = "() => document.getAnimations().forEach((one) => { try { one.finish(); } catch { one.cancel(); } })"


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    """A service with the real model."""
    with serving("--workers", "1") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail(f"these tests need one of {', '.join(NAMES)}")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages, with what `Browser.new_page` takes.

    None may ask another machine for anything, or raise an error that nobody catches: the test fails then.
    """
    pages: list[Page] = []
    wrong: list[str] = []

    def watch(route: Route) -> None:
        if urlsplit(route.request.url).hostname in ("127.0.0.1", "localhost", None):
            route.continue_()
        else:
            wrong.append(f"asked for {route.request.url}")
            route.abort()

    def make(**given: object) -> Page:
        page = browser.new_page(**given)  # type: ignore[arg-type]
        page.set_default_timeout(15_000)
        page.route(re.compile("^https?:"), watch)
        page.on("pageerror", lambda error: wrong.append(f"raised {error}"))
        page.on("dialog", lambda dialog: wrong.append(f"opened a dialog: {dialog.message}"))
        pages.append(page)
        return page

    yield make
    for page in pages:
        page.close()
    assert not wrong


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page as wide as that of a laptop."""
    return open_page(viewport={"width": 1280, "height": 900})


@pytest.fixture
def screenshot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keeps a picture of a page, for a person to look at, under SCREENSHOTS (build/screenshots)."""

    def take(page: Page, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        module = Path(str(request.path)).stem.removeprefix("test_")
        page.screenshot(path=SCREENSHOTS / f"{module}-{name}.png", full_page=True)

    return take


def milliseconds_until_ready(page: Page) -> float:
    """The least of several reloads: a busy machine may hold up any one of them."""
    took = []
    for _ in range(5):
        page.reload()
        page.locator("html[data-ready]").wait_for()
        done = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
        took.append(page.evaluate(done))
    return min(took)


@contextmanager
def held(page: Page, url: str | re.Pattern[str]) -> Iterator[list[Route]]:
    """Requests for `url` wait until the end of the block: for tests of what a slow service must not do."""
    waiting: list[Route] = []
    page.route(url, lambda route: waiting.append(route))
    yield waiting
    page.unroute(url)
    for route in waiting:
        route.continue_()


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Fails where axe finds anything serious on a page."""

    def check(page: Page) -> None:
        page.evaluate(STILL)  # what fades in has no contrast yet
        found = Axe().run(page).response["violations"]
        grave = [
            f"{rule['id']}: {rule['help']}: {[node['target'] for node in rule['nodes']][:5]}"
            for rule in found
            if rule["impact"] in GRAVE
        ]
        assert not grave, "\n".join(grave)

    return check
