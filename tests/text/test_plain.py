"""Records moved to the plain text of their article."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, Literal

import pytest

from attribution import Extractor, records
from attribution.errors import InputError
from attribution.text.plain import on_plain_text
from tests.samples import TEXT, extraction, quotation, sample

HTML = (
    "<script>“x” said nobody.</script><p>😀 &ldquo;No <b>way</b>,&rdquo; said&nbsp;<i>Ann   Lee</i>, the "
    "mayor.</p><p>“Zoe\u0301 &amp; I agree.<br>So be it,” שרה כהן told the <em>Ostby Star</em> on Monday.</p>"
)


def spans(value: Any) -> Iterator[records.Span]:
    if isinstance(value, tuple):
        for item in value:
            yield from spans(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        if isinstance(value, records.Span):
            yield value
        for field in dataclasses.fields(value):
            yield from spans(getattr(value, field.name))


@pytest.mark.parametrize("unit", ["codepoint", "utf16"])
def test_of_a_page_the_words_are_where_the_spans_say(
    unit: Literal["codepoint", "utf16"], extractor: Extractor
) -> None:
    title = "🙂 “Enough,” says Lee"
    made = extractor.extract(html=HTML, title=title, unit=unit)
    moved, text = on_plain_text(made, html=HTML)
    texts = {"body": text, "title": title}
    assert "<" not in text
    assert "nobody" not in text
    assert len(moved.quotations) == len(made.quotations) >= 3
    for before, after in zip(spans(made), spans(moved), strict=True):
        assert texts[after.field][after.start : after.end] == after.text
        assert after.text.split() == before.text.split()


def test_a_plain_text_stays_and_utf16_becomes_code_points() -> None:
    assert on_plain_text(sample(), text=TEXT) == (sample(), TEXT)
    text = "🙂 “Yes, 🙂,” said Ito. 🙂"
    inside = records.Span(3, 13, text[2:11])
    warning = records.Warning("stray-mark", "a mark", 3, 13)
    units = extraction(quotation(spans=(inside,), text=text), text=text, unit="utf16", warnings=(warning,))
    moved, _ = on_plain_text(units, text=text)
    assert moved.unit == "codepoint"
    assert (moved.quotations[0].spans[0], moved.warnings[0].end) == (records.Span(2, 11, text[2:11]), 11)


def test_records_of_another_article_are_refused() -> None:
    for given in ({"text": "short"}, {"html": "<p>short"}):
        with pytest.raises(InputError, match="not of this article"):
            on_plain_text(extraction(quotation(0, 16)), **given)
    with pytest.raises(ValueError, match="either"):
        on_plain_text(sample())
