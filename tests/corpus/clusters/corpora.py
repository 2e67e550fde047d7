"""Records made up for tests: a quotation or more an article, as a run would have written them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from attribution.corpus.schema import RECORD_FIELDS

SCHEMA = pa.schema([("file", pa.string()), ("row", pa.int64()), ("outlet", pa.string()), *RECORD_FIELDS])


def said(words: str, by: str | None = "", *, type: str = "direct", kind: str = "person", **more: Any) -> Any:
    """A quotation; `by` is the name of its speaker, of which there is none where it is empty."""
    return {"words": words, "by": by, "type": type, "kind": kind, **more}


def record(row: int, quotations: Sequence[Mapping[str, Any]], **about: Any) -> dict[str, Any]:
    """A row of a run's output; `about` may give file, outlet, published and text."""
    names = list(dict.fromkeys((given["by"], given["kind"]) for given in quotations if given["by"]))
    text = about.get("text", f"{row} {quotations}")
    return {
        "file": about.get("file", "made.jsonl"),
        "row": row,
        "outlet": about.get("outlet"),
        "schema": "1",
        "article": {
            "published": about.get("published"),
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "length": len(text),
        },
        "unit": "codepoint",
        "quotations": [_quotation(number, given, names) for number, given in enumerate(quotations, 1)],
        "speakers": [_speaker(number, *name) for number, name in enumerate(names, 1)],
        "warnings": [],
        "model": {"name": "made", "version": "1"},
        "error": None,
    }


def write_records(folder: Path, rows: Iterable[Mapping[str, Any]], *, rows_of_file: int = 100) -> Path:
    """Writes the records of a run and returns its folder."""
    found = list(rows)
    (folder / "records").mkdir(parents=True)
    for number, first in enumerate(range(0, len(found), rows_of_file)):
        part = pa.Table.from_pylist(found[first : first + rows_of_file], schema=SCHEMA)
        pq.write_table(part, folder / "records" / f"part-00000-{number:05}.parquet")
    return folder


def _quotation(number: int, given: Mapping[str, Any], names: Sequence[tuple[str, str]]) -> dict[str, Any]:
    span = {"start": 0, "end": len(given["words"]), "text": given["words"], "field": "body"}
    name = (given["by"], given["kind"])
    return {
        "id": f"q{number}",
        "type": given["type"],
        "text": given["words"],
        "spans": [span],
        "speaker": f"s{names.index(name) + 1}" if given["by"] else None,
        "parent": given.get("parent"),
        "paragraph": 0,
        "context": {"before": "", "after": ""},
        "quoted": [] if given["type"] == "indirect" else [span],
        "topics": [],
        "statement": given.get("statement", True),
        "confidence": {"content": 1.0, "source": 1.0, "speaker": 1.0, "role": 1.0},
        "evidence": [],
    }


def _speaker(number: int, name: str, kind: str) -> dict[str, Any]:
    return {
        "id": f"s{number}",
        "name": name,
        "label": name,
        "kind": kind,
        "named": True,
        "anonymous": False,
        "mentions": [],
        "roles": [],
        "aliases": [],
        "ids": {},
    }
