"""Where the records go: standard output, or a file that appears under its name only when it is whole."""

from __future__ import annotations

import argparse
import errno
import gzip
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, cast


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """A UTF-8 text stream to `path`, or to standard output when it is None.

    A file whose name ends in .gz is packed. It is written as PATH.part and renamed at the end. When the work
    stops before, the part stays, and a line on standard error names it. Raises OSError at once for what
    cannot be written.
    """
    if path is None:
        if sys.stdout is None:
            raise OSError(errno.EBADF, "standard output is closed")
        yield _standard_output()
        sys.stdout.flush()
    elif path.exists() and not path.is_file() and not path.is_dir():
        with open(path, "w", encoding="utf-8", newline="\n") as stream:  # a pipe or a device
            yield stream
    else:
        check_writable(path)
        with _renamed_when_whole(path) as stream:
            yield stream


def local_path(text: str) -> Path:
    """An option that is a path of this machine; an address would be taken for one, with its secrets."""
    if "://" in text:
        raise argparse.ArgumentTypeError("must be a path of this machine, not a URI")
    return Path(text)


def check_writable(path: Path) -> None:
    """Raises OSError for a directory, a folder that is not there and what may not be written."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a directory", str(path))
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "no such directory", str(path.parent))
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise PermissionError(errno.EACCES, "is not writable", str(path))


@contextmanager
def _renamed_when_whole(path: Path) -> Iterator[TextIO]:
    part = path.with_name(path.name + ".part")
    try:
        with _opened(part, packed=path.suffix == ".gz") as stream:
            yield stream
    except BaseException:
        _keep_or_remove(part)
        raise
    os.replace(part, path)


def _opened(part: Path, *, packed: bool) -> TextIO:
    if packed:
        return cast(TextIO, gzip.open(part, "wt", encoding="utf-8", newline="\n"))
    return open(part, "w", encoding="utf-8", newline="\n")


def _keep_or_remove(part: Path) -> None:
    if not part.exists():
        return
    if part.stat().st_size:
        print(f"attribution: stopped; what was done is in {part}", file=sys.stderr)
    else:
        part.unlink()


def _standard_output() -> TextIO:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # whatever the locale says: JSON is UTF-8
    return sys.stdout


def flat(text: str) -> str:
    """On one line, without control characters, which must not reach a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
