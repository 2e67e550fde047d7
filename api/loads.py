"""How much each process of the service has in hand, seen by all, so that none rests beside a full one.

The kernel hands a new connection to whichever process wakes first, and a kept-alive one stays where it is.
So a process leaves new connections to those that have less, and ends one it has when it has much more.
"""

from __future__ import annotations

import mmap
import struct
import time

PLACES = 256  # more processes than that are not balanced
STALE_SECONDS = 2.5  # a process that has not told of itself for so long stands still or is gone
MUCH = 2  # requests more than another has

_ENTRY = struct.Struct("dii")  # when, requests in hand, connections


class Loads:
    """What the processes that are forked after this was made have in hand, by their places from 1 on.

    Each process writes at its own place alone. A reader may see a number that is a moment old; nothing
    depends on more than that.
    """

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _ENTRY.size * PLACES)

    def tell(self, place: int, requests: int, connections: int) -> None:
        """Says what the process at a place has in hand now."""
        self._write(place, time.monotonic(), requests, connections)

    def leave(self, place: int) -> None:
        """Says that the process at a place takes nothing any more."""
        self._write(place, 0.0, 0, 0)

    def is_least(self, place: int) -> bool:
        """Whether no other process has less in hand than the one at `place`."""
        return all(self._of(place) <= other for other in self._others(place))

    def is_much(self, place: int) -> bool:
        """Whether another process has so much less that a request had better go there."""
        requests, _ = self._of(place)
        return any(requests >= other[0] + MUCH for other in self._others(place))

    def _write(self, place: int, when: float, requests: int, connections: int) -> None:
        if place < PLACES:
            _ENTRY.pack_into(self._memory, _ENTRY.size * place, when, requests, connections)

    def _of(self, place: int) -> tuple[int, int]:
        _, requests, connections = _ENTRY.unpack_from(self._memory, _ENTRY.size * min(place, PLACES - 1))
        return requests, connections

    def _others(self, place: int) -> list[tuple[int, int]]:
        """Of those that live: at a place that is free nothing was told, or long ago."""
        recent = max(time.monotonic() - STALE_SECONDS, 1e-9)
        told = enumerate(_ENTRY.iter_unpack(self._memory[:]))
        return [(entry[1], entry[2]) for other, entry in told if other != place and entry[0] >= recent]
