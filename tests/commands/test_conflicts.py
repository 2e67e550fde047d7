from __future__ import annotations

import json
from pathlib import Path

import pytest

from attribution.cli import main
from attribution.store import Store, ingest
from tests.store.articles import incoming
from tests.store.test_conflicts import OTHERS, SAID


@pytest.fixture
def place(store_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with a conflict, which the environment names."""
    for number, sentence in enumerate((SAID, OTHERS[0]), 1):
        outlet = f"o{number}.example"
        with_day = incoming(sentence, id=f"a{number}", outlet=outlet, published="2026-03-02")
        ingest(Store(store_file), with_day)
    monkeypatch.setenv("ATTRIBUTION_STORE", str(store_file))
    return store_file


def run(capsys: pytest.CaptureFixture[str], *given: str) -> list[str]:
    assert main(["conflicts", *given]) == 0
    return capsys.readouterr().out.splitlines()


def test_conflicts_are_listed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head, first, second = run(capsys, "list")
    assert head == "1 severity 5, wordings, number, open: nine / ten"
    assert first.startswith("  Ned Abara (1 times: 2026-03-02 o1.example): “The new pier will cost nine")
    assert "o2.example" in second
    (line,) = run(capsys, "list", "--json", "--severity", "5", "--kind", "wordings")
    assert json.loads(line)["changes"][0]["first"] == "nine"
    assert run(capsys, "list", "--outlet", "o3.example") == []


def test_a_conflict_is_decided_on(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head, *_ = run(capsys, "dismiss", "1", "--reason", "a slip", "--author", "Ida")
    assert head == "1 severity 5, wordings, number, dismissed: nine / ten"
    assert run(capsys, "list") == []
    assert len(run(capsys, "list", "--status", "dismissed")) == 3
    assert len(run(capsys, "reopen", "1")) == 3
    assert main(["conflicts", "resolve", "9"]) == 2


def test_conflicts_are_found_anew(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "find") == ["2 quotations looked at"]


def test_what_cannot_be_asked(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["conflicts", "list", "--kind", "quarrel"]) == 2
    assert "none of names, wordings" in capsys.readouterr().err
