"""When a webhook is sent again."""

from __future__ import annotations

import random

FIRST_SECONDS = 5.0
FACTOR = 3.0
LONGEST_SECONDS = 4 * 3_600.0
WINDOW_SECONDS = 24 * 3_600.0  # after the job was finished; then it is given up


def next_attempt(now: float, finished: float, attempts: int, retry_after: float | None) -> float | None:
    """The time of the next attempt after so many that failed; None to give up.

    The pauses are 5 s, 15 s and so on up to 4 hours, a quarter more or less, so that a receiver that comes
    back is not met by all at once; and never shorter than it asked for by `retry_after`. Times are in seconds
    since 1970.

    >>> next_attempt(1_000.0, 1_000.0, 1, 60.0)
    1060.0
    >>> next_attempt(90_000.0, 0.0, 9, None) is None
    True
    """
    pause = min(LONGEST_SECONDS, FIRST_SECONDS * FACTOR ** min(attempts - 1, 20))
    again = now + max(pause * random.uniform(0.75, 1.25), retry_after or 0.0)
    return again if again <= finished + WINDOW_SECONDS else None
