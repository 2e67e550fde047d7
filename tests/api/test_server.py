"""Real processes: what they count adds up, what they share, how they end."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.api.test_metrics import numbers
from tests.api.waiting import wait_for

SECONDS = 40

SERVER = """
import os, sys, time
from api import create_app
from api.config import Config
from api.logs import configure_logging
from api.metrics import shared_metrics
from api.serve import open_listener, run_server
from flask import Response
from tests.api.conftest import FakeExtractor

def pieces():
    for number in range(5):
        time.sleep(0.4)
        yield f"{number}\\n"

config = Config.load({"docs": False})
configure_logging(config)
with open_listener("127.0.0.1", 0) as listener, shared_metrics() as folder:
    app = create_app(config, extractor=FakeExtractor())
    app.extensions["attribution"].warm_up()
    app.add_url_rule("/v1/health/pid", "health.pid", lambda: str(os.getpid()))
    app.add_url_rule("/v1/health/pieces", "health.pieces", lambda: Response(pieces()))
    print(listener.getsockname()[1], folder, flush=True)
    sys.exit(run_server(app, listener, workers=2, threads=4, timeout=10))
"""

REAL = """
import os
from api.serve import ONE_THREAD
os.environ.update(ONE_THREAD)
from api import create_app
app = create_app({})
app.extensions["attribution"].warm_up()
print(len(os.listdir("/proc/self/task")), flush=True)
child = os.fork()
if not child:
    answer = app.test_client().post("/v1/extractions", json={"text": "“No,” said Ann Lee."})
    print(answer.status_code, len(answer.json["quotations"]), flush=True)
    raise SystemExit(0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@contextmanager
def server(log: Path) -> Iterator[tuple[subprocess.Popen[str], int, Path]]:
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVER], stdout=subprocess.PIPE, stderr=errors, text=True
        )
        assert process.stdout is not None
        try:
            port, folder = process.stdout.readline().split()
            yield process, int(port), Path(folder)
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate()


def ask(port: int, path: str, body: bytes | None = None) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        method = "GET" if body is None else "POST"
        connection.request(method, path, body, {"Content-Type": "text/plain"} if body else {})
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def refuses(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == errno.ECONNREFUSED


def pids(port: int) -> set[int]:
    """The processes that answer to a few requests."""
    found = set()
    for _ in range(40):
        try:
            found.add(int(ask(port, "/v1/health/pid")[1]))
        except OSError:
            time.sleep(0.05)
    return found


def extract(port: int, times: int) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda _: ask(port, "/v1/extractions", b"Hello.")[0], range(times))
        assert set(answers) == {200}


def articles(port: int) -> float:
    return numbers(ask(port, "/metrics")[1])["attribution_articles_total",]


def processes(port: int) -> set[str]:
    """The places of the processes whose memory is known."""
    found = numbers(ask(port, "/metrics")[1])
    name = "attribution_process_resident_memory_bytes"
    return {labels[0] for (metric, *labels), value in found.items() if metric == name and value > 1e6}


def test_the_sums_are_right_also_after_a_process_died(tmp_path: Path) -> None:
    with server(tmp_path / "log") as (process, port, folder):
        wait_for(lambda: len(pids(port)) == 2, SECONDS)
        extract(port, 60)
        assert {articles(port) for _ in range(8)} == {60}
        assert [ask(port, "/v1/extractions", b"\xff")[0] for _ in range(10)] == [400] * 10
        wait_for(lambda: processes(port) == {"1", "2"}, SECONDS)
        victim = min(pids(port))
        os.kill(victim, signal.SIGKILL)
        wait_for(lambda: len(pids(port) - {victim}) == 2, SECONDS)
        extract(port, 40)
        assert {articles(port) for _ in range(8)} == {100}
        found = numbers(ask(port, "/metrics")[1])
        assert found["attribution_requests_in_flight",] == 1
        assert found["attribution_problems_total", "undecodable-body"] == 10
        assert found["attribution_queue_articles",] == found["attribution_queue_requests",] == 0
        assert found["attribution_start_time_seconds",] < time.time()
        wait_for(lambda: processes(port) == {"1", "2"}, SECONDS)
        assert len(list(folder.glob("counter_*"))) <= 3
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
        assert not folder.exists()
    told = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert any(line["logger"] == "gunicorn.error" and "SIGKILL" in line["message"] for line in told)
    assert sum(line.get("articles", 0) for line in told) == 100


def pid(connection: HTTPConnection) -> int:
    connection.request("GET", "/v1/health/pid")
    return int(connection.getresponse().read())


def test_no_process_waits_beside_a_full_one(tmp_path: Path) -> None:
    with server(tmp_path / "log") as (_, port, _), ExitStack() as stack:
        wait_for(lambda: len(pids(port)) == 2, SECONDS)
        places: dict[int, list[HTTPConnection]] = {}
        while len(places) < 2 or min(len(found) for found in places.values()) < 4:
            connection = stack.enter_context(closing(HTTPConnection("127.0.0.1", port, timeout=SECONDS)))
            places.setdefault(pid(connection), []).append(connection)
            assert sum(len(found) for found in places.values()) < 30, "one process takes nearly all"
        full, free = places.values()
        for connection in [*full[:3], free[0]]:
            connection.request("GET", "/v1/health/pieces")
        answers = [connection.getresponse() for connection in [*full[:3], free[0]]]
        told = [answer.headers["Connection"] for answer in answers]
        assert told == ["close"] * 3 + ["keep-alive"]
        assert {answer.read() for answer in answers} == {b"0\n1\n2\n3\n4\n"}
        assert pid(free[1]) != pid(full[3])


def test_a_stop_finishes_the_stream_in_hand_and_takes_no_more(tmp_path: Path) -> None:
    with server(tmp_path / "log") as (process, port, _), ThreadPoolExecutor(1) as pool:
        wait_for(lambda: pids(port), SECONDS)
        answer = pool.submit(ask, port, "/v1/health/pieces")
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        wait_for(lambda: refuses(port), SECONDS)
        assert not answer.done()
        assert answer.result(SECONDS) == (200, "0\n1\n2\n3\n4\n")
        assert process.wait(SECONDS) == 0


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="counts threads by /proc")
def test_the_model_makes_no_thread_and_works_after_a_fork() -> None:
    done = subprocess.run([sys.executable, "-c", REAL], capture_output=True, text=True, timeout=120)
    assert done.stdout.split() == ["1", "200", "1", "0"], done.stderr
