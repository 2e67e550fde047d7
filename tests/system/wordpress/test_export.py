"""The blocks of `attribution extract --format wordpress` in a real editor and on a real page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import requests
from html5lib import parseFragment
from playwright.sync_api import Page

from attribution.export import Item
from attribution.export.wordpress import JOINER
from tests.export.formats import STORY, story, written
from tests.samples import extraction, quotation
from tests.system.wordpress.site import Site
from tests.system.wordpress.test_editor import log_in

pytestmark = pytest.mark.system

WORDS = (
    "“🙂 [caption]x[/caption] <script>window.hit=1</script> <!-- wp:html --> https://x.org/a "
    "<img src=x onerror=a>”"
)
HOSTILE = Item(extraction(quotation(0, len(WORDS), text=WORDS), text=WORDS), WORDS)
BLOCKS = """() => wp.data.select('core/block-editor').getBlocks().map((block) => [
    block.name, block.isValid, String(block.attributes.citation ?? '')])"""
FORMATS = {"wordpress": "core/quote", "wordpress-pullquote": "core/pullquote"}


@pytest.mark.parametrize(("format", "block"), FORMATS.items())
def test_the_editor_takes_the_blocks_for_its_own(
    format: str, block: str, site: Site, page: Page, screenshot: Callable[[Page, str], None]
) -> None:
    post = site.add_post("chief", written(format, Item(story(), STORY), HOSTILE))
    log_in(page, site, "chief")
    page.goto(f"{site.url}/wp-admin/post.php?post={post}&action=edit")
    page.wait_for_function("() => wp.data.select('core/block-editor').getBlocks().length > 0")
    assert page.evaluate(BLOCKS) == [
        [block, True, "שרה כהן, the owner"],
        [block, True, "שרה כהן"],
        [block, True, ""],
    ]
    assert page.evaluate("() => window.hit") is None
    screenshot(page, format)


@pytest.mark.parametrize("format", FORMATS)
def test_on_the_page_all_words_are_words(format: str, site: Site) -> None:
    post = site.add_post("chief", written(format, HOSTILE), status="publish")
    answer = requests.get(f"{site.url}/?p={post}", timeout=60)
    [quote] = parseFragment(answer.text, namespaceHTMLElements=False).iter("blockquote")
    shown = "".join(quote.itertext()).strip().replace(JOINER, "")
    for words in ("[caption]x[/caption]", "<script>window.hit=1</script>", "https://x.org/a", "onerror=a>"):
        assert words in shown
    assert {element.tag for element in quote.iter()} <= {"blockquote", "p"}
