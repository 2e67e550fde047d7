"""A service of one's own: `attribution serve` as a process, and what its processes hold."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
START_SECONDS, STOP_SECONDS = 60, 40


@dataclass(frozen=True, slots=True)
class Service:
    """A service that runs: its address and its first process, whose children do the work."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{HOST}:{self.port}"

    def workers(self) -> list[int]:
        """The processes that answer requests."""
        return children(self.process.pid)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Status and body of one answer."""
        with closing(HTTPConnection(HOST, self.port, timeout=60)) as connection:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return response.status, response.read()

    def extract(self, text: str) -> int:
        """The status that an article is answered with."""
        body = json.dumps({"text": text}).encode()
        return self.ask("POST", "/v1/extractions", body, {"Content-Type": "application/json"})[0]


@contextmanager
def serving(
    *options: str, environment: Mapping[str, str] | None = None, port: int | None = None
) -> Iterator[Service]:
    """A service that is ready, with options of `attribution serve`; it is stopped at the end."""
    port = port or free_port()
    command = [sys.executable, "-m", "attribution", "serve", "--port", str(port), *options]
    with tempfile.TemporaryDirectory() as folder:
        state = {"ATTRIBUTION_STATE": folder, "OMP_NUM_THREADS": "1"}
        process = subprocess.Popen(command, env={**os.environ, **state, **(environment or {})})
        try:
            service = Service(port, process)
            wait_until_ready(service)
            yield service
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_until_ready(service: Service) -> None:
    """Returns when the service is ready; raises RuntimeError when it ends or does not get there."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and service.process.poll() is None:
        try:
            if service.ask("GET", "/v1/health/ready")[0] == 200:
                return
        except OSError:
            pass  # it does not listen yet
        time.sleep(0.1)
    raise RuntimeError(f"the service does not start (exit status {service.process.poll()})")


def free_port() -> int:
    """A port of loopback that nothing listens on."""
    with socket.create_server((HOST, 0)) as free:
        port: int = free.getsockname()[1]
        return port


def children(parent: int) -> list[int]:
    """The processes that a process has started and that live."""
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return sorted(int(child) for child in found)


def own_memory(process: int) -> float:
    """Megabytes (10^6 bytes) that a process shares with no other."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    own = [int(line.split()[1]) for line in lines if line.startswith(("Private_Clean", "Private_Dirty"))]
    return sum(own) * 1024 / 1e6


def resident_memory(process: int) -> float:
    """Megabytes (10^6 bytes) that a process has in memory, shared or not."""
    [line] = [
        line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("VmRSS")
    ]
    return int(line.split()[1]) * 1024 / 1e6


def _open_names(process: int) -> list[str]:
    names = []
    for entry in Path(f"/proc/{process}/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            names.append(os.readlink(entry))
    return names


def open_files(process: int) -> dict[str, int]:
    """How many sockets and how many other files a process holds."""
    names = _open_names(process)
    sockets = sum(name.startswith("socket:") for name in names)
    return {"files": len(names) - sockets, "sockets": sockets}


def holds(process: int, connection: socket.socket) -> bool:
    """True when a process of this machine holds the other end of a connection over IPv4."""
    (_, own), (_, other) = connection.getsockname(), connection.getpeername()
    names = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, here, there, *_, inode = line.split()[:10]
        if (here[-4:], there[-4:]) == (f"{other:04X}", f"{own:04X}"):
            names.add(f"socket:[{inode}]")
    return not names.isdisjoint(_open_names(process))


def state_of(process: int) -> dict[str, Any]:
    """What a process holds."""
    held = {"own_mb": own_memory(process), "resident_mb": resident_memory(process)}
    return {**held, **open_files(process)}
