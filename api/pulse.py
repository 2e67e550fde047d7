"""What is true of a process now, its queue and its memory, written down every second.

Counts are written where they change. How long the wait is, or how much memory is held, changes by itself, and
whoever answers `/metrics` must know it of the other processes too, also of one that hangs.
"""

from __future__ import annotations

import logging
import os
import threading

from flask import Flask

from api.engine import Engine
from api.metrics import Metrics

log = logging.getLogger(__name__)

BEAT_SECONDS = 1.0


class Pulse:
    """Writes the state of this process into `metrics`."""

    def __init__(self, metrics: Metrics, engine: Engine) -> None:
        self._metrics = metrics
        self._engine = engine
        self._process = 0
        self._thread: threading.Thread | None = None
        self._over = threading.Event()

    def start(self) -> None:
        """Has a thread of this process do so from now on, where others ask for it. Once is enough.

        A thread does not survive a fork: this is for the process that answers requests.
        """
        if self._metrics.shared and self._process != os.getpid():
            self._process = os.getpid()
            self._thread = threading.Thread(target=self._keep_on, name="pulse", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Ends the thread, where there is one."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def beat(self) -> None:
        """Does so once."""
        engine = self._engine
        self._metrics.note_queue(engine.waiting, engine.admitted, engine.expected_wait)
        self._metrics.note_process()

    def _keep_on(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            try:
                self.beat()
            except Exception:
                log.exception("the state of this process cannot be written down")


def register_pulse(app: Flask, metrics: Metrics, engine: Engine) -> None:
    """Has each process of `app` begin at its first request, if its server has not seen to that before."""
    pulse = app.extensions["attribution_pulse"] = Pulse(metrics, engine)
    app.before_request(pulse.start)
