"""Processes of a real server that are replaced: over an article that does not end, and at their limits."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest

from tests.api.waiting import wait_for

SECONDS = 40
SERVER = """
import json, os, re, sys, time
import api.engine, api.replacement
from api import create_app
from api.config import Config
from api.lifetime import used_megabytes
from api.logs import configure_logging
from api.metrics import shared_metrics
from api.serve import open_listener, run_server
from tests.api.conftest import FakeExtractor

api.engine._HUNG_SECONDS = 0.5
kept = []

class Planted(FakeExtractor):
    def extract(self, text=None, **options):
        if text.startswith("Hang."):
            while True:
                time.sleep(0.01)
        if text.startswith("Lock."):
            re.match(r"(a+)+$", "a" * 60 + "b")  # for years, and no other thread runs meanwhile
        if text.startswith("Grow."):
            kept.append(b"x" * 200_000_000)
        return super().extract(text, **options)

given = json.loads(sys.argv[1])
if "memory" in given:
    given["memory"] += round(used_megabytes())
config = Config.load({"docs": False, **given})
configure_logging(config)
with open_listener("127.0.0.1", 0) as listener, shared_metrics():
    app = create_app(config, extractor=Planted())
    app.extensions["attribution"].warm_up()
    app.add_url_rule("/v1/health/pid", "health.pid", lambda: str(os.getpid()))
    print(listener.getsockname()[1], flush=True)
    sys.exit(run_server(app, listener, workers=2, threads=16, timeout=4))
