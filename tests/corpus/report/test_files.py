from __future__ import annotations

import json
from pathlib import Path

from tests.corpus.report.corpora import read


def test_the_json_has_what_the_files_have(folder: Path) -> None:
    tables = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert {f"{name}.csv" for name in tables} == {path.name for path in folder.glob("*.csv")}
    speakers = tables["speakers"]
    assert speakers["title"] == "The 20 speakers with the most statements"
    first = dict(zip(speakers["columns"], speakers["rows"][0], strict=True))
    assert (first["speaker"], first["statements"], first["role"]) == ("Ann Lee", 4, "mayor")
    for name, table in tables.items():
        assert [list(row) for row in read(folder, name)] == [table["columns"]] * len(table["rows"])


def test_nothing_half_done_is_left(folder: Path) -> None:
    assert not list(folder.glob(".*"))
