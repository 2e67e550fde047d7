from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import pytest

from attribution.corpus.stored import find_stored
from attribution.corpus.table_files import TABLES, write_tables
from attribution.errors import InputError
from attribution.export.csv import restored
from tests.corpus.outputs import article, error_row, row_of, speaker, write_output
from tests.samples import sample


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_the_same_records_give_the_same_files(tmp_path: Path, format: Any) -> None:
    rows = [article([(1, {})] * 3, [speaker(1, "Ann Lee")], id=f"a{number}") for number in range(40)]
    output = write_output(tmp_path / "out", *rows, error_row())
    for name, threads in (("one", 1), ("two", 3)):
        counts = write_tables(output, tmp_path / name, format=format, threads=threads)
        assert counts == {"articles": 40, "quotations": 120, "speakers": 40, "errors": 1}
    for table in TABLES:
        one, two = (tmp_path / name / f"{table}.{format}" for name in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()
    assert sorted(os.listdir(tmp_path / "one")) == sorted(f"{table}.{format}" for table in TABLES)


def test_cells_are_safe_in_a_spreadsheet(tmp_path: Path) -> None:
    output = write_output(tmp_path, article([(None, {"text": "=1+1", "topics": ("-a", "b")})], id="@a"))
    write_tables(output, tmp_path / "tables", format="csv")
    with open(tmp_path / "tables" / "quotations.csv", encoding="utf-8", newline="") as stream:
        [row] = csv.DictReader(stream)
    assert (row["text"], row["article_id"], row["topics"]) == ("'=1+1", "'@a", "'-a, b")
    assert restored(row["text"]) == "=1+1"
    assert (row["statement"], row["speaker"]) == ("true", "")


def test_records_without_rows_are_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="have no rows"):
        write_tables(write_output(tmp_path / "out"), tmp_path / "tables")
    assert not (tmp_path / "tables").exists()


def test_tables_are_not_put_among_the_records(tmp_path: Path) -> None:
    output = write_output(tmp_path, row_of(sample()))
    with pytest.raises(InputError, match="lies among the records"):
        write_tables(output, output / "records" / "tables")
    assert write_tables(output, output / "tables")["articles"] == 1
    assert find_stored(output).names == ("part-00000-00000.parquet",)
