"""Who may work next: one at a time, in the order of asking, with an estimate of how long the wait is.

The estimate is what bounds the queue: a request that would wait longer than a sender has patience for is
refused at once, while it costs nothing. The more are refused now, the shorter the queue is kept, down to
half: when more comes than can be done a short queue serves as many, sooner.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from attribution.errors import DeadlineExceeded

FIRST_RATE = 4e-5  # seconds a byte, before anything was measured
OVERHEAD = 500  # bytes of text that the work around an article is worth
LATE = 1.1  # times its patience that somebody waits who was let in
_MEMORY = 0.9  # what the measured rate keeps of itself at each article
_PRESSURE_MEMORY = 0.95  # what the share of the refused keeps of itself at each that asks
_PRESSURE_SECONDS = 5  # in which it is halved: what was long ago refuses nobody now


@dataclass(slots=True, eq=False)
class _Ticket:
    size: int
    refused: bool = False
    called: threading.Event = field(default_factory=threading.Event)


class Turns:
    """Threads take turns here. Sizes are bytes of article; times are seconds of `time.monotonic`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[_Ticket] = deque()
        self._working: _Ticket | None = None
        self._since = 0.0
        self._rate = FIRST_RATE
        self._pressure = 0.0  # the share of the refused among the last that asked, when the last one did
        self._pressed = 0.0  # when that was
        self.closed = False

    def __len__(self) -> int:
        """How many wait."""
        return len(self._waiting)

    @property
    def working_seconds(self) -> float:
        """How long the work in hand has taken; 0 when there is none."""
        with self._lock:
            return time.monotonic() - self._since if self._working else 0.0

    def expected_wait(self) -> float:
        """Seconds until somebody who asks now would work, by the rate of what was done before."""
        with self._lock:
            return self._expected_wait()

    def is_full(self, patience: float) -> bool:
        """True when somebody who asks now, with so much patience, is refused."""
        with self._lock:
            return self._is_full(patience)

    def count_refusal(self) -> None:
        """Somebody was refused, by `is_full`, who never asked for a turn."""
        with self._lock:
            self._press(1.0)

    def close(self) -> None:
        """Gives no turn any more, neither to those who wait nor to those who come."""
        with self._lock:
            self.closed = True
            for ticket in self._waiting:
                ticket.refused = True
                ticket.called.set()
            self._waiting.clear()

    @contextmanager
    def turn(self, size: int, *, until: float | None = None, patience: float | None = None) -> Iterator[bool]:
        """Waits for a turn and holds it within the block.

        Gives False, and no turn, at once when the wait would be longer than `patience`, or than half of it
        if many are refused; or later, when it took longer after all. Raises DeadlineExceeded when none came
        by `until`.
        """
        ticket, now = _Ticket(size), time.monotonic()
        if not self._ask(ticket, patience):
            yield False
            return
        late = math.inf if patience is None else now + LATE * patience
        end = math.inf if until is None else until
        left = min(late, end) - now
        if not ticket.called.wait(None if left == math.inf else max(0.0, left)) and self._withdraw(ticket):
            if late < end:
                yield False
                return
            raise DeadlineExceeded("the time was over before the work could begin")
        if ticket.refused:
            yield False
            return
        done = False
        try:
            yield True
            done = True
        finally:
            self._end(size if done else None)

    def _seconds(self, size: int) -> float:
        return self._rate * (size + OVERHEAD)

    def _expected_wait(self) -> float:
        left = 0.0
        if self._working:
            # work that is overdue may take as long again: nobody is let in behind what hangs
            left = abs(self._seconds(self._working.size) - (time.monotonic() - self._since))
        return left + sum(self._seconds(ticket.size) for ticket in self._waiting)

    def _is_full(self, patience: float) -> bool:
        return self.closed or self._expected_wait() > patience * (1 - self._pressure_now() / 2)

    def _pressure_now(self) -> float:
        return self._pressure * math.exp2((self._pressed - time.monotonic()) / _PRESSURE_SECONDS)

    def _press(self, refused: float) -> None:
        self._pressure = _PRESSURE_MEMORY * self._pressure_now() + (1 - _PRESSURE_MEMORY) * refused
        self._pressed = time.monotonic()

    def _ask(self, ticket: _Ticket, patience: float | None) -> bool:
        with self._lock:
            if self.closed:
                return False
            if patience is not None:
                full = self._is_full(patience)
                self._press(float(full))
                if full:
                    return False
            self._waiting.append(ticket)
            self._call_next()
            return True

    def _withdraw(self, ticket: _Ticket) -> bool:
        """False when the ticket was called in the meantime."""
        with self._lock:
            if ticket not in self._waiting:
                return False
            self._waiting.remove(ticket)
            return True

    def _end(self, done: int | None) -> None:
        """Of work on so many bytes; the time since it was called counts, until its thread woke included."""
        with self._lock:
            if done is not None:
                rate = (time.monotonic() - self._since) / (done + OVERHEAD)
                self._rate = _MEMORY * self._rate + (1 - _MEMORY) * rate
            self._working = None
            self._call_next()

    def _call_next(self) -> None:
        if self._working is None and self._waiting:
            self._working = self._waiting.popleft()
            self._since = time.monotonic()
            self._working.called.set()
