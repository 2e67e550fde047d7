"""The article that a process has in hand, known also when the process was killed over it."""

from __future__ import annotations

import mmap
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

NAMELESS = "-"

_SIZE = 128  # bytes; a request id has 64 at most
_FRAMES = 8  # of the code that is being run, the innermost ones


class Hand:
    """What a process works on, by the id of its request, and in which thread.

    The id stands in memory that is shared over a fork: made by a parent, it can be read there.
    """

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _SIZE)
        self._thread = 0

    @property
    def holds(self) -> str:
        """The id of the request whose article is in hand, "-" for one without an id, "" for none."""
        return self._memory[:_SIZE].rstrip(b"\0").decode("ascii", "replace")

    @property
    def thread(self) -> int:
        """The thread of this process that works; 0 for none."""
        return self._thread

    @contextmanager
    def holding(self, name: str | None) -> Iterator[None]:
        """Within the block an article of the request of this name is in hand."""
        self._thread = threading.get_ident()
        self._write(name or NAMELESS)
        try:
            yield
        finally:
            self.drop()

    def drop(self) -> None:
        """Has nothing in hand any more: whoever reads it will not tell again what has been told."""
        self._write("")
        self._thread = 0

    def where(self) -> list[str]:
        """Which code is at work, the innermost last: files, lines, functions, and no word of the article."""
        frame = sys._current_frames().get(self._thread)
        if frame is None:
            return []
        found = traceback.StackSummary.extract(traceback.walk_stack(frame), limit=_FRAMES, lookup_lines=False)
        return [f"{place.filename}:{place.lineno} {place.name}" for place in reversed(found)]

    def _write(self, name: str) -> None:
        self._memory[:_SIZE] = name.encode("ascii", "replace")[:_SIZE].ljust(_SIZE, b"\0")
