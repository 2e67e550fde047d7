"""The sidebar in the block editor, in a real browser, over a real WordPress."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.system.conftest import GRAVE
from tests.system.wordpress.impostor import Impostor, person, quotation
from tests.system.wordpress.site import Site

pytestmark = pytest.mark.system

ARTICLE = """<!-- wp:heading -->
<h2 class="wp-block-heading">The ferry</h2>
<!-- /wp:heading -->

<!-- wp:paragraph -->
<p>“The ferry sails 😀 at noon,” said Mara Lindqvist, the mayor of Ostby.</p>
<!-- /wp:paragraph -->

<!-- wp:group {"layout":{"type":"constrained"}} -->
<div class="wp-block-group"><!-- wp:paragraph -->
<p>Lindqvist said that the harbour would stay open.</p>
<!-- /wp:paragraph -->

<!-- wp:paragraph -->
<p>“We were not asked,” said Tomas Berg, a fisherman.</p>
<!-- /wp:paragraph --></div>
<!-- /wp:group -->

<!-- wp:paragraph -->
<p>“We were not asked,” said Ida Holm, who owns the kiosk.</p>
<!-- /wp:paragraph -->"""
HOSTILE = "<script>window.hit=1</script><img src=x onerror=window.hit=1><a href=javascript:hit()>x</a>"
WORD_JOINER = "\u2060"
SELECTED = (
    "() => wp.data.select('core/block-editor').getSelectedBlock()?.attributes.content?.toString() ?? ''"
)
BLOCKS = """() => wp.data.select('core/block-editor').getBlocks().map((block) => [
    block.name, String(block.attributes.citation ?? ''), wp.blocks.getBlockContent(block)])"""
CONTENT = "() => wp.data.select('core/editor').getEditedPostContent()"


def log_in(page: Page, site: Site, user: str) -> None:
    """Lets the page be that of a user who is logged in."""
    for name, value in site.login(user).cookies.items():
        page.context.add_cookies([{"name": name, "value": value, "url": site.url}])


def open_editor(page: Page, site: Site, post: int, user: str = "chief") -> Locator:
    """The sidebar of a post, opened as an editor opens it."""
    log_in(page, site, user)
    page.goto(f"{site.url}/wp-admin/post.php?post={post}&action=edit")
    page.get_by_role("button", name="Quotations", exact=True).click()
    sidebar = page.locator(".interface-complementary-area", has=page.locator(".attribution-notices"))
    expect(sidebar).to_be_visible()
    expect(sidebar.locator(".components-spinner")).to_have_count(0)
    return sidebar


def find(sidebar: Locator) -> Locator:
    """The list of quotations, after the button was pressed."""
    sidebar.get_by_role("button", name="Find quotations").click()
    expect(sidebar.locator(".attribution-quotation").first).to_be_visible()
    return sidebar.locator(".attribution-quotation")


def save(page: Page) -> None:
    """Saves the post as it is now."""
    page.evaluate("() => wp.data.dispatch('core/editor').savePost()")
    page.wait_for_function("() => !wp.data.select('core/editor').isEditedPostDirty()")


def test_lists_who_said_what(real: Site, page: Page, screenshot: Callable[[Page, str], None]) -> None:
    sidebar = open_editor(page, real, real.add_post("ann", ARTICLE, title="The ferry"))
    shown = find(sidebar)
    expect(shown).to_have_count(4)
    first = shown.first
    for words in ("Mara Lindqvist", "Direct", "“The ferry sails 😀 at noon,”", "mayor of Ostby"):
        expect(first).to_contain_text(words)
    expect(first.locator("dd").last).to_have_text(re.compile(r"^words \d+\s%, speaker \d+\s%, role \d+\s%$"))
    expect(shown.nth(1)).to_contain_text("Indirect")
    expect(shown.nth(1).get_by_role("button", name="Insert quote")).to_have_count(0)
    screenshot(page, "sidebar")
    found = Axe().run(page, ".interface-complementary-area").response["violations"]
    assert [rule["id"] for rule in found if rule["impact"] in GRAVE] == []


def test_goes_to_the_block_of_a_quotation(real: Site, page: Page) -> None:
    shown = find(open_editor(page, real, real.add_post("ann", ARTICLE)))
    expected = ["The ferry sails", "harbour", "Tomas Berg", "Ida Holm"]
    for place, words in enumerate(expected):
        shown.nth(place).get_by_role("button", name="Show in text").click()
        assert words in page.evaluate(SELECTED)


def test_inserts_quotes_that_the_site_then_shows(
    real: Site, page: Page, screenshot: Callable[[Page, str], None]
) -> None:
    post = real.add_post("ann", ARTICLE, status="publish", title="The ferry")
    sidebar = open_editor(page, real, post)
    shown = find(sidebar)
    shown.first.get_by_role("button", name="Insert pullquote").click()
    shown.nth(2).get_by_role("button", name="Insert quote").click()
    blocks = page.evaluate(BLOCKS)
    assert [name for name, _, _ in blocks] == [
        "core/heading",
        "core/paragraph",
        "core/pullquote",
        "core/group",
        "core/quote",
        "core/paragraph",
    ]
    assert blocks[2][1] == "Mara Lindqvist, mayor of Ostby"
    expect(sidebar.get_by_text("The content has changed since it was read.")).to_be_visible()
    screenshot(page, "inserted")
    save(page)
    expect(sidebar.get_by_text("The content has changed since it was read.")).to_be_visible()
    page.goto(f"{real.url}/?p={post}")
    expect(page.locator(".wp-block-pullquote cite")).to_have_text("Mara Lindqvist, mayor of Ostby")
    expect(page.locator("blockquote.wp-block-quote p")).to_have_text("“We were not asked,”")
    screenshot(page, "page")


def test_says_why_nothing_was_found_out(site: Site, page: Page) -> None:
    site.set(address="http://127.0.0.1:9")
    sidebar = open_editor(page, site, site.add_post("ann", ARTICLE), "desk")
    sidebar.get_by_role("button", name="Find quotations").click()
    expect(sidebar.locator(".components-notice.is-error")).to_contain_text(
        "The attribution service cannot be reached."
    )


def test_reads_what_is_saved_and_says_so(site: Site, page: Page) -> None:
    sidebar = open_editor(page, site, site.add_post("ann", ARTICLE))
    block = "wp.blocks.createBlock('core/paragraph', {content: 'More.'})"
    page.evaluate(f"() => {{ wp.data.dispatch('core/block-editor').insertBlock({block}) }}")
    expect(sidebar.get_by_text("What is read is the post as it was last saved.")).to_be_visible()


def test_a_post_can_be_saved_while_it_is_read(site: Site, impostor: Impostor, page: Page) -> None:
    released = threading.Event()
    impostor.find(quotation("“Aye.”"), speakers=[person("Lee Marsh")])
    find_at_once = impostor.answer
    impostor.answer = lambda article: released.wait(30) and find_at_once(article)
    sidebar = open_editor(page, site, site.add_post("ann", ARTICLE))
    sidebar.get_by_role("button", name="Find quotations").click()
    with page.expect_response(lambda answer: "quotations" in answer.url and answer.request.method == "GET"):
        page.evaluate("() => wp.data.dispatch('core/editor').editPost({ title: 'The ferry' })")
        save(page)
    released.set()
    expect(sidebar.locator(".attribution-quotation")).to_contain_text("Lee Marsh")


@pytest.mark.parametrize("user", ["chief", "ann"])
def test_hostile_words_are_inert(site: Site, impostor: Impostor, page: Page, user: str) -> None:
    hostile = quotation(HOSTILE, role={"text": f"{HOSTILE} mayor"}, source={"text": HOSTILE})
    impostor.find(hostile, speakers=[person(HOSTILE)])
    post = site.add_post("ann", ARTICLE, status="publish")
    shown = find(open_editor(page, site, post, user))
    expect(shown.locator("blockquote")).to_have_text(HOSTILE)
    expect(shown.locator("script, img, a")).to_have_count(0)
    shown.get_by_role("button", name="Insert quote").click()
    shown.get_by_role("button", name="Insert pullquote").click()
    content = page.evaluate(CONTENT)
    assert content.count("&lt;script>") + content.count("&lt;script&gt;") == 6  # words, name and role, twice
    assert not {"<script", "<img", "<a "} & {content[at : at + 7].rstrip(">") for at in range(len(content))}
    save(page)
    assert page.evaluate("() => [window, ...Array.from(frames)].some((one) => one.hit)") is False
    page.goto(f"{site.url}/?p={post}")
    expect(page.locator(".wp-block-pullquote p")).to_have_text(HOSTILE)
    expect(
        page.locator(".wp-block-quote :is(script, img, a), .wp-block-pullquote :is(script, img, a)")
    ).to_have_count(0)
    assert page.evaluate("() => window.hit") is None


def test_inserted_words_make_the_site_do_nothing(site: Site, impostor: Impostor, page: Page) -> None:
    impostor.find(
        quotation("[trap]", role={"text": "[trap]"}),
        quotation("http://trap.example/"),
        speakers=[person("[trap]x[/trap]")],
    )
    post = site.add_post("ann", ARTICLE, status="publish")
    shown = find(open_editor(page, site, post))
    for place in (0, 1):
        for name in ("quote", "pullquote"):
            shown.nth(place).get_by_role("button", name=f"Insert {name}").click()
    save(page)
    page.goto(f"{site.url}/?p={post}")
    expect(page.locator("blockquote p")).to_have_count(4)
    expect(page.locator(".trap")).to_have_count(0)
    shown_text = page.locator("main").inner_text().replace(WORD_JOINER, "")
    assert shown_text.count("[trap]x[/trap]") == 4
    assert shown_text.count("http://trap.example/") == 2


def test_the_traps_are_sprung_by_what_is_written_by_hand(site: Site, page: Page) -> None:
    post = site.add_post("ann", "<p>[trap]</p>\n<p>http://trap.example/</p>", status="publish")
    page.goto(f"{site.url}/?p={post}")
    expect(page.locator(".trap")).to_have_count(2)


def test_shows_the_warnings_of_the_service(site: Site, impostor: Impostor, page: Page) -> None:
    warning = {"code": "stray-mark", "message": f"A mark {HOSTILE}", "start": 0, "end": 1}
    impostor.find(quotation("“Aye.”"), speakers=[person("Lee Marsh")], warnings=[warning])
    sidebar = open_editor(page, site, site.add_post("ann", ARTICLE))
    find(sidebar)
    expect(sidebar.locator(".components-notice.is-warning")).to_contain_text(f"A mark {HOSTILE}")
    expect(sidebar.locator(".components-notice :is(script, img, a)")).to_have_count(0)


def test_what_is_no_text_breaks_nothing(site: Site, impostor: Impostor, page: Page) -> None:
    sidebar = open_editor(page, site, site.add_post("ann", ARTICLE))
    for place, odd in enumerate((7, ["x"], {"x": 1}, None)):
        found = quotation("“Aye.”", role={"text": odd}, source=odd, confidence=odd, spans=odd)
        impostor.find(found, speakers=[{**person("Lee Marsh"), "name": odd, "label": f"Lee {place}"}])
        expect(find(sidebar)).to_contain_text(f"Lee {place}")
        sidebar.get_by_role("button", name="Show in text").click()


def test_a_quotation_of_the_title_is_in_no_block(site: Site, impostor: Impostor, page: Page) -> None:
    span = {"start": 0, "end": 6, "text": "“Aye.”", "field": "title"}
    impostor.find(quotation("“Aye.”", spans=[span]), speakers=[person("Lee Marsh")])
    shown = find(open_editor(page, site, site.add_post("ann", ARTICLE)))
    expect(shown).to_contain_text("In the title")
    expect(shown.get_by_role("button", name="Show in text")).to_have_count(0)


def test_other_types_have_no_sidebar(site: Site, page: Page) -> None:
    site.set(post_types=["page"])
    log_in(page, site, "chief")
    page.goto(f"{site.url}/wp-admin/post.php?post={site.add_post('ann', ARTICLE)}&action=edit")
    page.get_by_role("button", name="Options").first.wait_for()
    assert (
        page.evaluate("() => wp.plugins.getPlugins().some((plugin) => plugin.name === 'attribution')")
        is False
    )


def test_the_page_of_settings(real: Site, page: Page, screenshot: Callable[[Page, str], None]) -> None:
    log_in(page, real, "chief")
    page.goto(f"{real.url}/wp-admin/options-general.php?page=attribution")
    page.get_by_label("Key", exact=True).fill("atr_secret")
    page.get_by_label("Tell search engines").check()
    page.get_by_role("button", name="Save Changes").click()
    expect(page.get_by_text("Settings saved.")).to_be_visible()
    assert "atr_secret" not in page.content()
    page.get_by_role("button", name="Test connection").click()
    expect(page.get_by_text("The service answers.")).to_be_visible()
    screenshot(page, "settings")
    found = Axe().run(page, "#wpbody-content .wrap").response["violations"]
    assert [rule["id"] for rule in found if rule["impact"] in GRAVE] == []
