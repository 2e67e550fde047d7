"""Files of this machine and of file systems that Arrow knows: listed, walked, matched by patterns."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import unquote, urlsplit

from pyarrow.fs import FileInfo, FileSelector, FileSystem, FileType

from attribution.corpus.inputs.kinds import kind_of
from attribution.corpus.inputs.rows import reason
from attribution.errors import InputError

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
# A user and what no port is; secrets may have signs that end a host, and should have been escaped
_SECRET = re.compile(r"^([^:]+://)[^/@?#]*:(?!\d+(?:[/?#]|$))[^@]*@")


@dataclass(frozen=True, slots=True)
class Found:
    """A file: where it is, and how it came: `folder` as given and `below` it, or `named` itself.

    For a file that was named `below` is empty, for one that a pattern matched `folder` is.
    """

    path: str
    size: int
    folder: str = ""
    below: str = ""
    filesystem: FileSystem | None = None

    @property
    def named(self) -> bool:
        """Was asked for by its very name."""
        return not self.below

    @property
    def full(self) -> str:
        """The name that begins as the argument did."""
        return (
            f"{self.folder.rstrip('/')}/{self.below}"
            if self.folder and self.below
            else self.folder or self.below
        )


def is_uri(path: str) -> bool:
    """Tells addresses such as s3://bucket/2020 from paths."""
    return _URI.match(path) is not None


def find_local(path: str) -> list[Found]:
    """The files that a path, a directory or a pattern stands for. Raises InputError for none, OSError."""
    if os.path.isdir(path):
        return [*_walked(path, path)]
    if os.path.lexists(path):
        return [_local_file(path, folder=_slashes(path))]
    if not glob.has_magic(path):
        raise InputError(f"{_slashes(path)}: no such file or directory")
    found: list[Found] = []
    for match in sorted(glob.glob(path, recursive=True)):
        if not _passed_over(match.split(os.sep), path.split(os.sep)) and not os.path.isdir(match):
            found.append(_local_file(match, below=_slashes(match)))
    return found


def _walked(directory: str, given: str) -> Iterator[Found]:
    def refuse(error: OSError) -> None:
        raise error

    for folder, folders, files in os.walk(directory, onerror=refuse):
        folders[:] = sorted(name for name in folders if not _hidden(name))
        for name in sorted(files):
            path = os.path.join(folder, name)
            if not _hidden(name) and (os.path.isfile(path) or kind_of(path)):
                yield _local_file(
                    path, folder=_slashes(given), below=_slashes(os.path.relpath(path, directory))
                )


def _local_file(path: str, *, folder: str = "", below: str = "") -> Found:
    try:
        status = os.stat(path)
    except OSError as error:
        raise InputError(f"{_slashes(path)}: cannot be read: {reason(error)}") from None
    if not stat.S_ISREG(status.st_mode):
        raise InputError(f"{_slashes(path)}: not a file; a run reads each file more than once")
    return Found(path, status.st_size, folder, below)


def find_remote(uri: str) -> list[Found]:
    """As `find_local`, for a URI; in patterns of these only `*` and `**` are special."""
    base, pattern = _cut_at_pattern(uri)
    try:
        filesystem, path = FileSystem.from_uri(base)
    except (ValueError, OSError) as error:
        raise InputError(f"{without_secrets(uri)}: cannot be reached: {reason_of(error, base)}") from None
    return find_in(filesystem, path, given=without_secrets(base), pattern=pattern)


def find_in(filesystem: FileSystem, path: str, *, given: str, pattern: Sequence[str] = ()) -> list[Found]:
    """The files at `path` of a file system, where `given` is what messages call that place."""
    info = filesystem.get_file_info(path)
    if info.type == FileType.File and not pattern:
        return [Found(path, info.size or 0, folder=given, filesystem=filesystem)]
    if info.type != FileType.Directory:
        raise InputError(f"{given}: no such file or directory")
    listed = filesystem.get_file_info(FileSelector(path, recursive=True))
    return [*_selected(filesystem, path, listed, given=given, pattern=pattern)]


def _selected(
    filesystem: FileSystem, path: str, listed: list[FileInfo], *, given: str, pattern: Sequence[str]
) -> Iterator[Found]:
    start = f"{path.rstrip('/')}/" if path.strip("/") else path
    for info in sorted(listed, key=lambda info: info.path.split("/")):
        parts = info.path.removeprefix(start).split("/")
        if info.type != FileType.File or _passed_over(parts, pattern):
            continue
        if not pattern or _matches(parts, pattern):
            yield Found(info.path, info.size or 0, given, "/".join(parts), filesystem)


def _matches(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_matches(parts[at:], pattern[1:]) for at in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], pattern[0]) and _matches(parts[1:], pattern[1:])


def _passed_over(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Is hidden, or within something hidden, that the pattern does not name."""
    return any(_hidden(part) and not any(_hidden(name) for name in pattern) for part in parts)


def _hidden(name: str) -> bool:
    """By the ways of Unix (.name) or of Hadoop (_name); "." and ".." only lead to a place."""
    return name.startswith((".", "_")) and name not in (".", "..")


def _cut_at_pattern(uri: str) -> tuple[str, list[str]]:
    """The URI of the folder above the first pattern, with its options, and the parts from there on."""
    place, mark, options = uri.partition("?")
    parts = place.split("/")
    first = next((at for at, part in enumerate(parts) if at > 2 and "*" in part), len(parts))
    return "/".join(parts[:first]) + mark + options, [unquote(part) for part in parts[first:]]


def reason_of(error: Exception, uri: str) -> str:
    """What a file system says of a URI, which Arrow repeats whole, without its secrets."""
    return reason(ValueError(str(error).replace(uri, without_secrets(uri))))


def without_secrets(uri: str) -> str:
    """The address without user, password and options, to be shown and stored.

    >>> without_secrets("s3://key:secret@bucket/2020?region=eu-north-1")
    's3://bucket/2020'
    >>> without_secrets("s3://key:sec/ret@bucket/2020"), without_secrets("hdfs://host:8020/a@b")
    ('s3://bucket/2020', 'hdfs://host:8020/a@b')
    """
    parts = urlsplit(_SECRET.sub(r"\1", uri))
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _slashes(path: str) -> str:
    """A path as text that can be printed, each another: what is not in UTF-8 or no sign to print is %XX."""
    text = os.fsencode(path).decode("utf-8", "surrogateescape").replace(os.sep, "/")
    return "".join(sign if sign.isprintable() else _escaped(sign) for sign in text)


def _escaped(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "surrogateescape"))
