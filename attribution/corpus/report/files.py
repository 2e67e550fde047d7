"""The tables of a report as files: a CSV of each, and one JSON of all."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import duckdb

from attribution.corpus.report.table import Section, Table, reading
from attribution.corpus.table_files import rows, write_csv

JSON = "report.json"


def write(tables: duckdb.DuckDBPyConnection, sections: Sequence[Section], folder: Path) -> None:
    """Writes them into the folder, which is made where it is missing; none appears before all are whole."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [part.table for section in sections for part in section.parts]
    parts = {folder / f"{table.name}.csv": folder / f".{table.name}.csv.part" for table in made}
    parts[folder / JSON] = folder / f".{JSON}.part"
    try:
        for table, part in zip(made, parts.values(), strict=False):
            write_csv(tables, reading(table), part)
        with open(parts[folder / JSON], "w", encoding="utf-8", newline="\n") as stream:
            _write_json(tables, made, stream)
        for path, part in parts.items():
            os.replace(part, path)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


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
