"""Places for what may hold a thread for any time: streams, and uploads too large to be collected."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Places:
    """So many at once, in this process."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._free = threading.Semaphore(number)
        self._closed = 0  # places that nobody gets any more

    @contextmanager
    def take(self, refusal: Callable[[], Exception]) -> Iterator[None]:
        """Holds a place for the length of the block. Raises `refusal()` at once where none is free."""
        if not self._free.acquire(blocking=False):
            raise refusal()
        try:
            yield
        finally:
            self._free.release()

    def close(self) -> bool:
        """Gives no place any more; True when nobody has one. To be called again until then, by one thread."""
        while self._free.acquire(blocking=False):
            self._closed += 1
        return self._closed >= self._number
