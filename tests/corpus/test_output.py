from __future__ import annotations

import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from attribution.corpus.output import Output, Split
from attribution.corpus.totals import Totals
from attribution.errors import CorpusError


def records(*rows: tuple[str, str | None, str | None]) -> pa.Table:
    """Rows of name, outlet and day of publication."""
    article = pa.struct([("published", pa.string())])
    columns = {"name": [row[0] for row in rows], "outlet": [row[1] for row in rows]}
    published = pa.array([{"published": row[2]} for row in rows], type=article)
    return pa.table({**columns, "article": published})


ROWS = records(
    ("a", "Quay/News", "2026-05-05"),
    ("b", None, None),
    ("c", "Quay/News", "2026-05"),
    ("d", "P", "May 5"),
    ("e", "P", "2026-13-01"),
)


@pytest.fixture
def output(tmp_path: Path) -> Output:
    return Output(tmp_path / "out")


def files(output: Output) -> dict[str, list[str]]:
    """The names in each file of records, by its place."""
    return {
        path.relative_to(output.records).as_posix(): pq.ParquetFile(path).read().column("name").to_pylist()
        for path in sorted(output.records.rglob("*.parquet"))
    }


def test_a_split_is_there_with_its_numbers(output: Output) -> None:
    totals = Totals(rows=4, seconds=2.0)
    with output.locked():
        assert (output.splits_done(), output.units_done()) == ({}, set())
        with pytest.raises(CorpusError, match=r"run\.json is gone, so nobody knows what is there"):
            output.read_run()
        output.keep(Split(0, 3), ROWS, partition=(), totals=totals)
        output.end_unit(0, splits=4)
        output.write_run({"format": 1})
    assert files(output) == {"part-00000-00003.parquet": ["a", "b", "c", "d", "e"]}
    assert (output.read_run(), output.splits_done(), output.units_done()) == (
        {"format": 1}, {Split(0, 3): totals}, {0},
    )  # fmt: skip


def test_paths_need_not_be_utf8(output: Output) -> None:
    place = os.fsdecode(b"caf\xe9.txt")
    with output.locked():
        output.write_run({"inputs": [place, "März.txt"]})
    assert output.read_run() == {"inputs": [place, "März.txt"]}


def test_partitions(output: Output) -> None:
    with output.locked():
        output.keep(Split(0, 0), ROWS, partition=("outlet", "month"), totals=Totals())
    none = "__HIVE_DEFAULT_PARTITION__"
    assert files(output) == {
        f"outlet=P/month={none}/part-00000-00000-0.parquet": ["d", "e"],
        "outlet=Quay%2FNews/month=2026-05/part-00000-00000-0.parquet": ["a", "c"],
        f"outlet={none}/month={none}/part-00000-00000-0.parquet": ["b"],
    }


def test_partition_by_year(output: Output) -> None:
    with output.locked():
        output.keep(Split(1, 0), ROWS, partition=("year",), totals=Totals())
    assert list(files(output)) == [
        "year=2026/part-00001-00000-0.parquet",
        "year=__HIVE_DEFAULT_PARTITION__/part-00001-00000-0.parquet",
    ]


def test_what_an_earlier_try_left_is_written_over(output: Output) -> None:
    with output.locked():
        output.keep(Split(0, 0), ROWS.slice(0, 1), partition=("outlet",), totals=Totals())
        staged = output.folder / "_run" / "staging" / "outlet=x"
        staged.mkdir(parents=True)
        (staged / "part-00000-00009-0.parquet").write_bytes(b"half")
    with output.locked():
        output.keep(Split(0, 0), ROWS, partition=("outlet",), totals=Totals())
    assert sorted(name for names in files(output).values() for name in names) == ["a", "b", "c", "d", "e"]


def test_the_same_records_make_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        output = Output(tmp_path / name)
        with output.locked():
            output.keep(Split(0, 0), ROWS, partition=("outlet",), totals=Totals())
        made.append({path.name: path.read_bytes() for path in output.records.rglob("*.parquet")})
    assert made[0] == made[1]


def test_one_run_at_a_time(output: Output) -> None:
    with (
        output.locked(),
        pytest.raises(CorpusError, match="another run is at work on"),
        Output(output.folder).locked(),
    ):
        pass


def test_a_folder_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("Dear")
    with (
        pytest.raises(CorpusError, match=r"is not empty and no run's output: there is letters\.txt"),
        Output(tmp_path).locked(),
    ):
        pass


def test_a_split_without_its_records_is_not_there(output: Output) -> None:
    with output.locked():
        output.keep(Split(0, 0), ROWS, partition=("year",), totals=Totals(rows=4))
        output.keep(Split(1, 0), ROWS, partition=(), totals=Totals(rows=4))
        for unit in (0, 1):
            output.end_unit(unit, splits=1)
        next(output.records.glob("year=2026/*")).unlink()
        assert output.splits_done() == {Split(1, 0): Totals(rows=4)}
        (output.folder / "_run" / "units" / "notes.json").write_text("{}")
        assert output.units_done() == {1}


@pytest.mark.parametrize("broken", ["{", "[]", "{}", '{"rows": 1}'])
def test_a_manifest_that_is_broken(output: Output, broken: str) -> None:
    with output.locked():
        path = output.folder / "_run" / "splits" / "00000-00000.json"
        path.write_text(broken)
        with pytest.raises(CorpusError, match=r"00000-00000\.json is broken"):
            output.splits_done()


def test_the_report(output: Output) -> None:
    with output.locked():
        output.write_report({"rows": 3})
        path = output.folder / "_run" / "report.json"
        assert json.loads(path.read_text()) == {"rows": 3}
        output.remove_report()
        output.remove_report()
        assert not path.exists()


def test_a_file_is_no_output(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    message = r"a\.jsonl is a file; the output of a run is a folder"
    with pytest.raises(CorpusError, match=message), Output(tmp_path / "a.jsonl").locked():
        raise AssertionError("nothing is locked")
