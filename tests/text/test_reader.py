from __future__ import annotations

import pytest

from attribution.errors import EmptyInput, InputTooLarge, UndecodableInput
from attribution.text.reader import decode, read_html, read_plain


def test_bytes_are_decoded_and_a_byte_order_mark_counts() -> None:
    text = decode(b"\xef\xbb\xbfLee said no.", field="text")
    assert read_plain(text).span(0, 3).start == 1


def test_bad_bytes_are_named_with_their_position() -> None:
    with pytest.raises(UndecodableInput, match="byte 0xe9 at byte position 3") as caught:
        decode(b"Caf\xe9 Lee", field="html")
    assert (caught.value.field, caught.value.position) == ("html", 3)


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\ufeff", "\u200b \xad"])
def test_blank_text_is_empty(text: str) -> None:
    with pytest.raises(EmptyInput) as caught:
        read_plain(text)
    assert caught.value.field == "text"


@pytest.mark.parametrize("html", ["", "<p> </p>", "<script>run()</script>", "<!-- Lee --><img>&nbsp;"])
def test_markup_without_words_is_empty(html: str) -> None:
    with pytest.raises(EmptyInput) as caught:
        read_html(html)
    assert caught.value.field == "html"


@pytest.mark.parametrize(("text", "what"), [("ab\x00c", "NUL"), ("ab\ud83dc", r"lone surrogate U\+D83D")])
def test_what_no_text_may_hold_is_named_with_its_position(text: str, what: str) -> None:
    with pytest.raises(UndecodableInput, match=f"html holds a {what} at position 2") as caught:
        read_html(text)
    assert caught.value.position == 2
    with pytest.raises(UndecodableInput, match=f"title holds a {what}"):
        read_plain("Lee said no.", title=text)


def test_the_limit_counts_bytes() -> None:
    assert read_plain("é" * 5, limit=10).text == "é" * 5
    with pytest.raises(InputTooLarge, match=r"text has 12 bytes of UTF-8, the limit is 11"):
        read_plain("é" * 6, limit=11)


def test_a_megabyte_is_read() -> None:
    document = read_plain("Lee said no. \n" * 70_000)
    assert len(document.paragraphs) == 70_000


@pytest.mark.parametrize("title", [None, "", " \n", "LEE SAID “NO”!", "Lee said: no"])
def test_a_title_that_is_blank_or_opens_the_body_is_not_put_before_it(title: str | None) -> None:
    document = read_plain("Lee said no.\n\nMore.", title=title)
    assert document.text == "Lee said no.\n\nMore."
    assert (document.title_end, document.body_start, document.title) == (0, 0, title)


def test_a_title_stands_before_the_body() -> None:
    document = read_plain("Lee said no.", title=" Lee\nrefuses ")
    assert document.text == "Lee refuses\n\nLee said no."
    assert document.paragraphs == ((0, 11), (13, 25))
    assert document.span(4, 11).start == 5


def test_another_language_gives_a_warning_and_no_failure() -> None:
    text = (
        "Die Bürgermeisterin hat am Dienstag erklärt, dass die alte Brücke bis zum Frühling zu ist. "
        "Das ist für die Händler auf dem Markt nicht gut, sagte sie, aber es gibt keine andere Wahl."
    )
    document = read_plain(text)
    assert [warning.code for warning in document.warnings] == ["unsupported-language"]
    assert "'de'" in document.warnings[0].message
    assert document.text == text
