"""CSV and TSV: records of fields under a header, over as many lines as their quotation marks say."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from attribution.corpus.inputs.rows import Opened, Row
from attribution.errors import InputError, InputTooLarge, UndecodableInput
from attribution.jsonlines import undecodable

_MARK = b"\xef\xbb\xbf"
_PIECE = 1 << 16


class _Lines(Iterator[str]):
    """The lines that csv.reader takes its records from; knows where the record began and how long it is."""

    def __init__(self, stream: io.BufferedReader, longest: int) -> None:
        self._stream = stream
        self._longest = longest
        self.last = 0
        self.begin()

    def begin(self) -> None:
        """A new record begins with the next line."""
        self.first = self.last + 1
        self._taken = self._marks = 0
        self.fault: UndecodableInput | None = None

    @property
    def where(self) -> str:
        """The lines of the record."""
        return f"line {self.first}" if self.last <= self.first else f"lines {self.first} to {self.last}"

    def __next__(self) -> str:
        line = self._stream.readline(self._longest - self._taken + 1)
        if not line:
            raise StopIteration
        self.last += 1
        self._taken += len(line)
        self._marks += line.count(b'"')
        if self._taken > self._longest:
            self._skip_record(line)
            raise InputTooLarge(f"record longer than {self._longest} bytes, {self.where}")
        return self._decoded(line.removeprefix(_MARK) if self.last == 1 else line)

    def _skip_record(self, piece: bytes) -> None:
        """Goes to the record's end: the end of a line that leaves no quotation mark open."""
        while not ((ended := piece.endswith(b"\n")) and self._marks % 2 == 0):
            if not (piece := self._stream.readline(_PIECE)):
                return
            self.last += ended
            self._marks += piece.count(b'"')

    def _decoded(self, line: bytes) -> str:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError as error:
            # the record is read to its end all the same, so that the next one begins where it begins
            self.fault = self.fault or undecodable(error)
            return line.decode("utf-8", "replace")


def read_csv(file: Opened) -> Iterator[Row]:
    """A row for each record behind the header. Fields are text, empty ones None."""
    return _read(file, ",")


def read_tsv(file: Opened) -> Iterator[Row]:
    """As `read_csv`, with tabs between the fields."""
    return _read(file, "\t")


def _read(file: Opened, delimiter: str) -> Iterator[Row]:
    # The limit is one for the whole process, and only ever raised here: `_Lines` holds records to the limit.
    csv.field_size_limit(max(csv.field_size_limit(), file.longest_line))
    lines = _Lines(file.stream, file.longest_line)
    records = _records(lines, delimiter)
    header = next(records, None)
    if header is None:
        return
    if isinstance(header, InputError):
        yield Row(1, InputError(f"the header cannot be read: {header}"))
        return
    if fault := _twice(header) or (file.columns and file.columns.fault(header)):
        yield Row(1, fault)
        return
    for number, record in enumerate(records, 1):
        yield Row(number, record if isinstance(record, InputError) else _values(header, record, lines.where))


def _records(lines: _Lines, delimiter: str) -> Iterator[list[str] | InputError]:
    """The records with a field in them, each as soon as it is read."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin()
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:  # the reader begins anew with the next line
            yield InputError(f"broken CSV: {error}, {lines.where}")
        except InputTooLarge as error:
            yield error
        else:
            if lines.fault or record:
                yield lines.fault or record


def _twice(header: list[str]) -> InputError | None:
    twice = sorted({name for name in header if name and header.count(name) > 1})
    return InputError(f"the header has the column {twice[0]!r} twice", field=twice[0]) if twice else None


def _values(header: list[str], record: list[str], where: str) -> dict[str, str | None] | InputError:
    if len(record) != len(header):
        return InputError(f"{len(record)} fields under a header of {len(header)}, {where}")
    return {name: value or None for name, value in zip(header, record, strict=True)}
