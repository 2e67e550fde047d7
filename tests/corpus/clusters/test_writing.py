"""Rows in and out, a few at a time."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from attribution.corpus.clusters import writing
from attribution.corpus.clusters.writing import rows_of, write_rows

SCHEMA = pa.schema([("number", pa.int64()), ("text", pa.string())])


def test_rows_come_while_others_are_asked_for(tables: duckdb.DuckDBPyConnection) -> None:
    rows = rows_of(tables, "SELECT range FROM range(5000) ORDER BY 1")
    seen = [next(rows), tables.execute("SELECT 7").fetchone(), *rows]
    assert seen == [(0,), (7,), *((number,) for number in range(1, 5000))]


def test_groups_are_of_the_same_size_whatever_comes_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "GROUP", 3)
    assert write_rows(tmp_path / "a.parquet", SCHEMA, ((n, f"t{n}") for n in range(7))) == 7
    file = pq.ParquetFile(tmp_path / "a.parquet")
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [3, 3, 1]
    assert file.read().to_pylist()[-1] == {"number": 6, "text": "t6"}


def test_no_rows_are_a_file_with_columns(tmp_path: Path) -> None:
    assert write_rows(tmp_path / "a.parquet", SCHEMA, []) == 0
    assert pq.read_table(tmp_path / "a.parquet").schema == SCHEMA


def test_what_fails_leaves_what_was_there(tmp_path: Path) -> None:
    write_rows(tmp_path / "a.parquet", SCHEMA, [(1, "kept")])
    with pytest.raises(pa.ArrowInvalid):
        write_rows(tmp_path / "a.parquet", SCHEMA, [("no number", "lost")])
    assert pq.read_table(tmp_path / "a.parquet").num_rows == 1
