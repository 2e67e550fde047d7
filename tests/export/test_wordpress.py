"""WordPress blocks, by the grammar of block comments; tests/system gives them to a real WordPress."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings

from attribution.export import Item
from attribution.export.wordpress import JOINER
from tests.export.formats import STORY, written
from tests.export.test_contract import TEXTS, hostile
from tests.samples import extraction, quotation

COMMENT = re.compile(r"<!--\s+(/)?wp:([a-z][a-z0-9/-]*)\s+({.*?}\s+)?(/)?-->", flags=re.DOTALL)
ADDRESS = re.compile(r"https?://\S*", re.IGNORECASE)
FORMATS = pytest.mark.parametrize("format", ["wordpress", "wordpress-pullquote"])


def blocks(text: str) -> list[tuple[str, str]]:
    """Names and inner HTML of the outermost blocks; all that opens must close."""
    found, open_blocks = [], list[tuple[str, int]]()
    for comment in COMMENT.finditer(text):
        if not comment[1]:
            open_blocks.append((comment[2], comment.end()))
            continue
        name, start = open_blocks.pop()
        assert name == comment[2]
        if not open_blocks:
            found.append((name, text[start : comment.start()]))
    assert not open_blocks
    return found


def parsed(markup: str) -> Element:
    tree: Any = html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(COMMENT.sub("", markup))
    assert isinstance(tree, Element)
    return tree


def shown(out: str) -> list[str]:
    """The text of each paragraph and citation, as the editor has it once it has read the block."""
    return ["".join(element.itertext()) for element in parsed(out).iter() if element.tag in ("p", "cite")]


def test_no_address_is_left_bare_and_no_shortcode_whole() -> None:
    for words in ("https://x.example/a", "“[caption]”", "HTTP://x.example"):
        out = written("wordpress", Item(extraction(quotation(0, len(words), text=words), text=words), words))
        [paragraph] = shown(out)
        assert paragraph.replace(JOINER, "") == words
        assert paragraph != words


def test_a_quote_block_has_a_paragraph_and_the_citation() -> None:
    first, second = blocks(written("wordpress"))
    assert first[0] == second[0] == "quote"
    quote = parsed(first[1]).find("blockquote[@class='wp-block-quote']")
    assert quote is not None
    assert quote.findtext("p") == "“The café\u0301 is ours,” … “and so it stays.”"
    assert quote.findtext("cite") == "שרה כהן, the owner"


def test_a_pullquote_block_is_a_figure() -> None:
    name, markup = blocks(written("wordpress-pullquote"))[0]
    assert name == "pullquote"
    quote = parsed(markup).find("figure[@class='wp-block-pullquote']/blockquote")
    assert quote is not None
    assert (quote.findtext("p"), quote.findtext("cite")) == (
        "“The café\u0301 is ours,” … “and so it stays.”",
        "שרה כהן, the owner",
    )


@FORMATS
def test_without_a_speaker_there_is_no_citation(format: str) -> None:
    out = written(format, Item(extraction(quotation())))
    assert len(blocks(out)) == 1
    assert "<cite" not in out


@FORMATS
def test_only_statements_in_marks_are_set_apart(format: str) -> None:
    assert written(format, Item(extraction(quotation(type="indirect")), STORY)) == ""
    assert len(blocks(written(format))) == 2


@FORMATS
@settings(max_examples=20, deadline=None)
@given(text=TEXTS, title=TEXTS, label=TEXTS, url=TEXTS)
def test_no_word_of_an_article_is_markup_a_block_or_a_shortcode(
    format: str, text: str, title: str, label: str, url: str
) -> None:
    out = written(format, Item(hostile(text, title, label, url), f"x{text}x"))
    assert out.count("[") == out.count(f"[{JOINER}")
    assert not any(ADDRESS.fullmatch(part.strip()) for part in shown(out))
    for name, markup in blocks(out):
        assert name in ("quote", "pullquote")
        for element in parsed(markup).iter():
            assert element.tag in ("DOCUMENT_FRAGMENT", "figure", "blockquote", "p", "cite")
            assert set(element.attrib) <= {"class"}
    assert "<script" not in unescape(out) or "script" in text + label
