"""A time by which work must be done, for whoever cannot wait for an article of any length.

The library looks at the clock between its steps and between the windows of the network, so what is too long
is given up within a fraction of a second or, while spaCy parses a long text, within a few seconds.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from attribution.errors import DeadlineExceeded

_until: ContextVar[float | None] = ContextVar("attribution_deadline", default=None)
_cpu_until: ContextVar[float | None] = ContextVar("attribution_cpu_deadline", default=None)


@contextmanager
def deadline(until: float | None) -> Iterator[None]:
    """Within the block of this thread or task, work ends by `until`, in seconds of `time.monotonic`.

    What is not done by then raises DeadlineExceeded. None sets no time; a deadline within a deadline cannot
    be later than the outer one.

    >>> with deadline(time.monotonic() + 5):
    ...     check_deadline()
    """
    outer = _until.get()
    both = [time for time in (outer, until) if time is not None]
    token = _until.set(min(both, default=None))
    try:
        yield
    finally:
        _until.reset(token)


@contextmanager
def cpu_deadline(seconds: float) -> Iterator[None]:
    """Within the block, work ends after so many seconds of CPU time of its one thread.

    For work that nobody waits for: what is given up depends on the article, not on what else the machine
    does. What is not done by then raises DeadlineExceeded. Nested blocks cannot be longer than the outer one.

    >>> with cpu_deadline(5):
    ...     check_deadline()
    """
    outer = _cpu_until.get()
    both = [time.thread_time() + seconds, *([outer] if outer is not None else [])]
    token = _cpu_until.set(min(both))
    try:
        yield
    finally:
        _cpu_until.reset(token)


def check_deadline() -> None:
    """Raises DeadlineExceeded when the time in force is over."""
    until, cpu_until = _until.get(), _cpu_until.get()
    if until is not None and time.monotonic() > until:
        raise DeadlineExceeded("the time that was set for this article is over")
    if cpu_until is not None and time.thread_time() > cpu_until:
        raise DeadlineExceeded("the CPU time that was set for this article is over")
