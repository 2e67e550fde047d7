"""A soak of seconds: all kinds of requests, no server error, nothing left open; what is left open is seen."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from api.benchmarks import soak
from api.benchmarks.service import Service
from api.benchmarks.soak import good, main

STATE = {"own_mb": 60.0, "resident_mb": 300.0, "files": 12, "sockets": 1}

# two processes on one socket; each opens two files at its first request, as it may, and leaves something open
# at each twentieth
LEAKY = """
import os, socket, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

leave = {"files": lambda: open(os.devnull), "sockets": socket.socket, "nothing": int}[sys.argv[1]]
left, asked = [], []

class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        asked.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        if len(asked) == 1:
            left.extend([open(os.devnull), open(os.devnull)])
        if len(asked) % 20 == 0:
            left.append(leave())
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET

server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.socket.setblocking(False)  # the other process may have been quicker
print(server.server_port, flush=True)
if os.fork() and os.fork():
    os.wait()
else:
    server.serve_forever()
"""


@pytest.mark.system  # ten seconds of both cores
def test_a_soak_of_a_few_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--requests", "100", "--workers", "2", "--json", "--no-floor"])
    found = json.loads(capsys.readouterr().out)
    assert sum(found["answers"].values()) == 100
    assert {"200", "400", "404", "422"} <= set(found["answers"]) <= {"0", "200", "400", "404", "422", "503"}
    first, last = found["states"][0], found["states"][-1]
    assert first.keys() == last.keys()
    for name in first:
        assert (last[name]["files"], last[name]["sockets"]) == (first[name]["files"], first[name]["sockets"])


@contextmanager
def leaky(what: str) -> Iterator[Service]:
    """A service that keeps open what it should not."""
    command = [sys.executable, "-c", LEAKY, what]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        service = Service(int(process.stdout.readline()), process)
        while len(service.workers()) < 2:
            assert process.poll() is None
            time.sleep(0.01)
        try:
            yield service
        finally:
            for worker in service.workers():
                os.kill(worker, signal.SIGKILL)
            process.kill()


@pytest.mark.parametrize("what", ["files", "sockets", "nothing"])
def test_what_is_left_open_is_seen(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "SETTLE_SECONDS", 2)
    with leaky(what) as service:
        first, *_, last = soak.soak(service, requests=200, clients=4)["states"]
    for kind in ("files", "sockets"):
        grew = [last[name][kind] - first[name][kind] for name in first]
        assert (sum(grew) > 0) is (kind == what), grew


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({}, True),
        ({"resident_mb": 314.0}, True),
        ({"resident_mb": 316.0}, False),
        ({"sockets": 2}, False),
        ({"files": 13}, False),
    ],
)
def test_what_may_grow(changes: dict[str, Any], kept: bool) -> None:
    states = [{"7": STATE}, {"7": {**STATE, **changes}}]
    assert good({"answers": {"200": 5, "422": 1, "429": 1}, "states": states}) is kept


@pytest.mark.parametrize("answer", ["500", "502", "ConnectionResetError"])
def test_no_server_error_is_good(answer: str) -> None:
    assert not good({"answers": {answer: 1}, "states": [{"7": STATE}] * 2})


def test_a_process_that_was_replaced_is_not_good() -> None:
    assert not good({"answers": {"200": 1}, "states": [{"7": STATE}, {"8": STATE}]})