"""


@dataclass
class Service:
    port: int
    log: Path

    def connect(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)

    def extract(self, text: str, name: str = "") -> tuple[int, Any]:
        with closing(self.connect()) as connection:
            response = post(connection, text, name)
            return response.status, json.loads(response.read())

    def processes(self) -> set[int]:
        """Those that answer to a few requests."""
        found = set()
        for _ in range(20):
            with closing(self.connect()) as connection, suppress(ConnectionRefusedError):  # not listening yet
                connection.request("GET", "/v1/health/pid")
                found.add(int(connection.getresponse().read()))
        return found

    def told(self, message: str) -> list[dict[str, Any]]:
        lines = map(json.loads, self.log.read_text().splitlines())
        return [line for line in lines if message in line["message"]]


def post(connection: HTTPConnection, text: str, name: str = "") -> HTTPResponse:
    headers = {"Content-Type": "text/plain", "X-Request-ID": name or "none"}
    connection.request("POST", "/v1/extractions", text.encode(), headers)
    return connection.getresponse()


@contextmanager
def serve(log: Path, **settings: Any) -> Iterator[Service]:
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVER, json.dumps(settings)],
            stdout=subprocess.PIPE, stderr=errors, text=True,
        )  # fmt: skip
    try:
        assert process.stdout is not None
        service = Service(int(process.stdout.readline()), log)
        wait_for(lambda: len(service.processes()) == 2, SECONDS)
        yield service
    finally:
        process.terminate()
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


@pytest.fixture(scope="module")
def hanging(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serve(tmp_path_factory.mktemp("hanging") / "log", deadline=1, memory=100) as service:
        yield service


@pytest.fixture(scope="module")
def recycled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serve(tmp_path_factory.mktemp("recycled") / "log", recycle=20) as service:
        yield service


def ask_while(service: Service, condition: Any) -> list[int]:
    statuses = []
    while condition():
        statuses.append(service.extract("“No,” said Mara Lindqvist.")[0])
        time.sleep(0.02)
    return statuses


def test_a_process_whose_article_does_not_end_is_replaced(hanging: Service) -> None:
    before, began = hanging.processes(), time.monotonic()
    with ThreadPoolExecutor(9) as pool:
        hung = pool.submit(hanging.extract, "Hang. The mayor of Ostby.", "hung-1")
        asking = [pool.submit(ask_while, hanging, lambda: not hung.done()) for _ in range(8)]
    status, problem = hung.result()
    others = [status for one in asking for status in one.result()]
    assert (status, problem["type"], problem["request_id"]) == (504, "/problems/timeout", "hung-1")
    assert set(others) <= {200, 503, 504}
    assert others.count(200) > 3 * (len(others) - others.count(200))  # the full process draws nobody
    wait_for(lambda: hanging.told("code 70"), SECONDS)
    assert time.monotonic() - began < 15
    wait_for(lambda: len(after := hanging.processes()) == 2 and after != before, SECONDS)
    assert {hanging.extract("“No,” said Mara Lindqvist.")[0] for _ in range(10)} == {200}


def test_the_log_says_which_request_it_was_and_where_the_code_is(hanging: Service) -> None:
    if not hanging.told("does not end"):
        hanging.extract("Hang. The mayor of Ostby.", "hung-1")
    [line] = hanging.told("does not end")
    assert (line["level"], line["request_id"]) == ("critical", "hung-1")
    assert line["where"][-1].endswith(" extract")
    [request] = [line for line in hanging.told("request") if line.get("request_id") == "hung-1"][-1:]
    assert (request["message"], request["status"]) == ("request", 504)
    assert "mayor" not in hanging.log.read_text()


def test_a_process_of_which_no_thread_runs_is_killed(hanging: Service) -> None:
    before = hanging.processes()
    with pytest.raises(OSError):  # noqa: PT011  # reset or cut, as it comes
        hanging.extract("Lock. The mayor of Ostby.", "locked-1")
    wait_for(lambda: hanging.told("a process died while it worked"), SECONDS)
    [line] = hanging.told("a process died while it worked")
    assert line["request_id"] == "locked-1"
    wait_for(lambda: len(after := hanging.processes()) == 2 and after != before, SECONDS)
    assert "mayor" not in hanging.log.read_text()


def test_a_process_that_takes_too_much_memory_is_replaced(hanging: Service) -> None:
    assert hanging.extract("Grow.")[0] == 200
    wait_for(lambda: hanging.told("MB of memory"), SECONDS)
    [line] = hanging.told("MB of memory")
    assert re.fullmatch(r"this process is replaced: it takes \d+ MB of memory", line["message"])


def kept_alive(service: Service, times: int) -> tuple[list[int], int]:
    """Statuses over connections that are kept until the service says that it closes; how often it said so."""
    statuses, closed, connection = [], 0, service.connect()
    for _ in range(times):
        response = post(connection, "“No,” said Mara Lindqvist.")
        response.read()
        statuses.append(response.status)
        if response.getheader("Connection") == "close":
            closed += 1
            connection.close()
        time.sleep(0.04)  # for longer in all than it takes until a process looks at itself
    connection.close()
    return statuses, closed


def test_no_request_is_lost_when_processes_are_replaced(recycled: Service) -> None:
    with ThreadPoolExecutor(4) as pool:
        kept = [pool.submit(kept_alive, recycled, 50) for _ in range(2)]
        new = [pool.submit(recycled.extract, "“No,” said Mara Lindqvist.") for _ in range(100)]
        statuses = [status for one in kept for status in one.result()[0]] + [one.result()[0] for one in new]
        assert statuses == [200] * 200
        assert sum(one.result()[1] for one in kept) >= 1
    assert len(recycled.told("this process is replaced: it has answered")) >= 2
    assert not recycled.told("code 70")


def test_a_stream_in_hand_is_not_cut(recycled: Service) -> None:
    replaced = len(recycled.told("this process is replaced"))
    line = json.dumps({"text": "“No,” said Mara Lindqvist."}).encode() + b"\n"

    def slowly() -> Iterator[bytes]:
        for _ in range(4):
            yield line
            assert {recycled.extract("“No,” said Mara Lindqvist.")[0] for _ in range(30)} == {200}
            time.sleep(0.6)

    with closing(recycled.connect()) as connection:
        connection.request(
            "POST",
            "/v1/extractions/stream",
            slowly(),
            {"Content-Type": "application/x-ndjson"},
            encode_chunked=True,
        )
        answers = [json.loads(found) for found in connection.getresponse().read().splitlines()]
    assert [found["status"] for found in answers] == [200] * 4
    # its own at the end
    wait_for(lambda: len(recycled.told("this process is replaced")) >= replaced + 2, SECONDS)
