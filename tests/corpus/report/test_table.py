from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from attribution.corpus.report.table import Column, Table, first, length, make, reading, text

TABLE = Table(
    "letters", "Letters", (text("letter", "letter"), Column("number", "number")),
    "SELECT chr(97 + i::INT) AS letter, i % 2 AS number, i FROM range(5) AS r(i)", "number DESC, letter",
)  # fmt: skip


@pytest.fixture
def tables() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        make(connection, TABLE)
        yield connection


def test_rows_are_in_order_and_have_the_columns_alone(tables: duckdb.DuckDBPyConnection) -> None:
    assert tables.execute(reading(TABLE)).fetchall() == [("b", 1), ("d", 1), ("a", 0), ("c", 0), ("e", 0)]
    assert first(tables, TABLE, 1) == [{"letter": "b", "number": 1}]
    assert length(tables, TABLE) == 5
