"""Parquet: a few rows at a time, and of the columns only those that are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow
from pyarrow import parquet

from attribution.corpus.inputs.rows import Opened, Row, reason
from attribution.errors import InputError

_ROWS = 16  # that are held at once
_BUFFER = 1 << 20  # bytes read ahead of each column; without it whole column chunks would be held


def read_parquet(file: Opened) -> Iterator[Row]:
    """The rows with their values as Python's; `taken` goes by the share of the rows."""
    file.taken = 0
    table = parquet.ParquetFile(file.raw, buffer_size=_BUFFER, pre_buffer=False)
    names = table.schema_arrow.names
    if fault := _twice(names) or (file.columns and file.columns.fault(names)):
        yield Row(1, fault)
        return
    wanted = [name for name in names if file.columns is None or name in file.columns.wanted]
    done, rows = 0, table.metadata.num_rows
    # one thread: the other cores are at work on the articles
    for batch in table.iter_batches(batch_size=_ROWS, columns=wanted, use_threads=False):
        columns = {name: _in_microseconds(batch.column(name)) for name in wanted}
        for at in range(batch.num_rows):
            yield Row(done + at + 1, _values(columns, at))
        done += batch.num_rows
        file.taken = file.size * done // rows
    file.taken = file.size


def _twice(names: list[str]) -> InputError | None:
    twice = sorted({name for name in names if names.count(name) > 1})
    return InputError(f"the column {twice[0]!r} is there twice", field=twice[0]) if twice else None


def _in_microseconds(column: Any) -> Any:
    """Times of day without their nanoseconds, which Python's datetime has no place for."""
    if not pyarrow.types.is_timestamp(column.type) or column.type.unit != "ns":
        return column
    return column.cast(pyarrow.timestamp("us", column.type.tz), safe=False)


def _values(columns: dict[str, Any], at: int) -> dict[str, Any] | InputError:
    values = {}
    for name, column in columns.items():
        try:
            values[name] = column[at].as_py()
        except (ValueError, OverflowError, pyarrow.ArrowException) as error:
            return InputError(f"column {name} cannot be read: {reason(error)}", field=name)
    return values
