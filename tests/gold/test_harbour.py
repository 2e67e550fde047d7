"""The gold that everybody may have is sound: offsets, speakers, and the demonstration article itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import attribution
from tests.cases.table import Reading

HERE = Path(__file__).parent
EXAMPLES = Path(attribution.__file__).parent / "examples"


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


GOLD = {row["id"]: row for row in _lines("harbour.jsonl")}
SPEAKERS = _lines("speakers-harbour.jsonl")
SPANS = [
    pytest.param(row, span, id=f"{name}-{n}-{part}-{span[0]}")
    for name, row in GOLD.items()
    for n, relation in enumerate(row["attributions"])
    for part in ("source", "cue", "content")
    for span in relation[part]
]


@pytest.mark.parametrize(("row", "span"), SPANS)
def test_spans_are_whole_words(row: dict[str, Any], span: list[int]) -> None:
    text, (start, end) = row["text"], span
    assert 0 <= start < end <= len(text)
    assert text[start:end].strip() == text[start:end]
    assert not re.search(r"\w$", text[:start]) or not text[start].isalnum()
    assert not re.match(r"\w", text[end:]) or not text[end - 1].isalnum()


def test_every_attribution_has_its_speaker_and_roles_are_verbatim() -> None:
    expected = [(name, n) for name, row in GOLD.items() for n in range(len(row["attributions"]))]
    assert [(row["id"], row["n"]) for row in SPEAKERS] == expected
    for row in SPEAKERS:
        for words in [*row["roles"], *filter(None, row["names"])]:
            assert words in GOLD[row["id"]]["text"]


def test_score_text_has_the_same_letters() -> None:
    for row in GOLD.values():
        other = row.get("score_text", row["text"])
        assert len(other) == len(row["text"])
        assert [c for c in other if c.isalnum()] == [c for c in row["text"] if c.isalnum()]


def test_example_is_the_gold_article() -> None:
    assert (EXAMPLES / "harbour.txt").read_text(encoding="utf-8") == GOLD["harbour"]["text"]


def test_example_page_says_the_same() -> None:
    page = Reading.markup((EXAMPLES / "harbour.html").read_text(encoding="utf-8"))
    shown = " ".join(page.shown.split())
    for paragraph in GOLD["harbour"]["text"].strip().split("\n\n"):
        assert " ".join(paragraph.split()) in shown
