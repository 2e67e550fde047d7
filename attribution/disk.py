"""Files that are still there, whole, after the machine goes down."""

from __future__ import annotations

import os
from pathlib import Path


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
