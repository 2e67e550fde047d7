from __future__ import annotations

import pytest

from attribution.text.markup import attributes, entities, text_of, tokens
from tests.timing import cpu_seconds

CASES = {
    "a tag with > in a quoted value": ("<a title='x > y'>Lee</a>", "Lee"),
    "a comment with > inside": ("Lee <!-- a > b <b> -->said", "Lee said"),
    "short and odd comments": ("a<!-->b<!--->c<!-- --!>d", "abcd"),
    "a comment that never ends": ("Lee<!-- said", "Lee"),
    "a declaration and an instruction": ("<!doctype html><?xml version='1'?>Lee", "Lee"),
    "a marked section keeps its text": ("<![CDATA[<p>Lee</p>]]> said", "Lee said"),
    "script and style": ("<script>if (a<b) x('</p>')</script><style>p{}</style>Lee", "Lee"),
    "a script that never ends": ("Lee<script> said", "Lee"),
    "a title that never ends": ("<title>Lee said", "Lee said"),
    "less-than signs of plain text": ("3 < 4 and a<3, x <- y", "3 < 4 and a<3, x <- y"),
    "a tag that never ends": ("Lee <b said", "Lee <b said"),
    "a quote gone astray": ('<a href="x>Lee</a> said', "Lee said"),
    "an end tag of nothing": ("a</>b</ x>c", "abc"),
    "inline tags join, breaks part": ("w<b>or</b>d<br>two<div>three</div>four", "word two three four"),
    "references": ("&lt;b&gt; &eacute;&#233;&#xE9; &hellip;&nbsp;x", "<b> ééé … x"),
    "references without their semicolon": ("R&ampD &copy2024 &nbspx &notit; &AMP", "R&D ©2024 x ¬it; &"),
    "what is no reference": ("AT&T & Co &; &# &nosuch; &ldquo", "AT&T & Co &; &# &nosuch; &ldquo"),
    "numbers of Windows-1252": ("&#147;No&#148;", "“No”"),
    "numbers that no character has": ("&#xD800;&#0;&#x110000;&#99999999999;", "\ufffd\ufffd\ufffd\ufffd"),
}


@pytest.mark.parametrize(("markup", "words"), CASES.values(), ids=CASES)
def test_words_are_what_a_browser_shows(markup: str, words: str) -> None:
    assert text_of(markup) == words


@pytest.mark.parametrize("markup", [markup for markup, _ in CASES.values()], ids=CASES)
def test_tokens_cover_the_markup(markup: str) -> None:
    found = list(tokens(markup))
    assert "".join(markup[token.start : token.end] for token in found) == markup
    assert all(token.start < token.end for token in found)


def test_positions_are_those_of_the_markup() -> None:
    assert list(entities("x &amp; &copy2", 2, 14)) == [(2, 7, "&"), (8, 13, "©")]
    tag = next(tokens("<IMG SRC=a.png alt='1 &lt; 2' alt=b hidden/>"))
    assert (tag.kind, tag.name) == ("open", "img")
    assert attributes("<IMG SRC=a.png alt='1 &lt; 2' alt=b hidden/>", tag) == {
        "src": "a.png", "alt": "1 < 2", "hidden": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    "part",
    [
        "<",
        "<!--",
        "<a ",
        '<a b="',
        "<a b=\"'>",
        "<![CDATA[",
        "<title>",
        "<script>",
        "&",
        "&#",
        "<b>",
        "</p>",
        "<?",
    ],
)
@pytest.mark.parametrize("end", ["", ">"])
def test_time_is_linear(part: str, end: str) -> None:
    page = part * (200_000 // len(part)) + end
    assert cpu_seconds(lambda: list(tokens(page)), repeats=1) < 3
