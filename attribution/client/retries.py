"""When a request is sent again, and how long to wait before."""

from __future__ import annotations

import random
from dataclasses import dataclass

from attribution.client.errors import Busy, ServiceError, Unreachable

NEVER = "rate-limited"  # without a time to ask again: a list that is longer than any rate lets in


@dataclass(frozen=True, slots=True)
class Retries:
    """How patient a client is with a service that is busy (429, 503) or cannot be reached.

    `attempts` is how often a request is sent at most. The waits begin with `first` seconds and double, up to
    `longest`; none is shorter than the service asks for, and when it asks for more than `longest` the client
    gives up at once. `Retries(attempts=1)` never sends anything twice.
    """

    attempts: int = 5
    first: float = 0.5
    longest: float = 30.0

    def pause(self, sent: int, error: ServiceError) -> float | None:
        """Seconds to wait after a request was `sent` so often and ended so; None to give up.

        >>> from attribution.client import Unreachable
        >>> Retries(attempts=2).pause(2, Unreachable("no answer")) is None
        True
        """
        if sent >= self.attempts or not isinstance(error, Busy | Unreachable):
            return None
        asked = error.retry_after if isinstance(error, Busy) else None
        if isinstance(error, Busy) and error.code == NEVER and asked is None:
            return None
        if asked is not None and asked > self.longest:
            return None
        # clients that were refused at one time should not all come back at another
        own = min(self.longest, self.first * 2.0 ** (sent - 1)) * random.uniform(0.5, 1)
        return max(own, (asked or 0) * random.uniform(1, 1.1))
