"""A worker to be tested, over an engine of its own; forked from a process that has loaded what it needs."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from api.config import Config
from api.engine import Engine
from api.jobs import claims, webhooks, worker
from attribution import records
from tests.api.conftest import FakeExtractor


@dataclass(frozen=True)
class Pace:
    """Seconds: each article takes `pause`; the others are how patient the worker is."""

    pause: float = 0.0
    article: float = 300
    hung: float = 10
    still: float = 30
    attempt: float = 60


@dataclass
class Busy(FakeExtractor):
    """Takes its time, notes who works on what, and does the worst that some texts ask for."""

    seen: Path
    pause: float

    def __post_init__(self) -> None:
        super().__init__()

    def extract(self, text: str | None = None, **options: Any) -> records.Extraction:
        with self.seen.open("a") as seen:
            seen.write(json.dumps([options.get("id"), os.getpid()]) + "\n")
        if text == "Deadly.":
            os.kill(os.getpid(), signal.SIGKILL)
        if text == "Wrong.":
            raise ValueError("inner words")
        while text == "Hang.":
            time.sleep(0.01)
        if text == "Lock.":
            re.match(r"(a+)+$", "a" * 60 + "b")  # for years, and no other thread runs meanwhile
        time.sleep(self.pause)
        return super().extract(text, **options)


def work(settings: dict[str, Any], folder: Path, pace: Pace, ready: Connection) -> None:
    """Runs a worker of two processes until it is told to stop; says when it is ready."""
    os.setsid()
    with (folder / "log").open("ab") as log:
        os.dup2(log.fileno(), 2)
    worker.BEAT_SECONDS = worker.SWEEP_SECONDS = 0.3  # type: ignore[assignment]
    worker.ARTICLE_SECONDS, worker.HUNG_SECONDS = pace.article, pace.hung  # type: ignore[assignment]
    worker.STILL_SECONDS, claims.DEAD_SECONDS = pace.still, 3  # type: ignore[assignment]
    webhooks.ATTEMPT_SECONDS = pace.attempt
    config = Config.load(settings)
    engine = Engine(config, Busy(folder / "seen", pace.pause))
    engine.warm_up()
    with ready:
        ready.send("ready")
    worker.run_worker(config, engine, processes=2, timeout=10)
