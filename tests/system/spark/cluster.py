"""A cluster of Spark on one machine: master and workers are processes of their own, as on many machines."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyspark

from tests.tree import ROOT

HOST = "127.0.0.1"
LONGEST = 180.0  # seconds that a process waits in a trap
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # Java that lives for seconds
_CLASS = "org.apache.spark.deploy"


@dataclass
class Cluster:
    """A running cluster, whose files are under `folder`."""

    folder: Path
    url: str = ""
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def held(self) -> Path:
        return self.folder / "site" / "held.pid"

    def start_master(self) -> None:
        self._start("master", f"{_CLASS}.master.Master", "--host", HOST, "--port", "0", "--webui-port", "0")
        self.url = self._wait_for("master", r"Starting Spark master at (spark://\S+)")

    def start_workers(self, count: int) -> None:
        names = [f"worker-{len(self._started) + at}" for at in range(count)]
        options = ("--port", "0", "--webui-port", "0", "--cores", "1", "--memory", "1g")
        for name in names:
            # hosts of their own: a task is never copied on its own host
            host = f"127.0.0.{1 + len(self._started)}"
            work = ("--host", host, "--work-dir", str(self.folder / name))
            started = self._start(name, f"{_CLASS}.worker.Worker", *options, *work, self.url, host=host)
            self.workers.append(started)
        for name in names:
            self._wait_for(name, "Successfully registered with master")

    def worker_of(self, executor: int) -> subprocess.Popen[bytes]:
        """The worker that has started an executor."""
        [found] = [worker for worker in self.workers if executor in executors_of(worker.pid)]
        return found

    def set_trap(self) -> None:
        """The next process that meets the article "Wait" waits; without that none does."""
        self.held.unlink(missing_ok=True)

    def held_process(self, seconds: float = LONGEST) -> int:
        """The Python worker that waits, once there is one."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.held.exists() and (text := self.held.read_text()):
                return int(text)
            time.sleep(0.1)
        raise TimeoutError("no process met the article")

    def stop(self) -> None:
        for process in reversed(self._started):
            for executor in executors_of(process.pid):
                with suppress(ProcessLookupError):
                    os.kill(executor, signal.SIGKILL)
            process.kill()
            process.wait()

    def _start(self, name: str, *command: str, host: str = HOST) -> subprocess.Popen[bytes]:
        program = Path(pyspark.__file__).parent / "bin" / "spark-class"
        env = {
            **os.environ,
            "SPARK_LOCAL_IP": host,
            "SPARK_CONF_DIR": str(self.folder),
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": QUICK,
            "SPARK_LOCAL_DIRS": str(self.folder / f"{name}-local"),
            "PYSPARK_PYTHON": sys.executable,
            "PYTHONPATH": os.pathsep.join([str(self.folder / "site"), str(ROOT)]),
            "OMP_NUM_THREADS": "1",
            "TRAP_SECONDS": str(LONGEST),
        }
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(["bash", program, *command], env=env, stdout=log, stderr=log)
        self._started.append(process)
        return process

    def _wait_for(self, name: str, pattern: str, seconds: float = 60) -> str:
        path = self.folder / f"{name}.log"
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if found := re.search(pattern, path.read_text(errors="replace")):
                return found[found.lastindex or 0]
            time.sleep(0.1)
        raise TimeoutError(f"{name} says:\n{path.read_text(errors='replace')}")


def executors_of(worker: int) -> list[int]:
    """Process ids of the executors that a worker has started."""
    found: list[int] = []
    for task in Path(f"/proc/{worker}/task").glob("*/children"):
        with suppress(OSError):
            found += [int(pid) for pid in task.read_text().split()]
    return sorted(pid for pid in found if b"CoarseGrainedExecutorBackend" in _command(pid))


def parent_of(pid: int) -> int:
    """The process that has started another."""
    stat = Path(f"/proc/{pid}/stat").read_text()
    return int(stat.rpartition(")")[2].split()[1])


def _command(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


@contextmanager
def cluster(folder: Path, *, workers: int = 2) -> Iterator[Cluster]:
    """A cluster of so many workers with a core each, gone at the end of the block whatever happens in it."""
    running = Cluster(folder)
    try:
        running.start_master()
        running.start_workers(workers)
        yield running
    finally:
        running.stop()
