from __future__ import annotations

from attribution.text.choice import chosen_blocks
from attribution.text.html import read_blocks
from attribution.text.reader import read_html

SENTENCES = [
    "The old bridge in Larkfield will stay shut until spring, the mayor told a crowd on the Market Square.",
    "“We have no choice, and nobody regrets it more than I do,” Joan Park said on Tuesday to loud applause.",
    "Traders who sell their bread and cheese beside the river fear that the long winter will ruin them all.",
    "Omar Khan, a baker, said that hardly anybody would walk all the way around the hill to buy a loaf.",
    "Engineers found cracks in two of the seven arches when they looked at the bridge after the June flood.",
]
ARTICLE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
PAGE = f"""<!doctype html><html><head><title>Bridge stays shut | Larkfield Post</title></head><body>
<header><a href="/">Larkfield Post</a></header>
<nav><ul><li><a href="/a">News</a><li><a href="/b">Sport</a></ul></nav>
<main><article><h1>Bridge stays shut</h1>{ARTICLE}
<h2>More</h2>
<div class="related"><p><a href="/c">Harbour team wins the cup</a></p></div></article></main>
<div id="comments"><p>What a shame this is for us all, says a reader who signed as Duck.</p></div>
<footer><p>© Larkfield Post Ltd, all rights reserved, no copying without leave.</p></footer></body>
</html>"""


def test_the_article_of_a_page_is_chosen() -> None:
    assert read_html(PAGE).text.split("\n\n") == SENTENCES


def test_a_page_too_deep_for_the_extractor_is_read_by_its_blocks() -> None:
    deep = PAGE.replace("<main>", "<main>" + "<div>" * 300)
    assert read_html(deep).text.split("\n\n") == SENTENCES


def test_a_page_in_which_no_article_is_found_is_read_whole() -> None:
    assert read_html("<html><body><p>Lee said no.").text == "Lee said no."


def test_a_pull_quote_that_repeats_the_text_is_left_out() -> None:
    pull = "<blockquote class='pullquote'>We have no choice, and nobody regrets it more</blockquote>"
    assert read_html(ARTICLE + pull).text.split("\n\n") == SENTENCES
    assert read_html(pull + ARTICLE).text.split("\n\n") == SENTENCES
    div = "<div class='article-pull-quote'>“We have no choice, and nobody regrets it more than I do”</div>"
    assert read_html(ARTICLE + div).text.split("\n\n") == SENTENCES


def test_a_block_quote_that_says_something_else_stays() -> None:
    other = "<blockquote>We have no money for a ferry either, and none for buses.</blockquote>"
    assert len(read_html(ARTICLE + other).paragraphs) == len(SENTENCES) + 1


def test_a_paragraph_said_twice_stays_twice() -> None:
    assert len(read_html(ARTICLE + ARTICLE).paragraphs) == 2 * len(SENTENCES)


def test_nothing_is_left_out_when_nothing_would_remain() -> None:
    assert read_html("<p class='caption'><a href=x>Lee at home</a></p>").text == "Lee at home"
    assert chosen_blocks(read_blocks("<p>…</p>")) == set()


def test_a_form_around_the_whole_page_is_no_form() -> None:
    assert read_html(f"<form id='aspnet'>{ARTICLE}</form>").text.split("\n\n") == SENTENCES
