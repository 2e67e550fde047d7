from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from attribution.corpus.table_files import write_tables
from attribution.corpus.tables import open_tables
from attribution.errors import CorpusError, InputError
from tests.corpus.outputs import row_of, write_output, write_part
from tests.samples import sample


def found(output: Path, query: str) -> list[Any]:
    with open_tables(output, memory="200MB", threads=1) as tables:
        return tables.execute(query).fetchall()


def test_a_users_own_job_may_lack_columns_and_partition(tmp_path: Path) -> None:
    """As Spark writes it: no folder of records, an outlet told by its folder, files of others beside."""
    write_part(tmp_path / "outlet=Pool%20Post" / "part-1.parquet", [row_of(sample())], carried=())
    write_part(tmp_path / "outlet=__HIVE_DEFAULT_PARTITION__" / "p.parquet", [row_of(sample())], carried=())
    (tmp_path / "_temporary").mkdir()
    (tmp_path / "_temporary" / "half.parquet").write_bytes(b"half")
    (tmp_path / "_SUCCESS").touch()
    rows = found(tmp_path, "SELECT file, row, outlet, part, part_row FROM quotations ORDER BY part")
    assert rows == [
        (None, None, "Pool Post", "outlet=Pool%20Post/part-1.parquet", 0),
        (None, None, None, "outlet=__HIVE_DEFAULT_PARTITION__/p.parquet", 0),
    ]


def test_what_a_folder_without_a_value_is_called_is_a_name_elsewhere(tmp_path: Path) -> None:
    name = "__HIVE_DEFAULT_PARTITION__"
    write_output(tmp_path, row_of(sample(), outlet=name))
    assert found(tmp_path, "SELECT outlet FROM articles") == [(name,)]


def test_folders_above_the_output_tell_nothing(tmp_path: Path) -> None:
    output = tmp_path / "outlet=Archive" / "row=5" / "out"
    write_part(output / "records/outlet=Quay%2FNews+1%25/a.parquet", [row_of(sample(), file="a", row=1)],
               carried=["file", "row"])  # fmt: skip
    assert found(output, "SELECT file, row, outlet FROM articles") == [("a", 1, "Quay/News+1%")]


@pytest.mark.parametrize("name", ["Article", "FILE_ROW_NUMBER", "part_path"])
def test_columns_that_duckdb_would_confuse_are_named(tmp_path: Path, name: str) -> None:
    path = write_part(tmp_path / "a.parquet", [row_of(sample())])
    table = pq.read_table(path)
    pq.write_table(table.append_column(name, [["x"]]), path)
    with pytest.raises(InputError, match=rf"a\.parquet: has a column '{name}', and DuckDB takes that"):
        found(tmp_path, "SELECT 1")


def test_months_are_months(tmp_path: Path) -> None:
    days = ["2026-05-05", "2026-13-01", "2026-00", "May 5", "2026-12"]
    about = [replace(sample(), article=replace(sample().article, published=day)) for day in days]
    write_output(tmp_path, *map(row_of, about))
    rows = found(tmp_path, "SELECT month FROM articles ORDER BY row")
    assert rows == [("2026-05",), (None,), (None,), (None,), ("2026-12",)]


def test_inputs_may_carry_different_columns(tmp_path: Path) -> None:
    write_part(tmp_path / "records/a.parquet", [row_of(sample(), outlet="Quay News")], carried=["outlet"])
    write_part(tmp_path / "records/b.parquet", [row_of(sample(), file="b", row=7)], carried=["row", "file"])
    rows = found(tmp_path, "SELECT file, row, outlet FROM articles ORDER BY part")
    assert rows == [(None, None, "Quay News"), ("b", 7, None)]


def test_names_of_files_are_no_patterns_and_no_sql(tmp_path: Path) -> None:
    folder = tmp_path / "a'b [x] * ? %s=1"
    for name in ("part[1]*'", "part1x"):
        write_part(folder / "records" / f"{name}.parquet", [row_of(sample())])
    assert [row[0] for row in found(folder, "SELECT part FROM articles ORDER BY part")] == [
        "part1x.parquet", "part[1]*'.parquet",
    ]  # fmt: skip
    assert write_tables(folder, tmp_path / "it's [out]*")["quotations"] == 2
    assert pq.read_table(str(tmp_path / "it's [out]*" / "articles.parquet")).num_rows == 2


def test_what_is_no_output_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere: no such folder"):
        found(tmp_path / "nowhere", "SELECT 1")
    with pytest.raises(InputError, match="no records there"):
        found(tmp_path, "SELECT 1")
    duckdb.sql("SELECT 1 AS a").write_parquet(str(tmp_path / "other.parquet"))
    with pytest.raises(InputError, match=r"other\.parquet: holds no records, as it has no column 'article'"):
        found(tmp_path, "SELECT 1")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputError, match=r"broken\.parquet: is no Parquet file"):
        found(tmp_path, "SELECT 1")


def test_memory_is_checked(tmp_path: Path) -> None:
    output = write_output(tmp_path, row_of(sample()))
    with (
        pytest.raises(InputError, match="memory must be a number and its unit, such as 2GB, not 'lots'"),
        open_tables(output, memory="lots"),
    ):
        raise AssertionError("nothing is opened")


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    write_output(tmp_path / "out", row_of(sample()))
    asked = open_tables(tmp_path / "out")
    with pytest.raises(CorpusError, match=r"out/records: IO Error: .*gone"), asked as tables:
        tables.execute(f"COPY (SELECT 1) TO '{tmp_path}/gone/a.parquet'")


def test_memory_that_does_not_do(tmp_path: Path) -> None:
    write_output(tmp_path / "out", row_of(sample()))
    query = "SELECT count(DISTINCT hash(range)) FROM range(30000000)"
    asked = open_tables(tmp_path / "out", memory="10MB", threads=1)
    with pytest.raises(CorpusError, match="more memory than 10MB is needed"), asked as tables:
        tables.execute(f"SET temp_directory = ''; {query}")
