"""Rows out of DuckDB and into Parquet files, never many at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

GROUP = 20_000  # rows of a row group; the same rows make the same bytes
READ = 2_048  # rows that are taken from DuckDB at once

Row = tuple[Any, ...]


def rows_of(tables: duckdb.DuckDBPyConnection, query: str) -> Iterator[Row]:
    """The rows of a query as they come; meanwhile the connection can run others."""
    cursor = tables.cursor()
    try:
        cursor.execute(query)
        while rows := cursor.fetchmany(READ):
            yield from rows
    finally:
        cursor.close()


def write_rows(path: Path, schema: pa.Schema, rows: Iterable[Row]) -> int:
    """Writes a Parquet file, which is there when it is whole, and returns how many rows it has."""
    left, count, beside = iter(rows), 0, path.with_name(f"{path.name}.new")
    with pq.ParquetWriter(beside, schema, compression="zstd") as writer:
        while some := list(islice(left, GROUP)):
            columns = [
                pa.array(column, field.type)
                for column, field in zip(zip(*some, strict=True), schema, strict=True)
            ]
            writer.write_table(pa.table(columns, schema=schema), row_group_size=GROUP)
            count += len(some)
    os.replace(beside, path)
    return count
