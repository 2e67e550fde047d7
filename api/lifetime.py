"""How long a process may live before another takes its place: so many requests, so much memory."""

# mypy: disable-error-code="import-untyped"
from __future__ import annotations

import math
import random

import psutil

from api.config import Config, ConfigError

MEGABYTE = 1_000_000
_JITTER = 0.1  # of the requests, so that processes which began together do not end together


class Lifetime:
    """The limits of one process, where ATTRIBUTION_RECYCLE and ATTRIBUTION_MEMORY set any."""

    def __init__(self, config: Config) -> None:
        extra = random.uniform(0, config.recycle * _JITTER)
        self._most = config.recycle + extra if config.recycle else math.inf
        self._megabytes = config.memory or math.inf

    def why_over(self, done: int) -> str:
        """Why the process should be replaced that has done so much; "" when it should go on.

        One that has done nothing goes on in any case, or a limit set too low would leave nobody to work.
        """
        if done >= self._most:
            return f"it has answered {done} times"
        if done and self._megabytes < math.inf and (used := used_megabytes()) > self._megabytes:
            return f"it takes {used:.0f} MB of memory"
        return ""


def used_megabytes() -> float:
    """What this process has in memory, shared or not, in millions of bytes."""
    return float(psutil.Process().memory_info().rss) / MEGABYTE


def check_memory(config: Config) -> None:
    """Raises ConfigError where the model, which has answered by now, takes more than a process may."""
    used = used_megabytes()
    if config.memory and used > config.memory:
        raise ConfigError(
            f"ATTRIBUTION_MEMORY is {config.memory} MB, and the model alone takes {used:.0f} MB"
        )
