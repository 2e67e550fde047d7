"""What is told before Spark starts; tests/system/spark has it run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from attribution.cli import main


@pytest.fixture
def argv(tmp_path: Path) -> list[str]:
    (tmp_path / "a.jsonl").write_text('{"text": "“No,” said Ann Lee."}\n')
    return ["corpus", "run", str(tmp_path / "a.jsonl"), str(tmp_path / "out")]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--master", "local[1]"], "--master is for --engine spark"),
        (["--conf", "spark.task.cpus=1"], "--conf is for --engine spark"),
        (["--engine", "spark", "--conf", "spark.task.cpus"], "--conf spark.task.cpus: NAME=VALUE is wanted"),
        (["--engine", "spark", "--master", "local[1]", "--workers", "2"], "--workers is for this machine"),
        (["--engine", "spark", "--again", "a.jsonl"], "--again is for runs that go on"),
    ],
)
def test_options_that_do_not_go_together(
    options: list[str], told: str, argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*argv, *options]) == 2
    assert told in capsys.readouterr().err
    assert not Path(argv[-1]).exists()


def test_without_the_extra(
    argv: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in sys.modules if name.startswith("attribution.corpus.spark")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert main([*argv, "--engine", "spark"]) == 2
    assert "pip install 'attribution[spark]'" in capsys.readouterr().err
