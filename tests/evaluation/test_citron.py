"""Gold in Citron's annotation format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from attribution.errors import EvaluationError
from attribution.evaluation.citron import read_citron
from attribution.evaluation.gold import Relation

TEXT = "🙂 “No,” Ito said."


def place(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def quote(**changes: Any) -> dict[str, Any]:
    return {"cue": place("said"), "sources": [place("Ito")], "contents": [place("“No,”")], **changes}


def write(path: Path, *quotes: Any, **document: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {"text": TEXT, "quotes": list(quotes), **document}
    path.write_text(json.dumps(data, indent=4, ensure_ascii=False), encoding="utf-8")
    return path


def test_quotes_become_relations(tmp_path: Path) -> None:
    [article] = read_citron(
        write(tmp_path / "one.json", quote(coreferences=[place("Ito")], confidence="0.9"))
    )
    assert (article.id, article.text) == ("one", TEXT)
    assert article.relations == (Relation(((2, 7),), ((8, 11),), ((12, 16),)),)


def test_a_folder_has_a_document_a_file(tmp_path: Path) -> None:
    write(tmp_path / "b.json", quote(), id="named")
    write(tmp_path / "a" / "c.json", quote(sources=[]))
    assert [article.id for article in read_citron(tmp_path)] == ["c", "named"]


def test_lines_without_names_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text(2 * (json.dumps({"text": TEXT, "quotes": []}) + "\n"), encoding="utf-8")
    assert [article.id for article in read_citron(path)] == ["all:1", "all:2"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (quote(contents=[]), "a quote has no contents"),
        (quote(contents=[{**place("“No,”"), "end": 99}]), "contents: span 2 to 99 is outside"),
        (quote(contents=[{**place("“No,”"), "start": 7}]), "contents: span 7 to 7 is outside"),
        (quote(sources=[{"start": 9, "end": 12, "text": "Ito"}]), "sources: the text at 9 to 12 is another"),
        (quote(sources=[{"start": "9"}]), "start must be int"),
        (quote(sources=None), "sources must be list"),
        (quote(cue=7), "cue: a span is not a JSON object"),
        (7, "a quote is not a JSON object"),
    ],
)
def test_what_the_format_does_not_allow_is_refused_with_its_file(
    wrong: Any, message: str, tmp_path: Path
) -> None:
    with pytest.raises(EvaluationError, match=f"one.json:1: {message}"):
        read_citron(write(tmp_path / "one.json", wrong))
