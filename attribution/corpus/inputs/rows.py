"""Rows of a file, one after the other, with what could not be read in its place."""

from __future__ import annotations

import io
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, BinaryIO, Self

import pyarrow

from attribution.corpus.inputs.columns import Columns
from attribution.errors import InputError

_BUFFER = 1 << 16  # bytes that are unpacked ahead
# A line is longer than its article: escapes of JSON take up to six bytes for one, and there are other keys.
_LINE_FACTOR, _LINE_EXTRA = 6, 65_536


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its `number` in the file, and its columns, or what is wrong with it.

    Numbers begin at 1 and rise. For JSON lines they are those of the lines, of which blank ones are no rows.
    """

    number: int
    values: Mapping[str, Any] | InputError


@dataclass(slots=True)
class Opened:
    """What a reader is given: the open file (`raw`), its content unpacked (`stream`), and what is asked for.

    `limit` is the longest article in bytes of UTF-8. The reader counts in `skipped` what is no row, and sets
    `taken` where the position in the file does not tell how far it is.
    """

    name: str
    raw: BinaryIO
    packing: str | None
    size: int
    limit: int
    columns: Columns | None = None
    skipped: int = 0
    taken: int | None = None
    stream: io.BufferedReader = field(init=False)

    def __post_init__(self) -> None:
        packed: Any = _Unpacked(self.raw, self.packing) if self.packing else self.raw
        self.stream = io.BufferedReader(packed, _BUFFER)

    @property
    def longest_line(self) -> int:
        """Bytes of the longest line, or record of CSV, that may hold an article within the limit."""
        return _LINE_FACTOR * self.limit + _LINE_EXTRA

    def position(self) -> int:
        """Bytes of the file that were taken so far."""
        return self.raw.tell() if self.taken is None else self.taken


class _Unpacked(io.RawIOBase):
    """What a packed file holds, up to the last byte before what is broken."""

    def __init__(self, raw: BinaryIO, packing: str) -> None:
        self._raw = raw
        self._packing = packing
        self._streams = [self._open()]  # the file is closed with any of them
        self._given = 0
        self._error: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._error:
            raise self._error
        try:
            found = self._streams[0].read(len(buffer))
        except (OSError, pyarrow.ArrowException) as error:
            found, self._error = self._up_to_error(), error
            if not found:
                raise
        buffer[: len(found)] = found
        self._given += len(found)
        return len(found)

    def _open(self) -> Any:
        return pyarrow.CompressedInputStream(self._raw, self._packing)  # reads on in other members and frames

    def _up_to_error(self) -> bytes:
        """What stands before an error: Arrow drops what it has of a read that ends in one."""
        self._raw.seek(0)
        again = self._open()
        self._streams.append(again)
        left = self._given
        while left and (known := again.read(min(left, _BUFFER))):  # less where the file has shrunk
            left -= len(known)
        found = bytearray()
        with suppress(OSError, pyarrow.ArrowException):  # the same one again
            while byte := again.read(1):
                found += byte
        return bytes(found)


class Rows(Iterator[Row]):
    """The rows of one file, held one at a time; closes the file at its end, or as a context manager.

    What cannot be gone past, such as a broken gzip stream, is the last row, an InputError: iterating never
    raises for what the file holds, nor ends early without a word.
    """

    def __init__(self, open_file: Callable[[], Opened], read: Callable[[Opened], Iterator[Row]]) -> None:
        self._open = open_file
        self._read = read
        self._file: Opened | None = None
        self._consumed = 0
        self._skipped = 0
        self._rows = self._guarded()

    @property
    def consumed(self) -> int:
        """Bytes of the file taken so far, packed ones as packed; a little ahead of the rows."""
        return self._file.position() if self._file else self._consumed

    @property
    def skipped(self) -> int:
        """Records so far that are no pages, of a WARC file."""
        return self._file.skipped if self._file else self._skipped

    def __next__(self) -> Row:
        return next(self._rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file; there are no more rows then."""
        self._rows.close()

    def _guarded(self) -> Generator[Row]:
        number = 0
        try:
            self._file = self._open()
            for row in self._read(self._file):
                number = row.number
                yield row
        except (OSError, UnicodeDecodeError, LookupError, pyarrow.ArrowException) as error:
            where = "to its end" if number else "at all"
            yield Row(number + 1, InputError(f"the file cannot be read {where}: {reason(error)}"))
        finally:
            self._finish()

    def _finish(self) -> None:
        if self._file:
            self._consumed, self._skipped = self._file.position(), self._file.skipped
            self._file.raw.close()
            self._file = None


def reason(error: Exception) -> str:
    """What an error of the system or of Arrow says, on one line and without paths."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(text.split())[:200] or type(error).__name__
