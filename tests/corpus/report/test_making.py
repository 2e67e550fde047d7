from __future__ import annotations

import re
from pathlib import Path

import pytest

from attribution.corpus.report import write_report
from attribution.errors import InputError
from tests.corpus.outputs import article, error_row, write_output
from tests.corpus.report.corpora import columns
from tests.tree import ROOT


def test_the_same_records_give_the_same_files(output: Path, folder: Path, tmp_path: Path) -> None:
    write_report(output, html=tmp_path / "report.html", folder=tmp_path, genders="pronouns", threads=3)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }


def test_the_page_of_the_documentation_names_every_table(folder: Path) -> None:
    page = (ROOT / "docs" / "corpus.md").read_text(encoding="utf-8").split("## Reports\n")[1]
    lines = [line.split("|")[2] for line in page.splitlines() if line.startswith("| ")]
    told = {name for line in lines for name in re.findall("`([a-z_]+)`", line)}
    assert told == {path.stem for path in folder.glob("*.csv")}


def test_no_more_than_the_top_and_nothing_on_gender_unless_it_is_asked_for(
    output: Path, tmp_path: Path
) -> None:
    write_report(output, folder=tmp_path, top=1, threads=1)
    for name in ("speakers", "speakers_by_outlet", "speakers_by_month", "speakers_by_role"):
        assert {speaker for (speaker,) in columns(tmp_path, name, "speaker")} == {"Ann Lee"}
    assert not list(tmp_path.glob("gender*"))
    assert "gender" not in (tmp_path / "report.json").read_text(encoding="utf-8").lower()


def test_a_corpus_without_a_statement(tmp_path: Path) -> None:
    output = write_output(tmp_path / "out", article([]), error_row())
    write_report(output, html=tmp_path / "report.html", genders="pronouns", threads=1)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count("There are none.") > 10
    assert "<figure" not in page


def test_what_cannot_be_reported(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="have no rows"):
        write_report(write_output(tmp_path), html=tmp_path / "report.html")
    with pytest.raises(InputError, match="no such folder"):
        write_report(tmp_path / "nowhere", html=tmp_path / "report.html")
    with pytest.raises(ValueError, match="top must be at least 1"):
        write_report(tmp_path, top=0)
    assert not (tmp_path / "report.html").exists()
