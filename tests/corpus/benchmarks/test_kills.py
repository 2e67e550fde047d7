from __future__ import annotations

import json
from pathlib import Path

import pytest

from attribution.corpus.benchmarks import kills


@pytest.mark.system  # a minute of many processes
def test_a_run_that_is_killed_comes_to_the_same(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    argv = [str(texts), "--articles", "40", "--kills", "3", "--model", "rules"]
    assert kills.main(argv) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["identical"]
    assert found["kills_of_all"] + found["kills_of_one"] >= 3
    assert found["files"] == 1


def test_outputs_that_differ_are_told(
    texts: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(kills, "report_of", lambda command: {})
    monkeypatch.setattr(kills, "_killed", lambda command, found, chance, *, most: _count(found))
    monkeypatch.setattr(kills, "digests", lambda folder: [("part", folder.name)])
    assert kills.main([str(texts), "--kills", "2"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["kills_of_all"], found["identical"]) == (2, False)


def _count(found: kills.Series) -> bool:
    found.kills_of_all += 1
    return True
