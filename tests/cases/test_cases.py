"""The table of cases run over the whole way of an article, and input that a table cannot hold."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from attribution.errors import EmptyInput, InputTooLarge, UndecodableInput

from .table import Case, all_spans, check, load

if TYPE_CHECKING:
    from attribution import Extractor
    from attribution.records import Extraction

CASES = load(Path(__file__).parent / "cases.toml")
LIMIT = 1_000_000  # bytes of UTF-8, the default


def _rows() -> list[object]:
    rows: list[object] = []
    for case in CASES:
        marks = [pytest.mark.xfail(strict=True, reason=case.gap)] if case.gap else []
        rows.append(pytest.param(case, id=case.id, marks=marks))
    return rows


@pytest.mark.parametrize("case", _rows())
def test_case(case: Case, extractor: Extractor) -> None:
    found = extractor.extract(case.text, html=case.html, title=case.title)
    faults = check(case, found)
    assert not faults, "\n".join(["", *faults, *_told(found)])


def _told(found: Extraction) -> list[str]:
    """What was found, for the one who reads the failure."""
    return [
        f"  found [{q.type}{'' if q.statement else ', no statement: ' + str(q.reason)}] {q.text!r}"
        f" cue={q.cue.text if q.cue else None!r} source={q.source.text if q.source else None!r}"
        for q in found.quotations
    ]


def test_every_hard_case_has_four_rows_and_each_group_near_misses() -> None:
    rows = Counter(case.number for case in CASES)
    assert set(rows) == set(range(1, 39))
    assert min(rows.values()) >= 4


def test_html_that_is_also_plain_reads_alike(extractor: Extractor) -> None:
    """The paragraphs of a plain case, wrapped in <p>, give the same words by the same speakers."""
    for case in CASES[:: len(CASES) // 12]:
        if case.text is None or case.gap or "<" in case.text or "&" in case.text:
            continue
        page = "".join(f"<p>{part}</p>" for part in case.text.split("\n\n"))
        plain, marked = extractor.extract(case.text), extractor.extract(html=page)
        assert [q.text for q in plain.quotations] == [q.text for q in marked.quotations], case.id


# ---- 38: input -----------------------------------------------------------------------------------


def _true_to(text: str, found: Extraction) -> bool:
    return all(text[span.start : span.end] == span.text for span in all_spans(found))


@pytest.mark.parametrize("text", ["", " ", "\n\n\t \r\n", "\u00a0\u2003", "\u200b\ufeff"])
def test_empty_and_blank(text: str, extractor: Extractor) -> None:
    with pytest.raises(EmptyInput) as caught:
        extractor.extract(text)
    assert caught.value.field == "text"


@pytest.mark.parametrize("page", ["", "<p> </p>", "<script>“No,” said Bo Ek.</script>"])
def test_empty_html(page: str, extractor: Extractor) -> None:
    with pytest.raises(EmptyInput) as caught:
        extractor.extract(html=page)
    assert caught.value.field == "html"


@pytest.mark.parametrize("text", ["Tide", "“", "”", '"', "'", "said", "“”", "7", "?", "🌊", "a\u0301", "e"])
def test_one_word_or_mark(text: str, extractor: Extractor) -> None:
    found = extractor.extract(text)
    assert not [q for q in found.quotations if q.statement]
    assert _true_to(text, found)
    assert found.article.length == len(text)


@pytest.mark.parametrize(
    ("bad", "at"), [("The tide\x00 is late.", 8), ("The \ud83c tide.", 4), ("\udc00", 0), ("Bo Ek \udfff", 6)]
)
def test_characters_that_no_text_holds(bad: str, at: int, extractor: Extractor) -> None:
    with pytest.raises(UndecodableInput) as caught:
        extractor.extract(bad)
    assert (caught.value.field, caught.value.position) == ("text", at)


def test_surrogate_in_title(extractor: Extractor) -> None:
    with pytest.raises(UndecodableInput) as caught:
        extractor.extract("The tide is late.", title="Tide \ud83c")
    assert caught.value.field == "title"


PARAGRAPH = (
    "“The tide is late,” said Bo Ek, a pilot. " + "Nothing moved on the quay that morning. " * 12 + "\n\n"
)


def test_megabyte(extractor: Extractor) -> None:
    """As large as the limit allows: mostly one long line of blanks, with an article at each end."""
    ends = PARAGRAPH * 20
    text = ends + " " * (LIMIT - 2 * len(ends.encode())) + ends
    found = extractor.extract(text)
    assert _true_to(text, found)
    statements = [q for q in found.quotations if q.statement]
    assert len(statements) == 40
    assert statements[-1].spans[0].start > LIMIT - 100_000


def test_long_text_in_one_paragraph(extractor: Extractor) -> None:
    text = PARAGRAPH.replace("\n", "") * 100
    found = extractor.extract(text)
    assert _true_to(text, found)
    assert sum(q.statement for q in found.quotations) == 100


def test_over_the_limit(extractor: Extractor) -> None:
    with pytest.raises(InputTooLarge) as caught:
        extractor.extract("a" * (LIMIT + 1))
    assert caught.value.field == "text"
    assert len(str(caught.value)) < 200


def test_limit_counts_bytes(extractor: Extractor) -> None:
    with pytest.raises(InputTooLarge):
        extractor.extract("ж" * (LIMIT // 2 + 1))


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\u2028", "\n\n", "\r\n\r\n", "\n \n", "\n\n\n\n"])
def test_line_ends(ends: str, extractor: Extractor) -> None:
    text = ends.join(["“The tide is late,” said Bo Ek.", "It came at nine.", "“We wait,” said Kim Dahl."])
    found = extractor.extract(text)
    assert _true_to(text, found)
    assert [q.text for q in found.quotations if q.statement] == ["“The tide is late,”", "“We wait,”"]


@pytest.mark.parametrize(
    "sign", ["🌊", "👨‍👩‍👧", "🇳🇴", "é", "e\u0301", "𝔄", "\u200f", "\u200b", "\ufeff", "\u00ad", "\u00a0"]
)
def test_offsets_behind_odd_characters(sign: str, extractor: Extractor) -> None:
    text = f"{sign} {sign}“The {sign} tide is late,” said Bo Ek. {sign} “We wait.” {sign}"
    found = extractor.extract(text)
    assert _true_to(text, found)
    assert "“We wait.”" in [span.text for q in found.quotations for span in q.spans]


def test_right_to_left_text_goes_through(extractor: Extractor) -> None:
    text = "قال الربان: «المد متأخر».\n\n“The tide is late,” said Bo Ek.\n\n"
    found = extractor.extract(text)
    assert _true_to(text, found)
    assert "“The tide is late,”" in [q.text for q in found.quotations]


def test_same_input_same_records(extractor: Extractor) -> None:
    text = PARAGRAPH * 3
    assert extractor.extract(text) == extractor.extract(text)
