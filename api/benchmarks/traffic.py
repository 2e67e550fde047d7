"""Load for locust, which reads this file: articles from TRAFFIC_ARTICLES, their answers to TRAFFIC_LOG.

Without TRAFFIC_PAUSE each of locust's users sends the next article when the last is answered, and after a
refusal waits as long as it was told; with it they send at their times, whatever the answers are.
"""

# mypy: disable-error-code="untyped-decorator"
from __future__ import annotations

import json
import os
import time
from itertools import count, cycle
from pathlib import Path
from typing import Any

from locust import FastHttpUser, events, task

BODIES = cycle(
    json.dumps({"text": text})
    for text in json.loads(Path(os.environ["TRAFFIC_ARTICLES"]).read_text(encoding="utf-8"))
)
PAUSE = float(os.environ.get("TRAFFIC_PAUSE", 0))  # seconds from one article of a user to its next
STEP = float(os.environ.get("TRAFFIC_STEP", 0))  # seconds from the start of a user to that of the next
STARTS = count()
LOG = Path(os.environ["TRAFFIC_LOG"]).open("w", encoding="utf-8")  # noqa: SIM115


class Sender(FastHttpUser):
    """One client of the service, with a connection of its own."""

    def on_start(self) -> None:
        """Users start one after the other, so that their articles come evenly."""
        offset = next(STARTS) * STEP
        self.due = time.monotonic() + offset
        time.sleep(offset)

    def wait_time(self) -> float:
        """Seconds until the next article, counted from when the last one was due."""
        self.due = self.due + PAUSE
        return max(0.0, self.due - time.monotonic()) if PAUSE else 0

    @task
    def send(self) -> None:
        """One article."""
        headers = {"Content-Type": "application/json"}
        with self.client.post(
            "/v1/extractions", data=next(BODIES), headers=headers, catch_response=True
        ) as response:
            response.success()  # a refusal is no failure of the tool's; the log tells them apart
        told = (response.headers or {}).get("Retry-After")  # there are none without an answer
        if told and not PAUSE:
            time.sleep(float(told))


@events.request.add_listener
def note(start_time: float, response_time: float, response: Any, **_: Any) -> None:
    """A line for each answer: when it was asked for, the seconds it took, and its status (0 for none)."""
    status = getattr(response, "status_code", 0) or 0
    LOG.write(json.dumps([start_time, response_time / 1000, status]) + "\n")


@events.quitting.add_listener
def close(**_: Any) -> None:
    """Everything is in the file when locust ends."""
    LOG.close()
