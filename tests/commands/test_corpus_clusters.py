from __future__ import annotations

import json
from pathlib import Path

import pytest

from attribution.cli import main
from tests.corpus.clusters.corpora import record, said, write_records

GATE = "“The lock gates at Ostby rusted through in a single winter”"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return write_records(tmp_path / "out", [record(1, [said(GATE)]), record(2, [said(GATE), said("“No”")])])


def test_finds_and_tells(output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["corpus", "clusters", str(output), "--into", str(tmp_path / "there"), "--threads", "1"]
    assert main([*argv, "--memory", "300MB", "--threshold", "0.9"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "3 statements, 1 of them too short or common to be compared, 0 only within those of one speaker",
        "1 clusters of 2 quotations",
        "0 articles that are copies or have some",
    ]
    told = json.loads((tmp_path / "there" / "clusters.json").read_text())
    assert (told["clusters"], told["settings"]["threshold"]) == (1, 0.9)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--threshold", "0.2"], "--threshold must be from 0.6 to 1, not 0.2"),
        (["--memory", "much"], "memory must be a number and its unit, such as 2GB, not 'much'"),
    ],
)
def test_options_without_sense(
    options: list[str], message: str, output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["corpus", "clusters", str(output), *options]) == 2
    assert message in capsys.readouterr().err
    assert not (output / "clusters").exists()


def test_no_records(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "clusters", str(tmp_path / "nowhere")]) == 2
    assert "no such folder" in capsys.readouterr().err
