"""Where the records of a run lie: a folder of this machine, or one of a file system that Arrow knows."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, cast

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from fsspec import AbstractFileSystem
from pyarrow.fs import FileSystem, FileType

from attribution.corpus.inputs.places import find_in, is_uri, reason_of, without_secrets
from attribution.errors import InputError

RECORDS = "records"
Place: TypeAlias = str | os.PathLike[str]

_PROTOCOL = "records"  # by which DuckDB knows files that Arrow opens
_AHEAD = 1 << 20  # bytes that are asked of a remote file system at once


@dataclass(frozen=True, slots=True)
class Stored:
    """The files of records below `root`: their names from there, in the order of rows.

    `folder` is where DuckDB finds them, with a slash at its end; `remote` opens them where that is not here.
    """

    root: str
    names: tuple[str, ...]
    folder: str
    remote: Remote | None = None

    def pattern(self, name: str) -> str:
        """What finds this file alone in DuckDB, whatever characters are in its name."""
        path = f"{self.folder}{name}"
        return path if self.remote else exactly(path)

    def schema(self, name: str) -> pa.Schema:
        """The schema of a file. Raises OSError and pyarrow.ArrowInvalid."""
        if self.remote is None:
            return pq.read_schema(f"{self.folder}{name}")
        with self.remote.open(f"{self.folder}{name}") as file:
            return pq.read_schema(file)

    def attach(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Lets a connection read the files."""
        if self.remote:
            connection.register_filesystem(self.remote)


def find_stored(output: Place) -> Stored:
    """The records of a run, or of any folder. Raises InputError for what is no folder, or cannot be read."""
    if not is_uri(given := os.fspath(output)):
        root = local_folder(given)
        names = tuple(path.relative_to(root).as_posix() for path in _files(root))
        return Stored(str(root), names, os.path.join(root, ""))
    shown = without_secrets(given)
    try:
        filesystem, path = FileSystem.from_uri(given)
        if _is_folder(filesystem, inside := f"{path.rstrip('/')}/{RECORDS}"):
            shown, path = f"{shown.rstrip('/')}/{RECORDS}", inside
        elif not _is_folder(filesystem, path):
            raise InputError(f"{shown}: no such folder")
        files = [found.below for found in find_in(filesystem, path, given=shown)]
    except (ValueError, OSError) as error:
        raise InputError(f"{shown}: cannot be read: {reason_of(error, given)}") from None
    names = tuple(name for name in files if name.endswith(".parquet"))
    return Stored(shown, names, f"{_PROTOCOL}://{path.rstrip('/')}/", Remote(filesystem))


def local_folder(output: Place) -> Path:
    """Where the records of a run lie on this machine. Raises InputError for what is no folder."""
    folder = Path(output)
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder")
    inside = folder / RECORDS
    return inside if inside.is_dir() else folder


def exactly(path: str) -> str:
    """The pattern of DuckDB that finds this path of this machine alone, whatever characters are in it."""
    return re.sub(r"([\[*?])", r"[\1]", path)


def lies_among(target: Path, output: Place) -> bool:
    """Whether `target` lies in the folder of the records, whose files would be taken for some."""
    return not is_uri(os.fspath(output)) and target.resolve().is_relative_to(local_folder(output).resolve())


def _files(folder: Path) -> Iterator[Path]:
    """The files below a folder in the order of their names, without what is hidden or unfinished."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith((".", "_")):
            continue
        if entry.is_dir():
            yield from _files(Path(entry.path))
        elif entry.name.endswith(".parquet"):
            yield Path(entry.path)


def _is_folder(filesystem: FileSystem, path: str) -> bool:
    return bool(filesystem.get_file_info(path).type == FileType.Directory)


class Remote(AbstractFileSystem):  # type: ignore[misc]  # fsspec brings no types
    """A file system of Arrow, as DuckDB asks for one."""

    protocol = _PROTOCOL
    cachable = False

    def __init__(self, filesystem: FileSystem) -> None:
        super().__init__()
        self._filesystem = filesystem

    def open(self, path: str, mode: str = "rb", **_: Any) -> io.BufferedReader:
        """The file, to be read at any place. Raises OSError."""
        file = self._filesystem.open_input_file(self._strip_protocol(path))
        return io.BufferedReader(cast(io.RawIOBase, file), _AHEAD)

    def glob(self, path: str, **_: Any) -> list[str]:
        """The path alone: DuckDB is given the files one by one, and no pattern."""
        return [path]

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        """Size and kind of a file."""
        found = self._filesystem.get_file_info(self._strip_protocol(path))
        kind = "file" if found.type == FileType.File else "directory"
        return {"name": path, "size": found.size, "type": kind, "mtime": found.mtime}

    def modified(self, path: str) -> Any:
        """When a file was last written."""
        return self.info(path)["mtime"]

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return path.removeprefix(f"{_PROTOCOL}://")
