"""Outputs of runs, written without a model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from attribution import records
from attribution.corpus.schema import RECORD_FIELDS
from attribution.records import Extraction
from attribution.schemas import dump_extraction
from tests.samples import extraction, quotation

CARRIED = {"file": pa.string(), "row": pa.int64(), "outlet": pa.string()}


def row_of(found: Extraction, **carried: Any) -> dict[str, Any]:
    """The row of an article."""
    return {**carried, **dump_extraction(found), "error": None}


def error_row(code: str = "empty-input", message: str = "text is blank", **carried: Any) -> dict[str, Any]:
    """The row of an article that could not be read."""
    row = row_of(extraction(id=None), **carried)
    unread = {**dict.fromkeys(row["article"]), "id": carried.get("id")}
    carried.pop("id", None)
    return {**row, "article": unread, "error": {"code": code, "message": message, "field": "text"}}


def write_part(path: Path, rows: Iterable[Mapping[str, Any]], *, carried: Iterable[str] = CARRIED) -> Path:
    """A file of records with these rows."""
    schema = pa.schema([*(pa.field(name, CARRIED[name]) for name in carried), *RECORD_FIELDS])
    kept = [{name: row.get(name) for name in schema.names} for row in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(kept, schema=schema), path)
    return path


def write_output(folder: Path, *rows: Mapping[str, Any]) -> Path:
    """The output of a run over one file, numbered from 1."""
    numbered = [{"file": "a.jsonl", "row": number, **row} for number, row in enumerate(rows, 1)]
    write_part(folder / "records" / "part-00000-00000.parquet", numbered)
    return folder


def speaker(number: int, name: str | None, *, words: Iterable[str] = (), **changes: Any) -> records.Speaker:
    """A speaker with a mention by name and one for each of the `words`, which are pronouns."""
    label = name or changes.get("label", "a resident")
    found = [records.Mention(0, len(label), label, form="name" if name else "nominal")]
    found += [records.Mention(0, len(word), word, form="pronoun") for word in words]
    values = {
        "kind": "person",
        "named": name is not None,
        "mentions": tuple(found),
        **changes,
        "label": label,
    }
    return records.Speaker(f"s{number}", name, **values)


def article(
    said: Iterable[tuple[int | None, dict[str, Any]]],
    speakers: Iterable[records.Speaker] = (),
    *,
    id: str = "a1",
    outlet: str | None = None,
    **about: Any,
) -> dict[str, Any]:
    """The row of an article with quotations, each the number of its speaker and what is special in it."""
    quotations = [
        quotation(id=f"q{place}", speaker=f"s{number}" if number else None, **changes)
        for place, (number, changes) in enumerate(said, 1)
    ]
    row = row_of(extraction(*quotations, id=id, speakers=tuple(speakers)), outlet=outlet)
    return {**row, "article": {**row["article"], **about}}


def corpus_rows() -> list[dict[str, Any]]:
    """A small corpus: two articles with three statements, and a row that could not be read."""
    lee, abara = speaker(1, "Ann Lee", words=["she"]), speaker(1, "Ned Abara")
    return [
        article(
            [(1, {}), (1, {"type": "indirect"})], [lee], id="a1", outlet="Quay News", published="2026-04-30"
        ),
        error_row(outlet="Quay News"),
        article([(1, {"type": "mixed"})], [abara], id="a2", outlet="Pool Post", published="2026-05-05"),
    ]
