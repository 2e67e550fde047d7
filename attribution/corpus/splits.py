"""Files cut into splits: consecutive rows that are worked on, kept and, after a stop, done anew together.

Where a file is cut depends on its rows and the size alone: not on the engine, not on how many work on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import pyarrow as pa

from attribution.corpus.inputs import Columns, Row, article_of
from attribution.corpus.inputs.columns import about_article
from attribution.corpus.schema import UNTOLD, error_of, input_schema
from attribution.errors import InputError

LONGEST = 200  # bytes of a value that names a folder, as it is written there
SPLIT_BYTES = 8 * 2**20  # of text and HTML: some two thousand articles, five minutes of one core

Values = dict[str, Any]


def values_of(
    rows: Iterable[Row], *, file: str, columns: Columns, folders: Collection[str] = ()
) -> Iterator[Values]:
    """The rows of a file by the columns of `input_schema`; what is wrong with one is its `error`.

    `folders` are kept columns whose values are to be names of folders.
    """
    for row in rows:
        origin = {"file": file, "row": row.number}
        try:
            if isinstance(row.values, InputError):
                raise row.values
            article = article_of(row.values, columns=columns.names, keep=columns.keep)
            _check_folders(article, folders)
        except InputError as error:
            yield {**origin, **_about(row, columns, folders), "error": error_of(error)}
        else:
            yield {**origin, **article}


def _about(row: Row, columns: Columns, folders: Collection[str]) -> Values:
    """What a row that is an error tells: which article it is, where from, from when."""
    if isinstance(row.values, InputError):
        return {}
    found = about_article(row.values, columns=columns.names, keep=columns.keep)
    return {name: value for name, value in found.items() if name not in folders or not _folder_fault(value)}


def _check_folders(article: Mapping[str, str], folders: Collection[str]) -> None:
    """Raises InputError for a value that no folder can be called, or that would be another one there."""
    for name in folders:
        if fault := _folder_fault(article.get(name, "")):
            raise InputError(f"column {name} is {fault}", field=name)


def _folder_fault(value: str) -> str | None:
    if len(quote(value, safe="")) > LONGEST:
        return "too long to be the name of a folder"
    return "nothing that a folder can be called" if "\0" in value or value == UNTOLD else None


def cut(rows: Iterable[Values], size: int) -> Iterator[tuple[int, Values]]:
    """Each row with the number of its split, from 0; a split is full with `size` bytes of text and HTML."""
    split = held = 0
    for values in rows:
        length = size_of(values)
        if held and held + length > size:
            split, held = split + 1, 0
        held += length
        yield split, values


def size_of(values: Values) -> int:
    """Bytes of text and HTML in a row, and one more, so that rows without any fill a split too."""
    return 1 + sum(len((values.get(name) or "").encode()) for name in ("text", "html"))


def batches_of(rows: Iterable[Values], *, keep: Sequence[str], size: int) -> Iterator[pa.RecordBatch]:
    """The rows as record batches of about `size` bytes of text and HTML."""
    schema = input_schema(keep)
    held: list[Values] = []
    length = 0
    for values in rows:
        more = size_of(values)
        if held and length + more > size:
            yield pa.RecordBatch.from_pylist(held, schema=schema)
            held, length = [], 0
        held.append(values)
        length += more
    if held:
        yield pa.RecordBatch.from_pylist(held, schema=schema)
