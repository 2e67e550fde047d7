"""The fit of speaker and role confidence, and what counts as right."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from attribution.errors import EvaluationError
from attribution.evaluation.confidence import OTHER, fit, main, section
from attribution.evaluation.gold import GoldSpeaker, Relation
from attribution.evaluation.reliability import Found, judged_speakers, role_right, speaker_right
from attribution.lang.confidence import Calibration, calibration

TEXT = "“The pool is shut,” said coach Mara Oyelaran. “It leaks,” she said."


def found(name: str | None, role: str | None = None, *, gold: GoldSpeaker | None = None) -> Found:
    who = gold or GoldSpeaker(("person",), ("Mara Oyelaran",), "name", ("coach",), True)
    return Found(who, Relation(((0, 1),), name=name, role=role), 0.9, 0.8 if role else None, (), False)


def test_a_name_is_right_as_the_scorer_says_and_none_where_there_is_none() -> None:
    nobody = GoldSpeaker(("group",), (None,), "nominal", (), True)
    given = [found("Ms. Mara Oyelaran"), found("Ann Lee"), found(None)]
    assert [speaker_right(one) for one in given] == [True, False, False]
    assert [speaker_right(found(name, gold=nobody)) for name in (None, "Ann Lee")] == [True, False]


def test_a_role_counts_where_readers_agree_on_a_person() -> None:
    open_case = GoldSpeaker(("person",), ("Mara Oyelaran",), "name", ("coach",), False)
    assert [role_right(found("Mara", role)) for role in ("the coach", "nurse", None)] == [True, False, None]
    assert role_right(found("Mara", "coach", gold=open_case)) is None
    judged = judged_speakers([found("Mara Oyelaran", "coach"), found(None)])
    assert [one.right for one in judged["speaker"]] == [True, False]
    assert [one.confidence for one in judged["role"]] == [0.8]


def test_the_fit_gives_the_shares_of_the_groups() -> None:
    rows = [(0.9, ("surname",), n % 10 < 8) for n in range(400)]
    rows += [(0.9, ("unnamed", "network"), n % 10 < 3) for n in range(400)]
    made = fit(rows, ("surname", "unnamed", OTHER))
    assert made.probability(0.9, ["surname"]) == pytest.approx(0.8, abs=0.02)
    assert made.probability(0.9, ["network", "unnamed"]) == pytest.approx(0.3, abs=0.02)


def test_a_higher_score_never_lowers_the_probability() -> None:
    rows = [(0.2, (), True), (0.9, (), False)] * 200
    made = fit(rows, (OTHER,))
    assert made.slope == 0.0
    assert made.probability(0.2, []) <= made.probability(0.9, [])


def test_nothing_to_fit_on() -> None:
    with pytest.raises(EvaluationError):
        fit([], (OTHER,))


def test_the_file_is_what_was_fitted() -> None:
    made = Calibration(0.75, {"surname": 1.25, OTHER: -0.5})
    data = tomllib.loads(section("speaker", made))["speaker"]
    assert Calibration(data["slope"], data["shift"]) == made


@pytest.mark.parametrize("of", ["speaker", "role"])
def test_the_shipped_numbers_are_curves_that_rise(of: str) -> None:
    shipped = calibration("en", of)
    assert shipped.slope >= 0
    assert OTHER in shipped.shift
    assert 0 < shipped.probability(0.0, []) <= shipped.probability(1.0, []) < 1


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spans = [(0, 19), (46, 57)]
    gold = {"id": "a1", "text": TEXT, "attributions": [{"content": [span]} for span in spans]}
    who = {"id": "a1", "kinds": ["person"], "names": ["Mara Oyelaran"], "mention": "name"}
    who |= {"roles": ["coach"], "role_agreed": True}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    (tmp_path / "who.jsonl").write_text(
        "".join(json.dumps({**who, "n": n}) + "\n" for n in range(2)), encoding="utf-8"
    )
    out = tmp_path / "confidence.toml"
    given = f"{tmp_path / 'gold.jsonl'},{tmp_path / 'who.jsonl'},polnear"
    assert main([given, "--out", str(out)]) == 0
    assert set(tomllib.loads(out.read_text(encoding="utf-8"))) == {"speaker", "role"}
    assert main(["gold.jsonl", "--out", str(out)]) == 2
    assert "GOLD,SPEAKERS,READING" in capsys.readouterr().err
