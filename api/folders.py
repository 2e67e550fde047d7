"""Folders that go with the process that made them, also where it had no time to remove them itself.

Who owns a folder holds a lock on a file in it for as long as it lives, and so do its children. The lock,
which no kill leaves behind, tells whether a folder is in use; the number of the process in its name is for
people, as it may be another's by now, or of another container.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

log = logging.getLogger(__name__)

LOCK = "owner.lock"
_UNFINISHED = ".new-"  # before the name, until the lock is held


@contextmanager
def owned_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A new folder `<prefix><process>-…` in `parent`, removed at the end of the block.

    Those of the same prefix whose owners died are removed first. A child that is forked within the block
    and leaves it first takes nothing along.
    """
    remove_leftovers(parent, prefix)
    owner = os.getpid()
    made = Path(tempfile.mkdtemp(prefix=f"{_UNFINISHED}{prefix}{owner}-", dir=parent))
    lock = os.open(made / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = made.rename(parent / made.name.removeprefix(_UNFINISHED))
        try:
            yield folder
        finally:
            if os.getpid() == owner:
                shutil.rmtree(folder, ignore_errors=True)  # a child may still write as it ends
    finally:
        os.close(lock)


def remove_leftovers(parent: Path, prefix: str) -> list[Path]:
    """Removes the folders of this user whose owner, and all of its children, are gone; returns which."""
    removed = [folder for folder in parent.glob(f"{prefix}*") if _is_ours(folder) and _remove_if_free(folder)]
    for folder in removed:
        log.info("removed %s, which a process that was killed had left", folder)
    return removed


def _is_ours(folder: Path) -> bool:
    """In a place that everybody may write to, what is another's or a link is left alone."""
    try:
        return folder.lstat().st_uid == os.getuid() and folder.is_dir() and not folder.is_symlink()
    except FileNotFoundError:
        return False  # removed by another who looks


def _remove_if_free(folder: Path) -> bool:
    try:
        lock = os.open(folder / LOCK, os.O_RDWR)
    except FileNotFoundError:
        return False  # just removed by another, or none of these folders
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)  # another may be at it
        return True
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
