"""CSV."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from attribution.export import Item
from attribution.export.csv import COLUMNS, guarded, restored
from tests.export.formats import STORY, span, story, written
from tests.samples import extraction, quotation

CELLS = st.lists(st.sampled_from(list("=+-@＝';\t\r\n ab\"|")), max_size=8).map("".join)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_each_quotation_is_a_row_that_reads_back() -> None:
    first, second, third = rows(written("csv"))
    assert list(first) == list(COLUMNS)
    assert first["text"] == "“The café\u0301 is ours,” … “and so it stays.”"
    assert (first["speaker"], first["role"], first["role_title"]) == ("שרה כהן", "the owner", "owner")
    assert (first["affiliation"], first["former"], first["named"]) == ("café\u0301", "false", "true")
    assert (int(first["start"]), int(first["end"])) == (2, span("“and so it stays.”").end)
    assert (second["type"], second["source"], second["source_form"], second["cue"]) == (
        "mixed", "She", "pronoun", "called",
    )  # fmt: skip
    assert (third["statement"], third["reason"], third["speaker"], third["cue"]) == ("false", "scare", "", "")


def test_lines_end_and_marks_are_doubled_as_the_standard_has_it() -> None:
    text = 'x "a,\r\nb" y'
    out = written("csv", Item(extraction(quotation(2, 9, text=text), text=text)))
    assert out.count("\r\n") == 3  # the heading, the row, and the one within the cell
    assert '"""a,\r\nb"""' in out
    assert rows(out)[0]["text"] == '"a,\r\nb"'


def test_the_heading_is_written_once_and_an_article_without_quotations_has_no_row() -> None:
    out = written("csv", Item(extraction()), Item(story(), STORY), Item(story(), STORY))
    assert out.count('"article"') == 1
    assert len(rows(out)) == 6


def test_no_cell_is_a_formula() -> None:
    for cell in ("=1", "+1", "-1", "@SUM(1)", "＝1", " =1", "\t=1", "\r=1", "\n=1", "a;=1", "a\n=1", "'=1"):
        assert guarded(cell) != cell
    for cell in ("a - b", "say-so", "a=b", "“=1”", "", "'tis"):
        assert guarded(cell) == cell


@given(CELLS)
def test_guarded_cells_hold_no_formula_and_are_restored(cell: str) -> None:
    safe = guarded(cell)
    assert restored(safe) == cell
    for part in safe.replace("\t", "\n").replace(";", "\n").replace("\r", "\n").split("\n"):
        assert not part.lstrip(" \u00a0\u3000").startswith(tuple("=+-@＝＋－＠"))
    assert not safe.startswith(("\t", "\r", "\n"))
