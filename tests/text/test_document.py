"""The promise of offsets: for any text, and for any HTML, a span's text is what the input has there."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from attribution.errors import EmptyInput, InputError
from attribution.text.document import Document
from attribution.text.reader import read_html, read_plain

PIECES = st.sampled_from(
    [
        *"“”‘’«»„\"'\xa0\u200b\xad\ufeff\u202a\u0301😀\n\t\u2029 .",
        *("``", "''", "â€œ", "â€\x9d", "â€™", "Â\xa0", "e\u0301", "👩\u200d🚒", "\r\n", "\n\n", "  "),
        *("Lee said", "We won,", "It’s", "5'11\""),
    ]
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60),
    st.lists(
        st.one_of(PIECES, st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=5))
    ).map("".join),
)
WORDS = st.sampled_from(
    ["Lee", "said", "“No,”", "it’s", "&amp;", "&ldquo;Yes&rdquo;", "&#8212;", "caf&eacute;", "R&D"]
)
INLINE = st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["b", "em", "span"]), WORDS)
LINKS = WORDS.map("<a title='x > y' href=\"/lee\">{}</a> of the Larkfield council".format)
PARAGRAPH = st.lists(
    st.one_of(WORDS, INLINE, LINKS, st.just("<!-- a > --> b"), st.just("<br>")), min_size=1, max_size=8
)
PARAGRAPHS = PARAGRAPH.map(" ".join).map("<p>Joan Park of Larkfield told us: {}</p>\n".format)
FRAGMENTS = st.lists(PARAGRAPHS, min_size=1, max_size=4).map("".join)


def spans_of(document: Document) -> list[tuple[int, int]]:
    first, size = document.body_start, len(document.text)
    steps = [first + (size - first) * part // 7 for part in range(8)]
    return [(s, e) for s in steps for e in steps if s <= e]


@given(TEXTS)
@example("\ufeffâ€œNoâ€\x9d,\r\n\r\n said  e\u0301")
@example(" \u0301 a")
def test_the_text_of_a_span_is_the_input_at_its_offsets(body: str) -> None:
    try:
        document = read_plain(body)
    except InputError:
        return
    for start, end in spans_of(document):
        span = document.span(start, end)
        assert 0 <= span.start <= span.end <= len(body)
        assert body[span.start : span.end] == span.text


@given(TEXTS)
def test_a_paragraph_starts_and_ends_in_words(body: str) -> None:
    try:
        document = read_plain(body)
    except EmptyInput:
        return
    assert document.text == document.text.strip("\n ")
    assert "\n\n\n" not in document.text
    for start, end in document.paragraphs:
        assert document.span(start, end).text.strip()
        assert "\n" not in document.text[start:end]


def without_blanks(text: str) -> str:
    return "".join(text.split())


def plainly(markup: str) -> str:
    """The promise word for word: tags removed, entities decoded; blanks do not count here."""
    markup = re.sub(r"<!--.*?-->", "", markup, flags=re.DOTALL)
    markup = re.sub(r"<(?:[^>']|'[^']*')*>", "", markup)
    return without_blanks(html.unescape(markup))


@given(FRAGMENTS)
def test_the_text_of_a_span_of_html_is_the_markup_there_without_tags(body: str) -> None:
    try:
        document = read_html(body)
    except EmptyInput:
        return
    for start, end in spans_of(document):
        span = document.span(start, end)
        assert plainly(body[span.start : span.end]) == without_blanks(span.text)


TAGS = [
    "p",
    "/p",
    "div",
    "/div",
    "b",
    "/b",
    "script",
    "/script",
    "html",
    "body",
    "br",
    "aside",
    "/aside",
    "li",
    "td",
    "blockquote",
    "pre",
    "title",
    "a",
]
ODD = [
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "&",
    "&amp",
    "&#xD800;",
    "&#0;",
    "&#x110000;",
    "&notit;",
    "<![CDATA[",
    "]]>",
    "<?x",
    "<!d",
    "<b",
    "<a/href='",
    "='",
    "/",
]
MARKUP = st.lists(
    st.one_of(
        st.sampled_from(TAGS).map("<{}>".format),
        st.sampled_from([*ODD, "<div class='share'>", "<span hidden>", "<!doctype html>"]),
        PIECES,
    ),
    max_size=25,
).map("".join)


@given(MARKUP)
def test_no_markup_raises_and_every_span_lies_in_it(markup: str) -> None:
    try:
        document = read_html(markup, title="A title")
    except EmptyInput:
        return
    for start, end in spans_of(document):
        parts = document.spans(start, end)
        assert all(0 <= part.start <= part.end <= len(markup) for part in parts)
        assert document.span(start, end).end == parts[-1].end


def test_a_span_is_trimmed_of_blanks() -> None:
    document = read_plain("Yes.  \n\n  “No,”  Lee said.")
    start = document.text.index("\n\n")
    assert document.span(start, start + 7).text == "“No,”"


def test_spans_of_the_title_are_spans_of_the_title() -> None:
    document = read_plain("Lee said no.", title="Lee:  ‘No’")
    found = document.span(0, document.title_end)
    assert (found.field, found.start, found.end, found.text) == ("title", 0, 10, "Lee:  ‘No’")
    assert document.span(document.body_start, document.body_start + 3).field == "body"


def test_a_span_may_not_cross_from_title_to_body() -> None:
    document = read_plain("Lee said no.", title="Lee refuses")
    with pytest.raises(ValueError, match="crosses"):
        document.span(0, document.body_start + 3)


def test_a_span_outside_the_text_is_an_error() -> None:
    with pytest.raises(ValueError, match="outside the text of 4"):
        read_plain("Yes.").span(2, 9)


def test_the_words_are_those_of_the_input_not_the_canonical_ones() -> None:
    document = read_plain("'We will stay,' said Jones.")
    assert document.text.startswith("“We")
    assert document.span(0, 15).text == "'We will stay,'"


def test_words_that_were_left_out_are_no_part_of_a_span() -> None:
    body = "<p>“We won,</p><aside>Read <b>more</b></aside><p>“and we danced,” Lee said.</p>"
    document = read_html(body)
    end = document.text.index(" Lee")
    assert [part.text for part in document.spans(0, end)] == ["“We won,", "“and we danced,”"]
    assert document.span(0, end).text == "“We won, “and we danced,”"
    assert all(body[part.start : part.end] == part.text for part in document.spans(0, end))


def test_words_left_out_are_known_behind_a_title_as_well() -> None:
    document = read_html("<p>One ran.<figcaption>A dog</figcaption>\n<p>Two sat.", title="Dogs")
    parts = document.spans(document.body_start, len(document.text))
    assert [part.text for part in parts] == ["One ran.", "Two sat."]
