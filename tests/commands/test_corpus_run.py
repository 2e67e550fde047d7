from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from attribution.cli import main
from attribution.commands.corpus_run import make_plan
from attribution.corpus.runner import Plan, Run
from attribution.errors import CorpusError
from tests.corpus import fakes
from tests.corpus.articles import FERRY, HARBOUR


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    rows = [{"body": HARBOUR, "date": "2026-05-05", "paper": "Quay News"}, {"body": " "}, {"body": FERRY}]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder


@pytest.fixture
def _without_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attribution.corpus.workers.work", fakes.work)


COLUMNS = ("--column", "text=body", "--column", "published=date", "--column", "outlet=paper")


@pytest.mark.usefixtures("_without_a_model")
def test_runs_and_reports(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    argv = ["corpus", "run", str(archive), str(out), *COLUMNS, "--partition", "month", "--workers", "1"]
    assert main(argv) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "3 articles"
    assert said[1] == "0 quotations, 0 of them statements"
    assert said[-1] == f"records: {out / 'records'}"
    assert "3 articles in " in said[3]
    [dated] = (out / "records" / "month=2026-05").glob("*.parquet")
    assert pq.ParquetFile(dated).read().column("outlet").to_pylist() == ["Quay News"]
    assert main([*argv, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["this_run"]["rows"]) == (3, 0)
    assert main(argv) == 0
    assert "nothing was left to do" in capsys.readouterr().out


def test_the_records_are_those_of_the_extractor(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With real processes and the real model."""
    from attribution.corpus import extraction_of

    out = tmp_path / "out"
    assert (
        main(["corpus", "run", str(archive), str(out), *COLUMNS, "--workers", "1", "--model", "rules"]) == 1
    )
    assert "3 articles, 1 failed (1 empty-input)" in capsys.readouterr().out
    rows = pq.read_table(out / "records").to_pylist()
    assert [row["error"] and row["error"]["code"] for row in rows] == [None, "empty-input", None]
    assert extraction_of(rows[0]).quotations[0].text == "“We open the lock gates at noon,”"
    assert [(row["file"], row["row"], row["outlet"]) for row in rows] == [
        ("a.jsonl", 1, "Quay News"), ("a.jsonl", 2, None), ("a.jsonl", 3, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--column", "body=text"], "--column body=…: no such field; there are text, html,"),
        (["--keep", "text"], "--keep text: it is in the records"),
        (["--keep", "row"], "--keep row: it is in the records, or says where they are from"),
        (["--keep", "quotations"], "--keep quotations: it is in the records"),
        (["--keep", "Article"], "--keep Article: it is in the records"),
        (["--keep", "file_row_number"], "--keep file_row_number: it is in the records"),
        (["--keep", "desk", "--keep", "Desk"], "--keep desk, Desk: two names differ by capitals alone"),
        (["--partition", "day"], "--partition day: there are month, year, outlet"),
        (["--seconds", "0"], "--seconds must be more than 0"),
        (["--seconds", "nan"], "--seconds must be more than 0"),
        (["--keep", "error"], "--keep error: it is in the records"),
        (["--keep", "month", "--partition", "month"], "--keep month: it is in the records"),
        (["--input", "tape"], "no kind 'tape'"),
    ],
)
def test_arguments_without_sense(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    assert main(["corpus", "run", str(archive), str(tmp_path / "out"), *options]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("argument", ["text", "=body", "text="])
def test_a_column_needs_two_names(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], argument: str
) -> None:
    assert main(["corpus", "run", str(archive), str(tmp_path / "out"), "--column", argument]) == 2
    assert "is not FIELD=NAME" in capsys.readouterr().err


@pytest.mark.usefixtures("_without_a_model")
def test_an_output_within_the_archive_is_not_read(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["corpus", "run", str(archive), str(archive / "out"), *COLUMNS, "--workers", "1", "--json"]
    for _ in range(2):
        assert main(argv) == 0
        assert json.loads(capsys.readouterr().out)["rows"] == 3


def test_what_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "run", str(tmp_path / "none.jsonl"), str(tmp_path / "out")]) == 2
    assert "none.jsonl" in capsys.readouterr().err


def planned(monkeypatch: pytest.MonkeyPatch, *argv: str) -> Plan:
    """The plan of a command, which is not carried out."""
    plans: list[Plan] = []

    def keep(args: argparse.Namespace) -> Plan:
        plans.append(make_plan(args))
        raise CorpusError("planned")

    monkeypatch.setattr("attribution.commands.corpus_run.make_plan", keep)
    assert main(["corpus", "run", *argv]) == 2
    return plans[0]


def test_options(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = [
        "--keep", "outlet", "--keep", "section", "--partition", "section", "--partition", "year", "--unit",
        "utf16", "--workers", "5", "--again", "a.jsonl", "--seconds", "1.5", "--split-mb", "2",
        "--model", "rules", "--topics",
    ]  # fmt: skip
    plan = planned(monkeypatch, str(archive), str(tmp_path / "out"), *options)
    assert (plan.workers, plan.split_bytes, plan.partition) == (5, 2 * 2**20, ("section", "year"))
    assert plan.columns.keep == ("outlet", "section")
    assert plan.again == ["a.jsonl"]
    settings = plan.settings
    assert (settings.unit, settings.seconds, settings.model, settings.topics) == ("utf16", 1.5, "rules", True)


def test_a_stop_says_how_to_go_on(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(_: Run) -> Iterator[Any]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(Run, "steps", stopped)
    assert main(["corpus", "run", str(archive), str(tmp_path / "out")]) == 130
    assert "stopped; the same command goes on from here" in capsys.readouterr().err
