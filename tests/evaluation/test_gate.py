"""The accuracy gate: what it measures, what it says, and the floors of this project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from attribution.errors import EvaluationError
from attribution.evaluation import gate
from tests.tree import ROOT

TEXT = "“The pool is warm,” said Mara Oyelaran, the swimming coach."
FLOORS = """
[ours]
gold = "ours.jsonl"
floors = { "quoted.attributed.F1" = %s, "all.cue.F1" = 90 }

[again]
gold = "ours.jsonl"
reading = "statements"
within = { "all.found.F1" = { of = "ours", points = 3.0 } }
"""


def gold() -> str:
    def at(words: str) -> list[list[int]]:
        return [[TEXT.index(words), TEXT.index(words) + len(words)]]

    said = {"content": at("“The pool is warm,”"), "cue": at("said"), "source": at("Mara Oyelaran")}
    return json.dumps({"id": "a1", "text": TEXT, "attributions": [said]}) + "\n"


def run(folder: Path, floors: str) -> int:
    (folder / "floors.toml").write_text(floors, encoding="utf-8")
    return gate.main([str(folder), "--floors", str(folder / "floors.toml")])


def test_the_command_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ours.jsonl").write_text(gold(), encoding="utf-8")
    assert run(tmp_path, FLOORS % "70.0") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:4] for line in lines] == [
        ["ok", "ours", "quoted.attributed.F1", "100.0"],
        ["ok", "ours", "all.cue.F1", "100.0"],
        ["ok", "again", "all.found.F1", "100.0"],
    ]


def figures(quoted: float, found: float) -> dict[str, Any]:
    return {"quoted": {"attributed": {"F1": quoted}}, "all": {"cue": {"F1": 90.0}, "found": {"F1": found}}}


@pytest.mark.parametrize(
    ("quoted", "second", "status"),
    [(70.0, 67.0, 0), (69.9, 67.0, 1), (70.0, 66.9, 1), (99.9, 99.9, 0)],
)
def test_floors_and_distances(
    quoted: float, second: float, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = {"polnear": figures(quoted, 70.0), "statements": figures(quoted, second)}
    monkeypatch.setattr(gate, "measure", lambda folder, wanted: measured[wanted.get("reading", "polnear")])
    assert run(tmp_path, FLOORS % "70.0") == status


def test_gold_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, FLOORS % "70.0") == 2
    assert "ours.jsonl" in capsys.readouterr().err


def test_floors_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "[ours") == 2
    assert gate.main([str(tmp_path), "--floors", str(tmp_path / "none.toml")]) == 2
    assert capsys.readouterr().err.count("gate: ") == 2


def test_a_figure_that_is_not_there() -> None:
    with pytest.raises(EvaluationError, match=r"no figure all\.luck of a set ours"):
        gate.value_of({"ours": figures(70, 70)}, "ours", "all.luck")


def test_the_floors_of_this_project() -> None:
    sets = gate.read_floors(ROOT / gate.FLOORS)
    assert {"polnear-dev", "newsroom-dev", "polnear-dev-ukquotes"} <= set(sets)
    assert sets["polnear-dev"]["floors"]["quoted.attributed.F1"] >= 70
    assert sets["newsroom-dev"]["floors"]["all.attributed.F1"] >= 58
