"""Gold made of corrected records."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from attribution.errors import EvaluationError
from attribution.evaluation.corrected import read_records, speakers_of_records
from attribution.evaluation.gold import GoldSpeaker, Relation
from attribution.records import Extraction
from attribution.schemas import dump_extraction
from tests.export.formats import STORY, story

INPUTS = {"ab" * 32: {"text": STORY}}


def write(path: Path, *extractions: Extraction) -> Path:
    lines = (json.dumps(dump_extraction(extraction)) + "\n" for extraction in extractions)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_records_that_count_become_relations(tmp_path: Path) -> None:
    [article] = read_records(write(tmp_path / "a.jsonl", story()), INPUTS, reading="polnear")
    assert (article.id, article.text, article.title, article.published) == (
        "a1.txt",
        STORY,
        "Ours",
        "2024-05-14",
    )
    first, second = article.relations  # without the scare quote
    assert [STORY[s:e] for s, e in first.content] == ["“The café\u0301 is ours,”", "“and so it stays.”"]
    assert (first.name, first.role) == ("שרה כהן", "the owner")
    assert isinstance(second, Relation)


def test_speakers_are_those_of_the_relations(tmp_path: Path) -> None:
    made = story()
    unknown = replace(made.quotations[0], id="q9", speaker=None, source=None, role=None)
    changed = replace(made, quotations=(*made.quotations, unknown))
    path = write(tmp_path / "a.jsonl", changed)
    names = ("שרה כהן", "כהן")
    assert speakers_of_records(path, INPUTS, reading="polnear") == {
        "a1.txt": {
            0: GoldSpeaker(("person",), names, "name", ("the owner",), True),
            1: GoldSpeaker(("person",), names, "pronoun", (), True),
            2: GoldSpeaker(("none",), (None,), "none", (), True),
        }
    }


def test_an_article_without_id_is_called_by_its_digest(tmp_path: Path) -> None:
    made = story()
    path = write(tmp_path / "a.jsonl", replace(made, article=replace(made.article, id=None)))
    assert read_records(path, INPUTS, reading="polnear")[0].id == "ab" * 32


def test_what_is_missing_or_wrong_is_said_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", story(), story())
    with pytest.raises(
        EvaluationError, match=r"a.jsonl:1: no article given has the SHA-256 abab.*--articles"
    ):
        read_records(path, {}, reading="polnear")
    with pytest.raises(EvaluationError, match=r"a.jsonl:1: the records are not of this article"):
        read_records(path, {"ab" * 32: {"text": "short"}}, reading="polnear")
    data = dump_extraction(story())
    data["quotations"][1]["type"] = "sung"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"a.jsonl:1: no extraction: quotations.1.type: Must be one of"):
        read_records(path, INPUTS, reading="polnear")
