"""The WordPress plugin with the oldest WordPress that it runs on, and with the newest that is to be had."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.system.wordpress.conftest import COMPLAINT
from tests.system.wordpress.impostor import Impostor, person, quotation
from tests.system.wordpress.site import PLUGIN, Site, serve_site
from tests.system.wordpress.test_editor import ARTICLE, BLOCKS, SELECTED, find, open_editor
from tests.system.wordpress.test_plugin import route, structured

pytestmark = pytest.mark.system

VERSIONS = {"6.2": "6.2.6", "beta": "6.6-RC3"}


@pytest.fixture(scope="module", params=VERSIONS)
def other(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of another version."""
    with serve_site(request.param, tmp_path_factory.mktemp("wordpress") / "site") as site:
        assert site.version == VERSIONS[request.param]
        yield site
        assert COMPLAINT not in site.log()


def test_the_oldest_is_the_one_that_the_plugin_names() -> None:
    assert f"Requires at least: {min(VERSIONS)}\n" in (PLUGIN / "attribution.php").read_text(encoding="utf-8")


def test_a_post_is_read_in_the_background_and_told_of(other: Site, impostor: Impostor) -> None:
    impostor.find(quotation("“Aye.”"), speakers=[person("Lee Marsh")])
    other.set(address=impostor.url, automatic=True, structured_data=True, post_types=["post"])
    post = other.add_post("ann", ARTICLE, status="publish")
    assert requests.get(f"{other.url}/wp-cron.php", timeout=60).ok
    assert other.ask("ben", "GET", route(post))[0] == 403
    assert other.ask("ann", "GET", route(post))[1]["extraction"]["speakers"][0]["name"] == "Lee Marsh"
    [data] = structured(requests.get(other.url, {"p": post}, timeout=60).text)
    assert data["hasPart"][0]["creator"]["name"] == "Lee Marsh"


def test_the_sidebar_lists_goes_and_inserts(other: Site, impostor: Impostor, page: Page) -> None:
    impostor.find(
        quotation("“We were not asked,”", role={"text": "fisherman"}), speakers=[person("Tomas Berg")]
    )
    other.set(address=impostor.url, post_types=["post"])
    shown = find(open_editor(page, other, other.add_post("ann", ARTICLE)))
    expect(shown).to_contain_text("Tomas Berg")
    shown.get_by_role("button", name="Show in text").click()
    assert "Tomas Berg" in page.evaluate(SELECTED)
    shown.get_by_role("button", name="Insert quote").click()
    shown.get_by_role("button", name="Insert pullquote").click()
    cited = [(name, citation) for name, citation, _ in page.evaluate(BLOCKS) if citation]
    assert cited == [("core/pullquote", "Tomas Berg, fisherman"), ("core/quote", "Tomas Berg, fisherman")]
