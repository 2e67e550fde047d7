"""Fitting confidence: the numbers, what they are fitted on, and the file they go to."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from attribution import Extractor
from attribution.errors import EvaluationError
from attribution.evaluation.gold import GoldArticle, Relation
from attribution.evaluation.reliability import bins, calibration_error
from attribution.models.network import FOLDER
from attribution.pipeline.tagger import Tagger
from attribution.training import calibrate
from attribution.training.calibrate import Pairs, Source, cross_validated, fit, judged, pairs_of

NUMBERS = (-1.5, 0.5, 0.8)
SAID = "“The pool is warm,” said Mara Oyelaran, the swimming coach."
TOLD = "The council said the road would be closed for a week."


def drawn(size: int, *, articles: int = 40) -> Pairs:
    """Pairs whose chances are what NUMBERS say."""
    random = np.random.default_rng(5)
    odds = random.normal(2, 2, (size, 2))
    chances = 1 / (1 + np.exp(-(NUMBERS[0] + odds @ np.array(NUMBERS[1:]))))
    return Pairs(odds, random.random(size) < chances, random.integers(0, articles, size))


def article(text: str, *contents: str, id: str = "a1") -> GoldArticle:
    spans = [(text.index(words), text.index(words) + len(words)) for words in contents]
    return GoldArticle(id, text, text, tuple(Relation((span,)) for span in spans))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped network, with settings of its own."""
    for file in (FOLDER / "en").iterdir():
        if file.suffix != ".json" or file.name == "tokenizer.json":
            (tmp_path / file.name).symlink_to(file)
    settings = json.loads((FOLDER / "en" / "tagger.json").read_text(encoding="utf-8"))
    settings["calibration"] = [0.0, 1.0, 1.0]
    (tmp_path / "tagger.json").write_text(json.dumps(settings), encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def source() -> Source:
    return Source(FOLDER / "en")


def test_the_numbers_come_back() -> None:
    assert fit(drawn(60_000)) == pytest.approx(NUMBERS, abs=0.05)


def test_no_small_change_makes_it_likelier() -> None:
    pairs = drawn(500)
    design, best = np.column_stack([np.ones(500), pairs.odds]), np.array(fit(pairs))
    least = calibrate._loss(design, pairs.right, best)
    for change in np.vstack([np.eye(3), -np.eye(3)]) * 0.01:
        assert calibrate._loss(design, pairs.right, best + change) > least


def test_the_mean_confidence_is_the_share_that_is_right() -> None:
    pairs = drawn(500)
    mean = np.mean([one.confidence for one in judged(pairs, fit(pairs))])
    assert mean == pytest.approx(pairs.right.mean(), abs=1e-3)


def test_odds_that_tell_without_a_fault_give_finite_numbers() -> None:
    odds = np.array([[-9.0, -9.0], [-8.0, 1.0], [8.0, 2.0], [9.0, 9.0]])
    numbers = fit(Pairs(odds, odds[:, 0] > 0, np.arange(4)))
    assert np.isfinite(numbers).all()
    assert [one.confidence > 0.5 for one in judged(Pairs(odds, odds[:, 0] > 0, np.arange(4)), numbers)] == [
        False, False, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize("right", [True, False])
def test_all_right_or_all_wrong_cannot_be_fitted(right: bool) -> None:
    with pytest.raises(EvaluationError, match="some that are not"):
        fit(Pairs(np.ones((3, 2)), np.full(3, right), np.arange(3)))


def test_an_article_is_judged_by_the_others() -> None:
    pairs = drawn(4000)
    odd = pairs.articles == 0
    turned = Pairs(pairs.odds, pairs.right ^ odd, pairs.articles)  # wrong where the others are right
    found = cross_validated(turned)
    assert len(found) == 4000
    assert calibration_error(bins(cross_validated(pairs))) < 0.05
    own = fit(turned.chosen(odd))
    assert own[1] < 0 < fit(turned.chosen(~odd))[1]
    first = judged(turned.chosen(odd), fit(turned.chosen(pairs.articles % 5 != 0)))
    assert set(first) <= set(found)


def test_folds_take_articles() -> None:
    with pytest.raises(EvaluationError, match="takes 5 articles with relations, not 4"):
        cross_validated(drawn(200, articles=4))


def test_what_the_network_found_is_right_or_not(source: Source) -> None:
    both = pairs_of(source, [(article(SAID, "“The pool is warm,”"), "polnear"), (article(SAID), "polnear")])
    assert both.right.tolist() == [True, False]
    assert both.articles.tolist() == [0, 1]
    assert both.odds[0].tolist() == both.odds[1].tolist()
    assert (both.odds > 0).all()


def test_a_thought_counts_in_one_reading_alone(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    thoughts = Tagger._note

    def thought(self: Tagger, *args: object, **named: object) -> object:
        return {**thoughts(self, *args, **named), "statement": False, "reason": "thought"}  # type: ignore[arg-type]

    monkeypatch.setattr(Tagger, "_note", thought)
    assert len(source.rows(article(TOLD), reading="polnear")) == 1
    assert source.rows(article(TOLD), reading="statements") == []


def test_relations_of_the_rules_are_left_out(source: Source, extractor: Extractor) -> None:
    text = f"{SAID}\n\nHer book, “Cold Water”, came out in May."
    whole = source.extractor.extract(text)
    assert all("network" in one.evidence for one in whole.quotations)
    assert len(whole.quotations) == len(source.tagger.odds) > 0
    assert any("network" not in one.evidence for one in extractor.extract(text).quotations)


def test_no_articles_give_no_pairs(source: Source) -> None:
    assert pairs_of(source, []).odds.shape == (0, 2)


def test_a_stage_that_fails_is_told(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attribution.pipeline.tagger.decode", lambda *given: 1 / 0)
    with pytest.raises(EvaluationError, match="a1: a stage failed"):
        source.rows(article(SAID), reading="polnear")


def test_the_command_writes_the_numbers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contents = ["“The pool is warm,”", "the road would be closed for a week"]
    gold = [article(f"{SAID}\n\n{TOLD}", contents[n % 2], id=f"a{n}") for n in range(10)]
    rows = [
        {"id": a.id, "text": a.text, "attributions": [{"content": r.content} for r in a.relations]}
        for a in gold
    ]
    file = folder / "gold.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert calibrate.main([str(folder), str(file)]) == 0
    printed = capsys.readouterr().out
    assert "20 relations of 10 articles, 0.500 of them right" in printed
    settings = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))
    assert settings["calibration"] != [0.0, 1.0, 1.0]
    assert "calibration: " + " ".join(f"{number:.4f}" for number in settings["calibration"]) in printed
    shipped = json.loads((FOLDER / "en" / "tagger.json").read_text(encoding="utf-8"))
    assert {**settings, "calibration": None} == {**shipped, "calibration": None}


def test_a_folder_without_a_tagger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = {"id": "a1", "text": SAID, "attributions": []}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert calibrate.main([str(tmp_path), str(tmp_path / "gold.jsonl")]) == 2
    assert "there is no tagger in" in capsys.readouterr().err
