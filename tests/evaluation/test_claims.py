"""The order of claims is measured: figures by hand, both forms of files, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from attribution.errors import EvaluationError
from attribution.evaluation.claimgold import read_marked
from attribution.evaluation.claims import main, measure

DEBATE = "1\tLEE\tGood evening.\t0\n2\tITO\tRents rose by 12 percent in 2019.\t3\n3\tITO\tWe hope so.\t0\n"
CODED = "7\t1\tThey lost 12 boats in 2019.\n8\t-1\tThank you.\n"
GOLD = {
    "id": "c1", "half": "dev", "text": "“We lost 12 boats.”", "worth": 2, "sentence": 0,
    "kind": "figure", "act": "deny",
    "statement": True, "speaker": {"name": None, "role": "Minister", "kind": "person"},
}  # fmt: skip


@pytest.fixture
def debate(tmp_path: Path) -> Path:
    path = tmp_path / "debate.tsv"
    path.write_text(DEBATE, encoding="utf-8")
    return path


def test_figures_by_hand() -> None:
    found = measure([0.9, 0.8, 0.8, 0.1] + [0.0] * 6, [True, False, True, True] + [False] * 6)
    assert found.average_precision == pytest.approx((1 + 2 / 3 + 3 / 4) / 3)
    assert found.precision == {10: 0.3}
    assert found.area == pytest.approx((7 + 6.5 + 6) / 21)


@pytest.mark.parametrize("worth", [[True, True], [False, False]])
def test_there_must_be_both(worth: list[bool]) -> None:
    with pytest.raises(EvaluationError, match="no order"):
        measure([0.2, 0.1], worth)


def test_columns_are_known_by_their_number(debate: Path, tmp_path: Path) -> None:
    marked = read_marked(debate)
    assert [(one.quotation.id, one.worth) for one in marked] == [("1", 0), ("2", 3), ("3", 0)]
    assert marked[1].quotation.text == "Rents rose by 12 percent in 2019."
    other = tmp_path / "coded.tsv"
    other.write_text(CODED, encoding="utf-8")
    assert [(one.quotation.text, one.worth) for one in read_marked(other)] == [
        ("They lost 12 boats in 2019.", 1),
        ("Thank you.", -1),
    ]


def test_gold_of_this_project(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    rows = [GOLD, {**GOLD, "id": "c2", "half": "test", "speaker": None}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    [marked] = read_marked(path, half="dev")
    assert (marked.worth, marked.sentence, marked.quotation.id) == (2, 0, "c1")
    assert marked.quotation.role is not None
    assert marked.quotation.role.text == "Minister"
    assert marked.quotation.cue is not None
    assert marked.quotation.cue.act == "deny"
    assert len(read_marked(path)) == 2


@pytest.mark.parametrize("line", ["1\t2", "1\tLEE\tHello.\tyes", "a\tb\tHello."])
def test_a_line_that_is_none_of_these(tmp_path: Path, line: str) -> None:
    path = tmp_path / "bad.tsv"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"bad\.tsv, line 1"):
        read_marked(path)


def test_the_command(debate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(debate), "--least", "2"]) == 0
    first, heading, *rows, verdict = capsys.readouterr().out.splitlines()
    assert first == "3 marked, 1 worth checking"
    assert heading.split() == ["order", "AP", "P@10", "P@20", "P@50", "area"]
    assert [row[:14].strip() for row in rows] == ["rating", "most numbers", "longest"]
    assert verdict == "score of 0.5 or above: 1, precision 1.000, recall 1.000"
    assert rows[0].split()[1:] == ["1.000", "-", "-", "-", "1.000"]


def test_kinds_are_measured_where_gold_has_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "gold.jsonl"
    rows = [GOLD, {**GOLD, "id": "c2", "text": "Thank you.", "worth": 0}, {**GOLD, "kind": "law"}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert main([str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "kind right: 1 of 2"


def test_what_cannot_be_measured(debate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(debate), "--least", "9"]) == 2
    assert main([str(debate.parent / "none.tsv")]) == 2
    assert "no order to measure" in capsys.readouterr().err
