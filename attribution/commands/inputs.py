"""Articles from files, directories and standard input, one at a time.

.txt holds one article, .html and .htm one page, .jsonl one article a line; each may be packed (.gz).
Whatever is wrong with one of them comes in its place as an InputError and stops nothing else.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import stat
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal, cast, get_args

from attribution.errors import EmptyInput, InputError, InputTooLarge, UndecodableInput
from attribution.jsonlines import json_type, read_object, undecodable

Kind = Literal["text", "html", "jsonl"]
Readable = io.BufferedReader | gzip.GzipFile
KINDS: tuple[Kind, ...] = get_args(Kind)

STDIN = "-"
KEYS = ("text", "html", "title", "id", "url", "published", "language")

_SUFFIXES: dict[str, Kind] = {".txt": "text", ".html": "html", ".htm": "html", ".jsonl": "jsonl"}
_FIRST_BYTES: dict[bytes, Kind] = {b"{": "jsonl", b"<": "html"}

# A JSON line is longer than its article: escapes take up to six bytes for one, and there are other keys.
_LINE_FACTOR, _LINE_EXTRA = 6, 65_536


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read: a file (`path`) or standard input (`path` is None), and what it holds if known."""

    path: Path | None
    kind: Kind | None = None

    @property
    def name(self) -> str:
        """What messages call it; always printable."""
        return "stdin" if self.path is None else printable(self.path)


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as the extractor takes it, or what is wrong with it; `where` is its file and line."""

    where: str
    article: dict[str, str] | InputError


def printable(path: Path) -> str:
    """A path as text: bytes of a file name that are not UTF-8 become replacement characters."""
    return os.fsencode(path).decode("utf-8", "replace")


def kind_of(path: Path) -> Kind | None:
    """What a file holds by its name, or None for a name that tells nothing."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return _SUFFIXES.get(suffixes[-1]) if suffixes else None


def find_sources(paths: Iterable[str], *, kind: Kind | None = None) -> list[Source]:
    """The sources that the arguments name, directories walked in sorted order.

    Raises OSError for a path that is not there or cannot be read, InputError for a file of unknown kind and
    for a directory without articles. With `kind` every file is taken for that.
    """
    found: list[Source] = []
    for name in paths:
        if name == STDIN:
            found.append(Source(None, kind))
        elif Path(name).is_dir():
            found.extend(_walk(Path(name), kind))
        else:
            found.append(_file(Path(name), kind))
    return found


def _file(path: Path, kind: Kind | None) -> Source:
    if stat.S_ISREG(path.stat().st_mode):  # opening a pipe twice would lose its first words
        open(path, "rb").close()
    known = kind or kind_of(path)
    if known is None:
        known_suffixes = ", ".join(_SUFFIXES)
        raise InputError(
            f"{printable(path)}: unknown kind of file; known are {known_suffixes}, each with .gz too"
        )
    return Source(path, known)


def _walk(directory: Path, kind: Kind | None) -> list[Source]:
    os.scandir(directory).close()  # os.walk would pass over a directory that cannot be read
    found: list[Source] = []
    for folder, folders, files in os.walk(directory):
        folders.sort()
        paths = (Path(folder, name) for name in sorted(files))
        found.extend(Source(path, kind or kind_of(path)) for path in paths if kind_of(path))
    if not found:
        raise InputError(f"{printable(directory)}: no {', '.join(_SUFFIXES)} file in this directory")
    return found


