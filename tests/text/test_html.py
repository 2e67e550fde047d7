from __future__ import annotations

import pytest

from attribution.text.html import read_blocks
from attribution.text.reader import read_html
from tests.timing import cpu_seconds

CASES = {
    "paragraphs without end tags": ("<p>One<p>Two<p>Three", ["One", "Two", "Three"]),
    "inline markup": (
        "<p>“We <em>will</em> win,” <a href=/lee>Ann Lee</a> sa<b>i</b>d.</p>",
        ["“We will win,” Ann Lee said."],
    ),
    "one line break": ("<p>“One<br>two,” Lee said.</p>", ["“One two,” Lee said."]),
    "two line breaks": ("<div>One.<br><br/> Two.<br>\n<br>Three.</div>", ["One.", "Two.", "Three."]),
    "blank lines in the source": ("<p>One\n\n two\r\nthree</p>", ["One two three"]),
    "text beside blocks": ("One<div>Two</div>Three", ["One", "Two", "Three"]),
    "lists": ("<ul><li>One<li>Two <b>b</b></ul>", ["One", "Two b"]),
    "tables": ("<table><tr><td>One<td>Two<tr><th>Three</table>", ["One", "Two", "Three"]),
    "definitions": ("<dl><dt>One<dd>Two<dt>Three</dl>", ["One", "Two", "Three"]),
    "block quotes": ("<p>Lee said:</p><blockquote>“No.”</blockquote>", ["Lee said:", "“No.”"]),
    "a heading": ("<h2>Why</h2><p>Because.</p>", ["Why", "Because."]),
    "what is no text": (
        "<p>One<script>x</script><style>y</style><noscript>z</noscript><template>t</template> two</p>",
        ["One two"],
    ),
    "what is beside the article": (
        "<nav>Home</nav><p>One two three</p><aside><p>Also</p></aside><form>Mail <button>Go</button></form>"
        "<footer>Ltd</footer>",
        ["One two three"],
    ),
    "captions": (
        "<figure><img src=a><figcaption>Lee <b>in</b> May</figcaption></figure><p>One</p>"
        "<p class='wp-caption-text'>Park</p>",
        ["One"],
    ),
    "comments of readers": ("<p>One two three</p><div id='comments'><p>Liar!</p></div>", ["One two three"]),
    "related links": (
        "<p>One ran.</p><ul class=related><li><a href=x>Two sat</a></ul><p><a href=y>Read three</a></p>",
        ["One ran."],
    ),
    "a linked sentence": ("<p><a href=x>“We won,” Lee said.</a></p>", ["“We won,” Lee said."]),
    "hidden elements": (
        "<p hidden>No</p><p style='color:red;display: none'>No</p><p>One<span hidden>x</span> two"
        "<i aria-hidden=true>*</i></p>",
        ["One two"],
    ),
    "an aside in a paragraph that never ends": ("<div><p>One<aside>Two</div><p>Three", ["One", "Three"]),
    "crossed tags": ("<b><p>One</b> two</p></i></div><p>Three", ["One two", "Three"]),
    "a class of the whole article": (
        "<div class='has-sidebar'><p>One two</p><p>Three</p></div>", ["One two", "Three"]),
    "references that are blanks or marks": (
        "<p>&ldquo;No,&#8221;&nbsp;&#10;Lee said&shy;</p>", ["“No,” Lee said"]),
    "quotations as elements": (
        "<p>Lee said, <q>We <b>won</b>.</q> She left.</p>", ["Lee said, “We won.” She left."]),
    "quotations within one another": (
        "<p><q>They said <q cite=x>no</q> twice,</q> Lee said.", ["“They said ‘no’ twice,” Lee said."]),
    "quotations with their marks written out": (
        "<p><q>“No,”</q> Lee said. “<q>Go</q>,” <q>&ldquo;now.&rdquo;</q>",
        ["“No,” Lee said. “Go,” “now.”"],
    ),
    "a quotation that never ends": ("<p><q>No, Lee said.<p>Two</q> sat.", ["“No, Lee said.", "Two sat."]),
    "quotations without words": (
        "<p><q></q>Ann Lee said it rained, <q> <br></q><q><q></q></q>and <q>.</q></p><p><q></q></p>",
        ["Ann Lee said it rained, and “.”"],
    ),
    "a horizontal rule": ("One<hr>Two", ["One", "Two"]),
}  # fmt: skip


@pytest.mark.parametrize(("markup", "paragraphs"), CASES.values(), ids=CASES)
def test_blocks_are_paragraphs(markup: str, paragraphs: list[str]) -> None:
    assert read_html(markup).text.split("\n\n") == paragraphs


def test_positions_lead_to_the_markup() -> None:
    markup = "<p>x &amp; <b>“No,”</b> Lee&nbsp;<!-- > -->said.</p>"
    document = read_html(markup)
    span = document.span(4, len(document.text))
    assert markup[span.start : span.end] == "“No,”</b> Lee&nbsp;<!-- > -->said."
    assert span.text == "“No,” Lee said."
    amp = document.span(2, 3)
    assert (amp.start, amp.end, amp.text) == (5, 10, "&")


def test_marks_stand_for_the_tags_of_a_quotation() -> None:
    markup = "<p>Lee said, <q class=x>We won.</q> She left."
    document = read_html(markup)
    start = document.text.index("“")
    span = document.span(start, document.text.index("”") + 1)
    assert markup[span.start : span.end] == "<q class=x>We won.</q>"
    assert span.text == "We won."  # the tags removed
    words = document.span(start + 1, start + 3)
    assert (words.start, words.text) == (markup.index("We"), "We")


def test_deep_nesting_is_read() -> None:
    for markup in (
        "<div>" * 10_000 + "Lee said.",
        "<html>" + "<b><p>" * 10_000 + "Lee said." + "</p></b>" * 10_000,
    ):
        assert read_html(markup).text == "Lee said."


@pytest.mark.parametrize(
    "part",
    ["<div>", "<p>a ", "x<br>", "<form>a", "<div class=share>a", "<ul><li>a", "</div>", "<p hidden>",
     "a<b hidden>c</b> ", "<blockquote>a b c d</blockquote>", "<aside>",
     "<q>a "],
)  # fmt: skip
def test_time_is_linear(part: str) -> None:
    page = "Lee said. " + part * (200_000 // len(part))
    assert cpu_seconds(lambda: read_html(page), repeats=1) < 6


def test_a_fragment_is_no_page() -> None:
    assert not read_blocks("<div><p>One</p></div>").whole
    assert read_blocks("<!DOCTYPE html><p>One").whole
    assert read_blocks("<body><p>One").whole
