"""Input files that tests write, and what is read of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow

from attribution.corpus.inputs import Input, find_inputs
from attribution.errors import InputError

CODECS = {".gz": "gzip", ".zst": "zstd", ".bz2": "bz2"}


def packed(data: bytes, suffix: str) -> bytes:
    """The data as one member or frame."""
    sink = pyarrow.BufferOutputStream()
    with pyarrow.CompressedOutputStream(sink, CODECS[suffix]) as stream:
        stream.write(data)
    return sink.getvalue().to_pybytes()


def json_lines(rows: Sequence[Mapping[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def written(folder: Path, name: str, data: bytes) -> Input:
    """The file as an input."""
    (folder / name).write_bytes(data)
    [found] = find_inputs([str(folder / name)])
    return found


def values(given: Input, **options: Any) -> list[Any]:
    """What is in each row; of errors their code and message."""
    return [told(row.values) for row in given.rows(**options)]


def told(found: Mapping[str, Any] | InputError) -> Any:
    return (found.code, str(found)) if isinstance(found, InputError) else dict(found)
