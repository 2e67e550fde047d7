"""Files of one article a line, or of one article in all: JSON lines, plain text, HTML."""

from __future__ import annotations

import io
from collections.abc import Iterator

from attribution.corpus.inputs.rows import Opened, Row
from attribution.errors import InputError, InputTooLarge
from attribution.jsonlines import read_object, undecodable

_MARK = b"\xef\xbb\xbf"  # the byte order mark of UTF-8
_PIECE = 1 << 16


def read_json_lines(file: Opened) -> Iterator[Row]:
    """A row for each line that is not blank."""
    longest = file.longest_line
    number = 0
    while line := file.stream.readline(longest + 1):
        number += 1
        if len(line) > longest:
            skip_line(file.stream, line)
            yield Row(number, InputTooLarge(f"line longer than {longest} bytes"))
        elif (line := line.removeprefix(_MARK) if number == 1 else line).strip():
            yield _row(number, line)


def read_json(file: Opened) -> Iterator[Row]:
    """JSON lines under the name .json, which others give to one value over the whole file: a single error."""
    start = file.stream.peek(len(_MARK)).removeprefix(_MARK).lstrip()
    if start.startswith(b"[") or start.partition(b"\n")[0].strip() == b"{":
        what = "a list" if start.startswith(b"[") else "an object over several lines"
        yield Row(1, InputError(f"JSON lines are wanted, one object a line, not {what}"))
    else:
        yield from read_json_lines(file)


def read_text(file: Opened) -> Iterator[Row]:
    """One row: the file is an article of plain text, and its name the article's id."""
    yield from _whole(file, "text")


def read_html(file: Opened) -> Iterator[Row]:
    """One row: the file is a page in UTF-8, and its name the article's id."""
    yield from _whole(file, "html")


def skip_line(stream: io.BufferedReader, line: bytes) -> None:
    """Goes to the end of the line that begins with `line`, and holds no more than a piece of it."""
    while line and not line.endswith(b"\n"):
        line = stream.readline(_PIECE)


def _row(number: int, line: bytes) -> Row:
    try:
        return Row(number, read_object(line))
    except InputError as error:
        return Row(number, error)


def _whole(file: Opened, field: str) -> Iterator[Row]:
    data = file.stream.read(file.limit + 1)
    if len(data) > file.limit:
        yield Row(1, InputTooLarge(f"longer than the limit of {file.limit} bytes", field=field))
        return
    try:
        yield Row(1, {field: data.decode("utf-8"), "id": file.name})
    except UnicodeDecodeError as error:
        yield Row(1, undecodable(error, field))
