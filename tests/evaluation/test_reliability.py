"""Reliability of confidence: bins, their error, and what the scorer calls right."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from attribution import Extractor
from attribution.evaluation.gold import GoldArticle, Ranges, Relation
from attribution.evaluation.reliability import (
    BINS,
    Judged,
    bins,
    calibration_error,
    judge_all,
    judged,
    main,
    rightness,
    table,
)
from attribution.records import Confidence, Extraction
from tests.evaluation.conftest import DIRECT, INDIRECT, TEXT, at, gold


def contents(extraction: Extraction) -> list[Ranges]:
    return [tuple((span.start, span.end) for span in one.spans) for one in extraction.quotations]


def with_first(extraction: Extraction, **changes: object) -> Extraction:
    first, *rest = extraction.quotations
    return dataclasses.replace(
        extraction,
        quotations=(dataclasses.replace(first, **changes), *rest),  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def extraction(extractor: Extractor) -> Extraction:
    return extractor.extract(TEXT)


@pytest.fixture(scope="module")
def first_alone(extraction: Extraction) -> GoldArticle:
    """Gold with the content of the first record, whatever it is, and nothing else."""
    return gold(Relation(contents(extraction)[0]))


def test_a_confidence_on_an_edge_is_in_the_bin_above() -> None:
    made = bins(Judged(value, True) for value in (0.0, 0.1, 0.3, 0.7, 0.99, 1.0))
    assert [one.count for one in made] == [1, 1, 0, 1, 0, 0, 0, 1, 0, 2]
    assert len(made) == BINS


def test_means_and_shares_of_a_bin() -> None:
    one = bins([Judged(0.62, True), Judged(0.66, False), Judged(0.64, True), Judged(0.68, True)])[6]
    assert (one.count, one.mean, one.share) == (4, pytest.approx(0.65), 0.75)
    assert bins([])[3].mean == bins([])[3].share == 0.0


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ([], 0.0),
        ([(1.0, True), (0.0, False)], 0.0),
        ([(0.9, False)], 0.9),
        ([(0.75, True)] * 3 + [(0.75, False)], 0.0),
        ([(0.8, True)] * 3 + [(0.2, True)], (3 * 0.2 + 0.8) / 4),
        ([(0.21, False), (0.29, True)], 0.25),  # within a bin only the means count
    ],
)
def test_the_expected_calibration_error(given: list[tuple[float, bool]], error: float) -> None:
    assert calibration_error(bins(Judged(*one) for one in given)) == pytest.approx(error)


def test_what_the_scorer_pairs_is_right() -> None:
    given = [
        Relation(at("The pool is")),
        Relation(at("coach Mara Oyelaran")),
        Relation(((0, 1),)),  # a mark and no letter
        Relation(at("any plan to sell")),
    ]
    assert rightness(gold(DIRECT, INDIRECT), given) == [True, False, None, True]


def test_a_second_content_over_the_same_words_is_wrong() -> None:
    assert rightness(gold(DIRECT), [DIRECT, DIRECT]) == [True, False]


def test_confidence_goes_with_its_own_content(extraction: Extraction, first_alone: GoldArticle) -> None:
    found = judged(first_alone, with_first(extraction, confidence=Confidence(0.123)), reading="polnear")
    assert found[0] == Judged(0.123, True)
    assert len(found) > 1
    assert not any(one.right for one in found[1:])


def test_the_reading_decides_what_counts(extraction: Extraction, first_alone: GoldArticle) -> None:
    thought = with_first(extraction, statement=False, reason="thought")
    counts = {r: judged(first_alone, thought, reading=r) for r in ("polnear", "statements")}  # type: ignore[arg-type]
    assert counts["polnear"][0].right
    assert not any(one.right for one in counts["statements"])


def test_articles_keep_their_order(extractor: Extractor) -> None:
    silent = GoldArticle("a2", "The tide was low.", "The tide was low.", ())
    found = list(judge_all([silent, gold()], extractor, reading="polnear"))
    assert found[0] == []
    assert any(one.right for one in found[1])


def test_the_table_adds_up() -> None:
    lines = table(bins([Judged(0.75, True), Judged(0.75, False), Judged(0.95, True)])).splitlines()
    assert lines[8].split() == ["0.7", "–", "0.8", "2", "0.750", "0.500"]
    assert lines[-2].split() == ["all", "3", "0.817", "0.667"]
    assert lines[-1] == "expected calibration error 0.183"
    assert len(lines) == BINS + 3


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = gold(DIRECT)
    row = {"id": article.id, "text": article.text, "attributions": [{"content": DIRECT.content}]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert main([str(tmp_path / "gold.jsonl"), "--model", "rules"]) == 0
    assert "expected calibration error 0." in capsys.readouterr().out


def test_gold_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.jsonl"), "--model", "rules"]) == 2
    assert "none.jsonl" in capsys.readouterr().err


def test_speakers_and_roles_have_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = gold(DIRECT)
    row = {"id": article.id, "text": article.text, "attributions": [{"content": DIRECT.content}]}
    who = {"id": article.id, "n": 0, "kinds": ["person"], "names": ["Mara Oyelaran"], "mention": "name"}
    who |= {"roles": ["coach"], "role_agreed": True}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (tmp_path / "who.jsonl").write_text(json.dumps(who) + "\n", encoding="utf-8")
    assert main([str(tmp_path / "gold.jsonl"), "--speakers", str(tmp_path / "who.jsonl")]) == 0
    out = capsys.readouterr().out
    assert out.startswith("speaker\nconfidence")
    assert "\nrole\nconfidence" in out
