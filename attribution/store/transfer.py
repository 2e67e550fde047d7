"""All of a store as files for other programs: JSON lines or Parquet, a file for each kind of thing."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection

from attribution.store.database import DatabaseError
from attribution.store.store import Store
from attribution.store.views import VIEWS, Kind, View

Format = Literal["jsonl", "parquet"]

PAGE = 500  # rows in memory
GROUP = 10_000  # rows of a group in Parquet, of what is short

Rows = list[dict[str, Any]]
Write = Callable[[Rows], None]  # takes the rows of a view, page by page


def export(store: Store, folder: Path, *, format: Format) -> dict[str, int]:
    """Writes all that is kept to `folder`, a file for each view, as of one moment; returns rows by view.

    The folder appears when it is whole. Raises DatabaseError where something is there already, where it
    cannot be written, and for Parquet without pyarrow.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DatabaseError(f"{folder} is there already, and not empty")
    make = _WRITERS[format]
    with _whole_folder(folder) as part, store.read() as connection:
        return {view.name: _write(connection, view, make(view, part)) for view in VIEWS}


def _write(connection: Connection, view: View, writer: AbstractContextManager[Write]) -> int:
    count, rows = 0, rows_of(connection, view)
    with writer as write:
        while page := list(islice(rows, PAGE)):
            write(page)
            count += len(page)
    return count


def rows_of(connection: Connection, view: View) -> Iterator[dict[str, Any]]:
    """The rows of a view, texts and records unpacked; a few are in memory at a time."""
    found = connection.execute(view.query, execution_options={"yield_per": PAGE})
    for row in found:
        yield {
            column.name: column.read(value) if value is not None else None
            for column, value in zip(view.columns, row, strict=True)
        }


@contextmanager
def _json_lines(view: View, folder: Path) -> Iterator[Write]:
    with open(folder / f"{view.name}.jsonl", "w", encoding="utf-8", newline="\n") as stream:

        def write(rows: Rows) -> None:
            for row in rows:
                stream.write(json.dumps(row, ensure_ascii=False, default=_written) + "\n")

        yield write


def _written(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value)} in JSON")


@contextmanager
def _parquet(view: View, folder: Path) -> Iterator[Write]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError:
        raise DatabaseError("Parquet needs the package pyarrow: pip install '.[parquet]'") from None
    types = {kind: pyarrow.type_for_alias(name) for kind, name in _TYPES.items()}
    types["moment"] = pyarrow.timestamp("us", tz="UTC")
    schema = pyarrow.schema([(column.name, types[column.kind]) for column in view.columns])
    limit = PAGE if any(column.kind in ("long", "json") for column in view.columns) else GROUP
    waiting: Rows = []
    path = folder / f"{view.name}.parquet"
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as file:

        def write(rows: Rows, *, least: int = limit) -> None:
            waiting.extend(_flat(view, row) for row in rows)
            if waiting and len(waiting) >= least:
                file.write_table(pyarrow.Table.from_pylist(waiting, schema=schema))
                waiting.clear()

        yield write
        write([], least=1)


_TYPES: Mapping[Kind, str] = {
    "text": "string",
    "long": "large_string",
    "json": "large_string",
    "number": "int64",
    "float": "float64",
    "flag": "bool",
    "day": "date32",
}
_WRITERS = {"jsonl": _json_lines, "parquet": _parquet}


def _flat(view: View, row: dict[str, Any]) -> dict[str, Any]:
    """A row with its nested values as JSON."""
    nested = [column.name for column in view.columns if column.kind == "json"]
    return row | {name: json.dumps(row[name], ensure_ascii=False) for name in nested if row[name] is not None}


@contextmanager
def _whole_folder(folder: Path) -> Iterator[Path]:
    """A folder to write to that gets its name when it is whole."""
    part = folder.with_name(f"{folder.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700, parents=True)
        yield part
        if folder.exists():
            folder.rmdir()
        os.replace(part, folder)
    except OSError as error:
        raise DatabaseError(f"{folder} cannot be written: {error.strerror}") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
