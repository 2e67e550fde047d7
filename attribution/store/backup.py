"""A store into a file, while others write.

Two kinds of file: a copy is a SQLite database, of a store in SQLite alone; an archive is lines of JSON,
packed with gzip, which either database can give and take.
"""

from __future__ import annotations

import gzip
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from attribution.disk import move_whole
from attribution.store.columns import metadata
from attribution.store.database import DatabaseError, make_file
from attribution.store.lines import Archive, ArchiveError, lines_of
from attribution.store.store import Store
from attribution.store.tables import facts

Kind = Literal["copy", "archive"]

_SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Backup:
    """What is in a file: its kind, its bytes, and rows by table."""

    kind: Kind
    size: int
    rows: dict[str, int]


def backup(store: Store, file: Path, *, kind: Kind | None = None) -> Backup:
    """Writes the store as it is now to `file`, and reads it again; others may write meanwhile.

    Without `kind` it is a copy of what is in SQLite, and an archive of what is in PostgreSQL. The file
    appears under its name when it is whole. Raises DatabaseError where it is there already or cannot be
    written.
    """
    here = store.url.get_backend_name()
    kind = kind or ("copy" if here == "sqlite" else "archive")
    if kind == "copy" and here != "sqlite":
        raise DatabaseError("a copy is of a store in SQLite; PostgreSQL's is an archive")
    if file.exists():
        raise DatabaseError(f"{file} is there already")
    with whole_file(file) as part:
        if kind == "copy":
            copy_pages(Path(str(store.url.database)), part)
        else:
            _write_archive(store, part)
        rows = verify(part)
        size = part.stat().st_size
    return Backup(kind, size, rows)


def verify(file: Path) -> dict[str, int]:
    """The rows of a backup by table, when it is whole. Raises ArchiveError, which says where it is not.

    An archive is proven to the last letter; of a copy, which has no hashes, that it is a sound database.
    """
    if kind_of(file) == "copy":
        return _verify_copy(file)
    with opened(file) as archive:
        for _ in archive.parts():
            pass
    return archive.counts


def kind_of(file: Path) -> Kind:
    """Whether a backup is a copy or an archive, by its first bytes. Raises ArchiveError for anything else."""
    try:
        with open(file, "rb") as stream:
            start = stream.read(len(_SQLITE))
    except OSError as error:
        raise ArchiveError(f"{file}: {error.strerror}") from None
    if start == _SQLITE:
        return "copy"
    if start.startswith(b"\x1f\x8b"):
        return "archive"
    raise ArchiveError(f"{file} is no backup of a store")


@contextmanager
def whole_file(file: Path) -> Iterator[Path]:
    """A file to write to that gets its name, and is on disk, when it is whole."""
    part = file.with_name(f"{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        make_file(part)
        yield part
        move_whole(part, file)
    except (sqlite3.Error, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise DatabaseError(f"{file} cannot be written: {reason}") from None
    finally:
        if part.exists():
            part.unlink()


def copy_pages(source: Path, target: Path) -> None:
    """Copies a SQLite file: all pages in one step, by one reader: in WAL mode no writer waits for it."""
    with closing(_read_only(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)
        there.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)


def _verify_copy(file: Path) -> dict[str, int]:
    try:
        with closing(_read_only(file)) as copy:
            found = [message for (message,) in copy.execute("PRAGMA integrity_check(1)")]
            if found != ["ok"]:
                raise ArchiveError(f"{file} is damaged: {found[0]}")
            names = [name for name in metadata.tables if copy.execute(_THERE, (name,)).fetchone()]
            if facts.name not in names:
                raise ArchiveError(f"{file} is a database, but no store")
            return {name: copy.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}
    except sqlite3.Error as error:
        raise ArchiveError(f"{file} is damaged: {error}") from None


_THERE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"


def _write_archive(store: Store, part: Path) -> None:
    with store.read() as connection, gzip.open(part, "wt", encoding="utf-8", newline="\n") as stream:
        for line in lines_of(connection):
            stream.write(line + "\n")


@contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """The archive in a file, or of the store in a copy. Raises ArchiveError."""
    if kind_of(file) == "copy":
        with closing(Store(file)) as store, store.read() as connection:
            yield Archive(lines_of(connection))
        return
    with gzip.open(file, "rt", encoding="utf-8", newline="\n") as stream:
        try:
            yield Archive(_unpacked(stream))
        except ArchiveError as error:
            raise ArchiveError(f"{file}, {error}") from None


def _unpacked(stream: Any) -> Iterator[str]:
    """The lines, up to where they can be read: what is missing then is told by the archive."""
    number = 0
    try:
        for line in stream:
            number += 1
            yield line
    except (EOFError, OSError, zlib.error, UnicodeDecodeError):
        raise ArchiveError(f"line {number + 1}: damaged or cut short") from None
