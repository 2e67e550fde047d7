"""Sentences that hold speech: the definition, the counts, the file."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from pathlib import Path

import pytest

from attribution import Extractor
from attribution.errors import EvaluationError
from attribution.evaluation.gold import Ranges
from attribution.evaluation.score import Counts
from attribution.evaluation.speech import (
    Sentence,
    SpeechArticle,
    count,
    count_all,
    figures,
    hold_speech,
    main,
    read_articles,
    report,
)

PARTS = ("Lee had this to say:", "“We swim. No.”", "The pool is old.", "The dog ran.")
TEXT = " ".join(PARTS)


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def sentences(*marked: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(*at(part), part in marked) for part in PARTS)


@pytest.mark.parametrize(
    ("contents", "cues", "holding"),
    [
        ([], [], "----"),
        (["We swim. No."], [], "-+--"),
        (["We swim. No."], ["this to say:"], "++--"),
        (["We swim. No."], [":"], "++--"),  # a cue of signs alone counts too
        (["pool"], [], "--+-"),  # four letters of twelve are a third
        (["is"], [], "----"),
        (["The pool"], [], "--+-"),
        (["is", "old", "Th"], [], "--+-"),  # the letters of several contents add up
        (["No"], [], "----"),
        (["ran"], [], "---+"),
        (["ra"], [], "----"),
        (["“"], [], "----"),  # a mark is no letter
        (["swim. No.” The"], [], "-+--"),  # three letters ran over
        (["swim. No.” The pool"], [], "-++-"),
    ],
)
def test_the_definition(contents: list[str], cues: list[str], holding: str) -> None:
    spans: list[Ranges] = [tuple(map(at, words)) for words in (contents, cues)]
    found = hold_speech(TEXT, sentences(), *spans)
    assert "".join("+" if one else "-" for one in found) == holding


def test_only_statements_count(extractor: Extractor) -> None:
    text = "“The pool is cold,” said coach Mara Oyelaran."
    article = SpeechArticle("a1", text, (Sentence(0, len(text), True),))
    stated = extractor.extract(text)
    assert count(article, stated)["both",] == 1
    thought = tuple(dataclasses.replace(one, statement=False) for one in stated.quotations)
    assert count(article, dataclasses.replace(stated, quotations=thought))["pred",] == 0


def test_what_stands_in_the_title_is_no_sentence_of_the_text(extractor: Extractor) -> None:
    text = "The dog ran home to its old kennel."
    article = SpeechArticle("a1", text, (Sentence(0, len(text), False),), "“We won,” said Mayor Ann Lee")
    [counts] = count_all([article], extractor)
    assert counts == Counter({("sentences",): 1})


def counts(both: int, pred: int, gold: int) -> Counts:
    return Counter({("both",): both, ("pred",): pred, ("gold",): gold, ("sentences",): 10})


def test_figures_of_counts() -> None:
    assert figures(counts(3, 4, 6)) == {"P": 75.0, "R": 50.0, "F1": 60.0}
    assert figures(counts(0, 0, 0)) == {"P": 0.0, "R": 0.0, "F1": 0.0}


def test_the_report_gives_intervals_over_articles() -> None:
    lines = report([counts(3, 4, 3), counts(0, 0, 3)], samples=200).splitlines()
    assert lines[0] == "2 articles, 20 sentences: 6 marked as speech, 4 found to hold it"
    assert lines[1] == "F1   60.0 (0.0 – 85.7)"
    assert lines[2].startswith("P    75.0 (")
    assert lines[3].startswith("R    50.0 (")


def written(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_file_is_read(tmp_path: Path) -> None:
    row = {"id": "a1", "title": "Swimming", "text": TEXT, "sentences": [[*at(PARTS[1]), True, ["Main"]]]}
    [article] = read_articles(written(tmp_path / "speech.jsonl", row))
    assert article == SpeechArticle("a1", TEXT, (Sentence(*at(PARTS[1]), True),), "Swimming")


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ([0, 4], r"speech\.jsonl:1: a sentence is not"),
        ([0, 4, 1], "a sentence is not"),
        (["0", 4, True], "a sentence is not"),
        ({"start": 0}, "a sentence is not"),
        ([0, 999, True], r"\[0, 999\] is outside the text"),
        ([4, 4, True], r"\[4, 4\] is outside"),
    ],
)
def test_what_is_no_sentence(sentence: object, message: str, tmp_path: Path) -> None:
    path = written(tmp_path / "speech.jsonl", {"id": "a1", "text": TEXT, "sentences": [sentence]})
    with pytest.raises(EvaluationError, match=message):
        read_articles(path)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "“The pool is cold,” said coach Mara Oyelaran. The dog ran home."
    end = text.index(" The dog")
    row = {"id": "a1", "text": text, "sentences": [[0, end, True, []], [end + 1, len(text), False, []]]}
    assert main([str(written(tmp_path / "speech.jsonl", row)), "--model", "rules"]) == 0
    assert "F1  100.0 (100.0 – 100.0)" in capsys.readouterr().out


def test_a_file_without_articles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(written(tmp_path / "speech.jsonl"))]) == 2
    assert main([str(tmp_path / "none.jsonl")]) == 2
    assert capsys.readouterr().err.count("speech: ") == 2