class Reader:
    """Reads sources into entries and counts the bytes that it takes from them, packed ones as packed."""

    def __init__(self, *, limit: int, stdin: io.BufferedReader) -> None:
        self.limit = limit
        self.stdin = stdin
        self._before = 0
        self._raw: io.BufferedReader | None = None

    @property
    def consumed(self) -> int:
        """Bytes taken so far."""
        return self._before + (_position(self._raw) if self._raw else 0)

    def read(self, sources: Iterable[Source]) -> Iterator[Entry]:
        """The entries of all sources, in order; no more than one article is held at a time."""
        for source in sources:
            try:
                yield from self._read(source)
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                yield Entry(source.name, InputError(f"broken gzip data: {error}"))
            except OSError as error:
                yield Entry(source.name, InputError(f"cannot be read: {error.strerror or error}"))

    def _read(self, source: Source) -> Iterator[Entry]:
        if source.path is None:
            kind = source.kind or _FIRST_BYTES.get(self.stdin.peek().lstrip()[:1], "text")
            yield from self._articles(source, kind, self.stdin)
            return
        with open(source.path, "rb") as raw:
            self._raw = raw
            try:
                if source.path.suffix.lower() == ".gz":
                    with gzip.open(raw, "rb") as stream:
                        yield from self._articles(source, source.kind or "text", stream)
                else:
                    yield from self._articles(source, source.kind or "text", raw)
            finally:
                self._before += _position(raw)
                self._raw = None

    def _articles(self, source: Source, kind: Kind, stream: Readable) -> Iterator[Entry]:
        if kind == "jsonl":
            yield from _json_lines(source.name, stream, _LINE_FACTOR * self.limit + _LINE_EXTRA)
        else:
            yield Entry(source.name, self._whole(source, kind, stream))

    def _whole(self, source: Source, kind: Kind, stream: Readable) -> dict[str, str] | InputError:
        data = stream.read(self.limit + 1)
        if len(data) > self.limit:
            return InputTooLarge(f"longer than the limit of {self.limit} bytes", field=kind)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            return undecodable(error, kind)
        if not text.strip():
            return EmptyInput("empty or blank", field=kind)
        return {kind: text} if source.path is None else {kind: text, "id": source.name}


def read_single(path: str, *, kind: Kind | None = None, limit: int) -> dict[str, str]:
    """The one article in a file, or in standard input. Raises InputError for none and for several."""
    reader = Reader(limit=limit, stdin=cast(io.BufferedReader, sys.stdin.buffer))
    entries = list(islice(reader.read(find_sources([path], kind=kind)), 2))
    if len(entries) != 1:
        raise InputError(f"{path}: one article is wanted, not {'several' if entries else 'none'}")
    [entry] = entries
    if isinstance(entry.article, InputError):
        raise InputError(f"{entry.where}: {entry.article}", field=entry.article.field)
    return entry.article


def read_json(path: str) -> Any:
    """The JSON value in a file. Raises InputError for what is none, OSError for what cannot be read."""
    try:
        return json.loads(Path(path).read_bytes().decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{printable(Path(path))}: no JSON: {error}") from None


def _position(raw: io.BufferedReader) -> int:
    return raw.tell() if raw.seekable() else 0


def _json_lines(name: str, stream: Readable, longest: int) -> Iterator[Entry]:
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        where = f"{name}:{number}"
        if len(line) > longest:
            _skip_line(stream, longest)
            yield Entry(where, InputTooLarge(f"line longer than {longest} bytes"))
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield Entry(where, _article(where, line))
    if not number:
        yield Entry(name, EmptyInput("empty: no line in it"))


def _skip_line(stream: Readable, piece: int) -> None:
    while (rest := stream.readline(piece)) and not rest.endswith(b"\n"):
        pass


def _article(where: str, line: bytes) -> dict[str, str] | InputError:
    """The article of a JSON line; its id is the place where it stands when the line gives none."""
    try:
        data = read_object(line)
    except InputError as error:
        return error
    if isinstance(data.get("id"), int) and not isinstance(data["id"], bool):
        data["id"] = str(data["id"])
    given = {key: data[key] for key in KEYS if data.get(key) is not None}
    # an empty title is no title; whether an empty text is an article is for the extractor to say
    return _fault(given) or {"id": where, **{k: v for k, v in given.items() if v or k in ("text", "html")}}


def _fault(given: dict[str, Any]) -> InputError | None:
    """What is wrong with the known keys of an article, if anything. Other keys are nobody's business here."""
    for key, value in given.items():
        if not isinstance(value, str):
            return InputError(f"{key} must be text, not {json_type(value)}", field=key)
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            message = f"{key} has a lone surrogate at position {error.start}"
            return UndecodableInput(message, field=key, position=error.start)
    bodies = [key for key in ("text", "html") if key in given]
    if len(bodies) != 1:
        return InputError(
            "either text or html must be given" + (", not both" if bodies else ""), field="text"
        )
    return None
