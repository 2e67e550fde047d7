"""The flat tables of a corpus as files: Parquet, or CSV that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import duckdb

from attribution.corpus.stored import Place, lies_among
from attribution.corpus.tables import open_tables, quoted
from attribution.corpus.views import ORDER
from attribution.disk import written_whole
from attribution.errors import InputError
from attribution.export.characters import fit
from attribution.export.csv import guarded

Format: TypeAlias = Literal["parquet", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)
TABLES = ("articles", "quotations", "speakers", "errors")
BATCH = 2_000  # rows of a table that are held at once


def write_tables(
    output: Place,
    folder: str | os.PathLike[str],
    *,
    format: Format = "parquet",
    memory: str | None = "2GB",
    threads: int | None = None,
) -> dict[str, int]:
    """Writes articles, quotations, speakers and errors into `folder`; returns how many rows each has.

    The rows are in order, so that the same records give the same files. No file appears under its name before
    all are whole. Raises InputError as `open_tables` does, where there is no row, and where `folder` lies
    among the records, which would be taken for such; CorpusError or OSError for what cannot be written.
    """
    target = Path(folder)
    if lies_among(target, output):
        raise InputError(
            f"{target}: lies among the records, so it would be read as such; take another folder"
        )
    with open_tables(output, memory=memory, threads=threads) as tables:
        check_rows(tables, output)
        target.mkdir(parents=True, exist_ok=True)
        with written_whole([target / f"{name}.{format}" for name in TABLES]) as parts:
            return {
                name: _write(tables, name, part, format) for name, part in zip(TABLES, parts, strict=True)
            }


def check_rows(tables: duckdb.DuckDBPyConnection, output: Place) -> None:
    """Raises InputError when there is not one row."""
    if not tables.execute("SELECT 1 FROM records LIMIT 1").fetchall():
        raise InputError(f"{output}: the records have no rows")


def _write(tables: duckdb.DuckDBPyConnection, name: str, part: Path, format: Format) -> int:
    numbered = ("number",) if name in ("quotations", "speakers") else ()
    order = ", ".join(f'"{column}"' for column in (*ORDER, *numbered))
    query = f"SELECT * FROM {name} ORDER BY {order}"
    if format == "csv":
        return write_csv(tables, query, part)
    how = "(FORMAT parquet, COMPRESSION zstd)"
    [(count,)] = tables.execute(f"COPY ({query}) TO {quoted(os.fspath(part))} {how}").fetchall()
    return int(count)


def write_csv(tables: duckdb.DuckDBPyConnection, query: str, path: Path) -> int:
    """Writes what a query finds as CSV, as `attribution.export.csv` does; returns how many rows that are."""
    count = 0
    with tables.cursor() as cursor, open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        cursor.execute(query)
        writer.writerow(column[0] for column in cursor.description or ())
        for row in rows(cursor):
            writer.writerow([guarded(cell(value)) for value in row])
            count += 1
    return count


def rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    """The rows that a query found, of which few are held at once."""
    while batch := cursor.fetchmany(BATCH):
        yield from batch


def cell(value: Any) -> str:
    """A value as text: nothing found is empty, a truth value is true or false as in JSON.

    >>> cell(None), cell(True), cell(["noon", "gates"]), cell({"desk": "17"})
    ('', 'true', 'noon, gates', 'desk:17')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return _listed(f"{key}:{of}" for key, of in value.items())
    return _listed(value) if isinstance(value, list) else fit(str(value))


def _listed(values: Iterable[Any]) -> str:
    return ", ".join(fit(str(value)) for value in values)
