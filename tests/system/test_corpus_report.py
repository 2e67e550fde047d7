"""The page of a report in a browser: it asks for nothing, its words are inert, and it reads anywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from attribution.corpus.report import write_report
from tests.corpus.outputs import article, speaker, write_output

pytestmark = pytest.mark.system

NAMES = (
    "<script>window.hit=1</script>",
    '"><img src="https://evil.example/x.png" onerror="window.hit=1">',
    "محمد بن راشد آل مكتوم",
    "李小龙",
    "Maximiliane Theodora von Hohenlohe-Waldenburg-Schillingsfürst zu Bartenstein the Younger",
    *(f"Ann {letter}. Lee-{letter * 4}" for letter in "ABCDEFGHIJKLMNOPQRS"),
)
OUTLETS = ("<b>Quay</b> News", "صحيفة الخليج", "A Newspaper Whose Name Goes On and On, Incorporated and Sons")


def corpus() -> list[dict[str, Any]]:
    """Articles of 60 outlets over 120 months, with names that are meant to break the page."""
    rows = []
    for number in range(240):
        speakers = [
            speaker(place, NAMES[(number * place) % len(NAMES)], words=("he", "she")[: number % 3])
            for place in (1, 2, 3)
        ]
        kinds = ("direct", "mixed", "indirect")
        said = [(place, {"type": kinds[(number + place) % 3]}) for place in (1, 2, 3)]
        outlet = OUTLETS[number % 60] if number % 60 < 3 else f"outlet{number % 60}.example"
        month = f"{2016 + number % 120 // 12}-{number % 12 + 1:02}-01"
        rows.append(article([*said, (None, {})], speakers, outlet=outlet, published=month))
    return rows


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write_report(write_output(folder, *corpus()), html=folder / "report.html", genders="pronouns")
    return folder / "report.html"


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
def test_it_can_be_read(
    report: Path,
    open_page: Callable[..., Page],
    accessible: Callable[[Page], None],
    screenshot: Callable[[Page, str], None],
    scheme: str,
    width: int,
) -> None:
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda request: told.append(request.url))
    page.goto(report.as_uri())
    screenshot(page, f"{scheme}-{width}")
    assert told == [report.as_uri()]
    assert page.evaluate("window.hit") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("figure svg.plot").count() >= 10
    accessible(page)


def test_it_can_be_printed(report: Path, page: Page, tmp_path: Path) -> None:
    page.goto(report.as_uri())
    page.emulate_media(media="print")
    assert page.locator("nav").is_hidden()
    assert page.locator("details table").first.is_visible()
    assert page.pdf(path=tmp_path / "report.pdf")[:4] == b"%PDF"
