"""A sign of life in memory that a process shares with its parent; it ends when no thread can run."""

from __future__ import annotations

import mmap
import struct
import time

_TIME = struct.Struct("d")


class Heartbeat:
    """When a process last showed that it runs: in memory that it shares with its parent."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _TIME.size)
        self.beat()

    @property
    def age(self) -> float:
        """Seconds since then."""
        return time.monotonic() - float(_TIME.unpack_from(self._memory)[0])

    def beat(self) -> None:
        """Shows it."""
        _TIME.pack_into(self._memory, 0, time.monotonic())
