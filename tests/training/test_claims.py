from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from attribution.evaluation.claimgold import Marked, quotation_of
from attribution.lang.loader import read_data
from attribution.training.claims import cases_of, main

GOLD = Path(__file__).parents[1] / "claims" / "quotations.jsonl"


def test_the_command_on_the_half_that_is_for_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "weights.toml"
    assert main([str(GOLD), "--half", "dev", "--out", str(out)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["shipped", "learned", "cross-validated over quotations"]
    shipped, made = read_data("en", "weights"), tomllib.loads(out.read_text(encoding="utf-8"))
    assert made["pronoun"] == shipped["pronoun"]
    assert made["claim"]["prior"] == shipped["claim"]["prior"]
    assert made["claim"]["weights"].keys() == shipped["claim"]["weights"].keys()
    assert made["claim"]["weights"]["percentage"] > 0 > made["claim"]["weights"]["question"]


def test_a_quotation_is_two_choices() -> None:
    text = "Thank you. We lost 12 boats in 2019."
    for worth, right in ((0, [1, 1]), (1, [0, 1]), (2, [0, 0])):
        cases = list(cases_of([Marked(quotation_of(text, id="a"), worth)]))
        assert [case.right for case in cases] == right
        assert "number" in cases[0].candidates[0]
    [first, _] = cases_of([Marked(quotation_of(text, id="a"), 1, sentence=0)])
    assert "courtesy" in first.candidates[0]


def test_what_is_no_statement_teaches_nothing() -> None:
    assert list(cases_of([Marked(quotation_of("12 boats", id="a", statement=False), 0)])) == []


def test_what_cannot_be_learned_is_status_2_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "gold.jsonl"
    broken.write_text(json.dumps({"text": "Hello."}) + "\n", encoding="utf-8")
    assert main([str(broken)]) == 2
    assert "gold.jsonl, line 1" in capsys.readouterr().err
    assert main([str(GOLD), "--half", "third"]) == 2
    assert main([str(tmp_path / "none.jsonl")]) == 2
