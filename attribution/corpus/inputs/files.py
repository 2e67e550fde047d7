"""An input file: what it is, whether it is still the same, and its rows."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from pyarrow.fs import FileSystem, LocalFileSystem

from attribution.corpus.inputs.columns import Columns
from attribution.corpus.inputs.delimited import read_csv, read_tsv
from attribution.corpus.inputs.kinds import Kind, packing_of
from attribution.corpus.inputs.lines import read_html, read_json, read_json_lines, read_text
from attribution.corpus.inputs.parquet import read_parquet
from attribution.corpus.inputs.rows import Opened, Row, Rows
from attribution.corpus.inputs.warc import read_warc
from attribution.text.reader import DEFAULT_LIMIT

_READERS: dict[Kind, Callable[[Opened], Iterator[Row]]] = {
    "jsonl": read_json_lines,
    "json": read_json,
    "csv": read_csv,
    "tsv": read_tsv,
    "parquet": read_parquet,
    "warc": read_warc,
    "text": read_text,
    "html": read_html,
}
_ENDS = 1 << 16  # bytes at either end that a fingerprint is made of
_AHEAD = 1 << 22  # bytes that are asked of a remote file system at once


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read. `name` is what messages and the column `file` call it; `size` its bytes as stored.

    `path` is a path of this machine, or one within `filesystem`. Can be sent to another process.
    """

    name: str
    kind: Kind
    size: int
    path: str = field(repr=False)
    filesystem: FileSystem | None = field(default=None, repr=False, hash=False)

    def open(self) -> BinaryIO:
        """The bytes as stored, from their beginning. Raises OSError."""
        if self.filesystem is None:
            return open(self.path, "rb")
        file = cast(io.RawIOBase, self.filesystem.open_input_file(self.path))
        if self.kind == "parquet":  # is not read from its beginning to its end
            return cast(BinaryIO, file)
        return io.BufferedReader(file, _AHEAD)

    def fingerprint(self) -> str:
        """Tells this file from another, or a later one, under its name: its size, how it begins and ends.

        Raises OSError.
        """
        with self.open() as raw:
            digest = hashlib.sha256(raw.read(_ENDS))
            raw.seek(max(0, self.size - _ENDS))
            digest.update(raw.read(_ENDS))
            return f"{self.size}-{digest.hexdigest()}"

    @property
    def place(self) -> str:
        """Where it is: the same for the same file, whatever it is called."""
        if self.filesystem is None or isinstance(self.filesystem, LocalFileSystem):
            return os.path.realpath(self.path)
        return f"{self.filesystem.type_name}:{self.path}"

    def rows(self, *, columns: Columns | None = None, limit: int = DEFAULT_LIMIT) -> Rows:
        """The rows, one at a time, the same ones each time. Raises nothing, see `Rows`.

        With `columns` a table (CSV, Parquet) that lacks one of them gives one InputError in place of its
        rows, and only these are read of Parquet. `limit` is the longest article in bytes of UTF-8; what is
        clearly longer is passed over and gives InputTooLarge.
        """

        def opened() -> Opened:
            packing = packing_of(self.path)
            if packing and not self.size:
                raise OSError("it is empty, which a packed file never is")
            return Opened(self.name, self.open(), packing, self.size, limit, columns)

        return Rows(opened, _READERS[self.kind])
