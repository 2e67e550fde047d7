from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow import parquet

from attribution.corpus.inputs import Columns, Input, find_inputs
from attribution.errors import InputError
from tests.corpus.inputs.files import values


def stored(folder: Path, columns: dict[str, Any], **options: Any) -> Input:
    table = pyarrow.table(columns)
    parquet.write_table(table, folder / "a.parquet", **options)
    [found] = find_inputs([str(folder / "a.parquet")])
    return found


def test_rows_keep_the_types_of_their_columns(tmp_path: Path) -> None:
    columns = {
        "text": pyarrow.array(["A", None], pyarrow.large_string()),
        "id": pyarrow.array([1, None]),
        "published": pyarrow.array([date(2020, 5, 1), None]),
        "outlet": pyarrow.array(["Ostby Post", "Ostby Post"]).dictionary_encode(),
    }
    assert values(stored(tmp_path, columns)) == [
        {"text": "A", "id": 1, "published": date(2020, 5, 1), "outlet": "Ostby Post"},
        {"text": None, "id": None, "published": None, "outlet": "Ostby Post"},
    ]


def test_nanoseconds_are_dropped(tmp_path: Path) -> None:
    moment = pyarrow.array([1_588_334_400_000_000_001], pyarrow.timestamp("ns", "UTC"))
    [row] = values(stored(tmp_path, {"text": ["A"], "published": moment}))
    assert row["published"] == datetime(2020, 5, 1, 12, tzinfo=UTC)


def test_only_the_columns_asked_for_are_read(tmp_path: Path) -> None:
    given = stored(tmp_path, {"body": ["A"], "text": ["B"], "outlet": ["C"], "vector": [[1.0]]})
    assert values(given, columns=Columns({"text": "body"})) == [{"body": "A", "outlet": "C"}]


def test_a_column_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    given = stored(tmp_path, {"body": ["A", "B"]})
    [(_, message)] = values(given, columns=Columns({}))
    assert message == "no column text or html; there are 'body'"


def test_rows_of_all_row_groups_are_numbered_and_counted(tmp_path: Path) -> None:
    given = stored(tmp_path, {"text": [str(n) for n in range(100)]}, row_group_size=30)
    rows = given.rows()
    seen = [(row.number, rows.consumed) for row in rows]
    assert [number for number, _ in seen] == [*range(1, 101)]
    assert [taken for _, taken in seen] == sorted(taken for _, taken in seen)
    assert seen[60][1] > 0
    assert rows.consumed == given.size


def test_a_value_that_python_cannot_hold_is_an_error_row(tmp_path: Path) -> None:
    far = pyarrow.array([10**15, 0], pyarrow.timestamp("s"))
    [(code, message), good] = values(stored(tmp_path, {"text": ["A", "B"], "published": far}))
    assert code == "invalid-input"
    assert message.startswith("column published cannot be read: ")
    assert good["text"] == "B"


def test_what_is_broken_ends_with_an_error(tmp_path: Path) -> None:
    given = stored(tmp_path, {"text": [f"{n} " * 999 for n in range(400)]}, row_group_size=100)
    data = bytearray((tmp_path / "a.parquet").read_bytes())
    data[given.size // 2 : given.size // 2 + 4000] = bytes(4000)
    (tmp_path / "a.parquet").write_bytes(data)
    [*rows, (code, message)] = values(given)
    assert 0 < len(rows) < 400
    assert code == "invalid-input"
    assert message.startswith("the file cannot be read to its end: ")


def test_no_parquet_is_one_error(tmp_path: Path) -> None:
    given = stored(tmp_path, {"text": ["A"]})
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    [(_, message)] = values(given)
    assert message.startswith("the file cannot be read at all: Parquet")


def test_a_column_without_a_proper_name_is_one_error(tmp_path: Path) -> None:
    given = stored(tmp_path, {"text": ["A"], "outlet": ["B"]})
    data = (tmp_path / "a.parquet").read_bytes().replace(b"outlet", b"out\xd8et")
    (tmp_path / "a.parquet").write_bytes(data)
    [(_, message)] = values(given)
    assert message.startswith("the file cannot be read at all: 'utf-8' codec can't decode byte 0xd8")


def test_a_time_zone_that_nobody_knows(tmp_path: Path) -> None:
    published = pyarrow.array([0], type=pyarrow.timestamp("us", tz="Mars/Base"))
    [row] = stored(tmp_path, {"text": ["a"], "published": published}).rows()
    assert isinstance(row.values, InputError)
    assert "Mars/Base" in str(row.values)
