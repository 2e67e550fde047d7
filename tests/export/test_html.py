"""The page, as a browser's parser reads it."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from hypothesis import given, settings

from attribution.export import Item
from tests.export.formats import STORY, story, written
from tests.export.test_contract import TEXTS, hostile
from tests.samples import extraction

ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "main", "article", "h1", "h2", "h3", "p", "mark", "div",
    "section", "span", "ul", "li", "a", "bdi", "small",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "id", "title", "dir", "aria-label", "href",
    "rel",
}  # fmt: skip


def page(*items: Item) -> Element:
    """The page as a parser makes it that takes no mistake."""
    tree: Any = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(written("html", *items))
    return tree if isinstance(tree, Element) else tree.getroot()


def words(element: Element) -> str:
    return "".join(element.itertext())


def test_the_text_is_whole_and_what_is_said_is_marked_by_type() -> None:
    tree = page()
    paragraphs = tree.findall(".//section[@class='text']/p")
    assert "\n\n".join(words(paragraph) for paragraph in paragraphs) == STORY
    marks = [(mark.get("class"), words(mark)) for mark in tree.iterfind(".//section[@class='text']//mark")]
    assert marks == [
        ("direct", "“The café\u0301 is ours,”"),
        ("direct", "“and so it stays.”"),
        ("mixed", "it “home”"),
        ("aside", "“cosy”"),
    ]
    assert [words(e) for e in tree.iterfind(".//span[@class='cue']")] == ["said", "called"]
    assert [words(e) for e in tree.iterfind(".//span[@class='source']")] == ["שרה כהן, the owner", "She"]


def test_a_card_has_the_speaker_the_role_and_links_to_the_words() -> None:
    tree = page()
    card, rest = tree.findall(".//section[@class='card']")
    assert words(card.find("h3")) == "שרה כהן"  # type: ignore[arg-type]
    assert words(card.find("p")) == "the owner"  # type: ignore[arg-type]
    assert words(rest.find("h3")) == "No speaker found"  # type: ignore[arg-type]
    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    links = [link.get("href", "") for link in tree.iterfind(".//section[@class='card']//a")]
    assert links == ["#a1-q1", "#a1-q2", "#a1-q3"]
    assert {link[1:] for link in links} <= ids


def test_several_articles_share_a_page_and_no_identifier() -> None:
    tree = page(Item(story(), STORY), Item(story(), STORY), Item(extraction()))
    assert len(tree.findall(".//article")) == 3
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 6


def test_without_the_text_each_quotation_stands_in_its_context() -> None:
    first = page(Item(story())).find(".//section[@class='text']/p")
    assert first is not None
    assert words(first) == "🙂 “The café\u0301 is ours,” … “and so it stays.” She called it"


def test_the_policy_lets_in_the_style_and_nothing_else() -> None:
    tree = page()
    [style] = tree.findall(".//style")
    digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
    [policy] = tree.findall(".//meta[@http-equiv='Content-Security-Policy']")
    expected = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert policy.get("content") == expected
    assert "prefers-color-scheme: dark" in (style.text or "")
    assert not re.search(r"url\(|@import|expression", style.text or "")


def test_only_an_address_of_the_web_is_a_link() -> None:
    link = page().find(".//p[@class='facts']/a")
    assert link is not None
    assert link.get("href") == "https://example.org/story?a=1&b=2"
    for url in (
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        'https://example.org/"onclick="x',
        None,
    ):
        made = hostile("a", "b", "c", url or "")
        assert page(Item(made, "xax")).find(".//p[@class='facts']/a") is None


@settings(max_examples=20, deadline=None)
@given(text=TEXTS, title=TEXTS, label=TEXTS, url=TEXTS)
def test_whatever_an_article_says_is_inert(text: str, title: str, label: str, url: str) -> None:
    tree = page(Item(hostile(text, title, label, url), f"x{text}x"), Item(hostile(text, title, label, url)))
    for element in tree.iter():
        assert element.tag in ALLOWED
        assert set(element.attrib) <= ATTRIBUTES
        assert re.match(r"#a\d-q\d$|https?://", element.get("href", "#a1-q1"))
    assert len(tree.findall(".//style")) == 1
