from __future__ import annotations

import argparse
import builtins
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext
from http.client import HTTPConnection
from typing import Any

import pytest

from api import create_app
from api.serve import FAILED, INSTALL, MISUSED, serve_command
from tests.api.conftest import FakeExtractor

SECONDS = 40  # for a process to start on a busy machine

FAKE_SERVER = """
import sys, time
from api import create_app
from api.serve import open_listener, run_server
from tests.api.conftest import FakeExtractor

class Slow(FakeExtractor):
    def extract(self, text=None, **options):
        if text == "Slow.":
            print("at work", flush=True)
            time.sleep(1)
        return super().extract(text, **options)

app = create_app({"limit": 2000}, extractor=Slow())
app.extensions["attribution"].warm_up()
with open_listener("127.0.0.1", 0) as listener:
    print(listener.getsockname()[1], flush=True)
    sys.exit(run_server(app, listener, workers=2, threads=2, timeout=10))
"""

COMMAND = """
import argparse, sys
from api.serve import serve_command

parser = argparse.ArgumentParser(prog="attribution")
serve_command(parser.add_subparsers())
args = parser.parse_args()
heavy = [name for name in ("flask", "gunicorn", "spacy", "marshmallow") if name in sys.modules]
assert not heavy, heavy
sys.exit(args.run(args))
"""


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="attribution")
    serve_command(parser.add_subparsers())
    return parser.parse_args(["serve", *arguments])


def run(*arguments: str) -> int:
    args = parse(*arguments)
    status: int = args.run(args)
    return status


@contextmanager
def server(script: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", script, *arguments]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, Any]]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=SECONDS)) as connection:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())


def wait_until_ready(port: int, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, process.communicate()[1]
        try:
            if ask(port, "GET", "/v1/health/ready")[0] == 200:
                return
        except ConnectionError:
            pass  # not listening yet
        time.sleep(0.05)
    pytest.fail("the server did not get ready")


def test_defaults_listen_on_loopback() -> None:
    args = parse()
    assert (args.host, args.port, args.threads) == ("127.0.0.1", 8000, 0)
    assert args.workers >= 1


@pytest.mark.parametrize(
    ("deadline", "arguments", "timeout"),
    [("60", (), 75), ("0.5", (), 16), ("60", ("--timeout", "7"), 7)],
)
def test_a_stop_leaves_the_work_in_hand_its_time(
    deadline: str, arguments: tuple[str, ...], timeout: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = {}

    def note(app: Any, listener: Any, **options: int) -> int:
        ran.update(options)
        return 0

    monkeypatch.setattr("api.app.create_app", lambda config: create_app(config, extractor=FakeExtractor()))
    monkeypatch.setattr("api.logs.configure_logging", lambda config: None)
    monkeypatch.setattr("api.metrics.shared_metrics", nullcontext)
    monkeypatch.setattr("api.serve.run_server", note)
    monkeypatch.setenv("ATTRIBUTION_DEADLINE", deadline)
    assert run("--port", "0", *arguments) == 0
    assert ran["timeout"] == timeout


@pytest.mark.parametrize(
    "arguments",
    [("--port", "65536"), ("--port", "-1"), ("--port", "http"), ("--workers", "0"), ("--threads", "x")],
)
def test_numbers_that_cannot_be(arguments: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=str(MISUSED)):
        parse(*arguments)
    assert f"argument {arguments[0]}" in capsys.readouterr().err


def test_a_port_in_use(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run("--port", str(port)) == FAILED
    assert f"port {port} of 127.0.0.1 is in use" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("no-such-host.invalid", "the host 'no-such-host.invalid' is not known"),
        ("a" * 70, "is not known"),
        ("192.0.2.1", "192.0.2.1 is not an address of this machine"),
    ],
)
def test_a_host_that_is_none(host: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--host", host, "--port", "0") == FAILED
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_host_that_lets_others_in_is_refused_until_it_is_said_who(
    host: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ATTRIBUTION_MODEL", "crystal-ball")  # so that none goes on to serve
    for access, said in (
        ("local", "ATTRIBUTION_ACCESS=keys"),
        ("keys", "crystal-ball"),
        ("open", "crystal-ball"),
    ):
        monkeypatch.setenv("ATTRIBUTION_ACCESS", access)
        assert run("--host", host, "--port", "0") == (MISUSED if access == "local" else FAILED)
        assert said in capsys.readouterr().err


def test_a_setting_that_cannot_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ATTRIBUTION_LIMIT", "a lot")
    assert run("--port", "0") == MISUSED
    assert "ATTRIBUTION_LIMIT must be a whole number" in capsys.readouterr().err


def test_a_model_that_is_none(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ATTRIBUTION_MODEL", "crystal-ball")
    assert run("--port", "0") == FAILED
    assert "crystal-ball" in capsys.readouterr().err


@pytest.mark.parametrize("missing", ["flask", "gunicorn"])
def test_packages_that_are_missing(
    missing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real_import = builtins.__import__

    def fail(name: str, *rest: Any, **options: Any) -> Any:
        if name.split(".")[0] == missing:
            raise ModuleNotFoundError(f"No module named {missing!r}", name=missing)
        return real_import(name, *rest, **options)

    for name in [name for name in sys.modules if name.split(".")[0] in (missing, "api")]:
        monkeypatch.delitem(sys.modules, name)
    from api.serve import run_serve

    monkeypatch.setattr(builtins, "__import__", fail)
    assert run_serve(argparse.Namespace(host="127.0.0.1", port=0)) == FAILED
    message = capsys.readouterr().err
    assert missing in message
    assert INSTALL in message


def test_a_server_of_two_processes_answers_and_stops() -> None:
    with server(FAKE_SERVER) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        wait_until_ready(port, process)
        status, extraction = ask(port, "POST", "/v1/extractions", b"Hello.", **{"Content-Type": "text/plain"})
        assert (status, extraction["article"]["length"]) == (200, 6)
        status, problem = ask(port, "POST", "/v1/extractions", b"\xff", **{"Content-Type": "text/plain"})
        assert (status, problem["type"]) == (400, "/problems/undecodable-body")
        status, problem = ask(
            port, "POST", "/v1/extractions", b"a" * 200_000, **{"Content-Type": "text/plain"}
        )
        assert (status, problem["type"]) == (413, "/problems/body-too-large")
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0


def test_the_work_in_hand_is_finished_before_the_stop() -> None:
    with server(FAKE_SERVER) as process, ThreadPoolExecutor(1) as pool:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        wait_until_ready(port, process)
        answer = pool.submit(ask, port, "POST", "/v1/extractions", b"Slow.", **{"Content-Type": "text/plain"})
        assert process.stdout.readline() == "at work\n"
        process.send_signal(signal.SIGTERM)
        assert answer.result(SECONDS)[0] == 200
        assert process.wait(SECONDS) == 0


def test_the_command_serves_the_real_engine_and_stops() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    with server(COMMAND, "serve", "--port", str(port), "--workers", "1") as process:
        wait_until_ready(port, process)
        body = json.dumps({"text": "“The ferry is late,” said Ines Okafor, the harbour master.", "id": "7"})
        status, extraction = ask(
            port, "POST", "/v1/extractions", body.encode(), **{"Content-Type": "application/json"}
        )
        assert (status, extraction["article"]["id"]) == (200, "7")
        process.send_signal(signal.SIGINT)
        assert process.wait(SECONDS) == 0
