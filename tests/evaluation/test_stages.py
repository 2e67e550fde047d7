"""The cost of the late stages, with a clock that is known and with real ones."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from attribution import Extractor
from attribution.evaluation import stages

TEXT = "“The pool leaks,” said Mara Oyelaran, the coach. She closed it.\n\n“It is cold,” Ben Ito said."


@pytest.mark.parametrize("words", [1, 7, 18, 19, 500])
def test_a_long_text_has_the_words_asked_for(words: int) -> None:
    text = stages.long_text([TEXT, " ", "Rain fell."], words)
    assert len(text.split()) == words
    assert text.startswith(TEXT[: len(text)])


def test_paragraphs_stay_apart() -> None:
    assert stages.long_text(["One.\n\nTwo three."], 5) == "One.\n\nTwo three.\n\nOne.\n\nTwo"


def test_every_stage_is_timed_in_its_order(extractor: Extractor) -> None:
    ticks = itertools.count()
    taken = stages.stage_seconds(extractor, TEXT, clock=lambda: float(next(ticks)))
    assert next(iter(taken)) == stages.PARSE
    assert [name for name in taken if name in stages.LATE] == list(stages.LATE)
    assert set(taken.values()) == {1.0}


def test_stages_after_the_late_ones_do_not_count_as_before() -> None:
    taken = {
        "parse": 4.0,
        "attribution_speakers": 0.5,
        "attribution_roles": 0.1,
        "attribution_identities": 9.0,
    }
    assert stages.figures(taken, 100_000)["share"] == 0.15


def test_the_command_prints_a_line_a_length(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps({"text": TEXT}) + "\n\n", encoding="utf-8")
    assert stages.main([str(path), "--words", "40", "80"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.split()[:2] == ["40", "words"]
    assert second.split()[:2] == ["80", "words"]
    assert "speakers" in first
    assert "roles" in first


def test_nothing_to_measure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text('{"text": " "}\n', encoding="utf-8")
    assert stages.main([str(path)]) == 2
    assert "no words" in capsys.readouterr().err
