"""Files that appear whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def written_whole(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """Files to write to instead, beside them and hidden: none has its name before all are written.

    They get their names, in place of what has them, at the end of the block; where it fails they are removed.
    """
    parts = [path.with_name(f".{path.name}.part") for path in paths]
    try:
        yield parts
        for part, path in zip(parts, paths, strict=True):
            os.replace(part, path)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def move_whole(part: Path, path: Path) -> None:
    """Gives a file that is written its name, in place of what has it, once its bytes are on the disk.

    Both lie on one file system. Who reads `path`, even after a power cut, finds what was there before or all
    of the new. Raises OSError.
    """
    _sync(part)
    os.replace(part, path)
    _sync(path.parent)  # the name is kept by the folder


def _sync(path: Path) -> None:
    if os.name != "posix" and path.is_dir():
        return  # which other systems do not open
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
