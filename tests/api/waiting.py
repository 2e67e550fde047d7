"""Waiting for what another thread or process does, as briefly as it takes."""

from __future__ import annotations

import time
from collections.abc import Callable

SECONDS = 40  # for anything to happen on a busy machine


def wait_for(condition: Callable[[], object], seconds: float = SECONDS) -> None:
    """Returns when the condition holds; fails the test when it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)
