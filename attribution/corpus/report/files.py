"""The tables of a report as files: a CSV of each, and one JSON of all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import duckdb

from attribution.corpus.report.table import Section, Table, reading
from attribution.corpus.table_files import rows, write_csv
from attribution.disk import written_whole

JSON = "report.json"


def write(tables: duckdb.DuckDBPyConnection, sections: Sequence[Section], folder: Path) -> None:
    """Writes them into the folder, which is made where it is missing; none appears before all are whole."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [part.table for section in sections for part in section.parts]
    names = [*(f"{table.name}.csv" for table in made), JSON]
    with written_whole([folder / name for name in names]) as [*parts, of_all]:
        for table, part in zip(made, parts, strict=True):
            write_csv(tables, reading(table), part)
        with open(of_all, "w", encoding="utf-8", newline="\n") as stream:
            _write_json(tables, made, stream)


def _write_json(tables: duckdb.DuckDBPyConnection, made: Sequence[Table], stream: TextIO) -> None:
    """An object with a table under each name: its title, its columns, and its rows as lists, a line each."""
    stream.write("{")
    for number, table in enumerate(made):
        head = {"title": table.title, "columns": [column.name for column in table.columns]}
        told = json.dumps(head, ensure_ascii=False).removesuffix("}")
        stream.write(f'{"," if number else ""}\n{json.dumps(table.name)}: {told}, "rows": [')
        with tables.cursor() as cursor:
            for place, row in enumerate(rows(cursor.execute(reading(table)))):
                stream.write(f"{',' if place else ''}\n{json.dumps(row, ensure_ascii=False)}")
        stream.write("]}")
    stream.write("\n}\n")
