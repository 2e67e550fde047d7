from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from attribution import cli
from tests.corpus.outputs import corpus_rows, write_output


def test_a_page_where_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: dict[str, Any] = {}
    monkeypatch.setattr("attribution.corpus.report.write_report", lambda output, **given: asked.update(given))
    assert cli.main(["corpus", "report", "output", "--top", "3", "--memory", "1GB"]) == 0
    assert capsys.readouterr().out == "the report is in report.html\n"
    assert asked == {
        "html": Path("report.html"), "folder": None, "top": 3, "genders": None, "memory": "1GB",
        "threads": None, "without_copies": None,
    }  # fmt: skip


def test_tables_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output, folder = write_output(tmp_path / "output", *corpus_rows()), tmp_path / "tables"
    assert cli.main(["corpus", "report", str(output), "--folder", str(folder), "--gender", "pronouns"]) == 0
    assert capsys.readouterr().out == f"the report is in {folder}\n"
    assert (folder / "gender.csv").read_text(encoding="utf-8").splitlines()[1].startswith('"f","2"')


def test_what_cannot_be_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["corpus", "report", str(tmp_path), "--gender", str(tmp_path / "none.csv")]) == 2
    assert "none.csv: No such file" in capsys.readouterr().err
    assert cli.main(["corpus", "report", str(tmp_path / "nowhere")]) == 2
    assert "nowhere: no such folder" in capsys.readouterr().err
    assert cli.main(["corpus", "report", str(tmp_path), "--top", "0"]) == 2


def test_a_place_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_output(tmp_path / "out", *corpus_rows())
    for place, message in ((tmp_path, "is a directory"), (tmp_path / "no" / "x.html", "no such directory")):
        assert cli.main(["corpus", "report", str(tmp_path / "out"), "--html", str(place)]) == 2
        assert message in capsys.readouterr().err
