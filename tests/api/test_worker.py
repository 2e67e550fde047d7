"""Senders that are slow, broken or hostile, over raw sockets, against `attribution serve` itself.

Each is refused with a problem, and somebody else's article is answered at once, meanwhile and afterwards.
"""

from __future__ import annotations

import gzip
import json
import os
import socket
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from gunicorn.config import Config as GunicornConfig
from gunicorn.http.errors import (
    InvalidHeaderName,
    InvalidRequestLine,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
)

from api.metrics import Metrics
from api.worker import PatientWorker
from tests.api.test_serve import wait_until_ready

# the service as the command starts it, less patient so that the tests need not be patient either
IMPATIENT = """
import sys
import api.arrival, api.worker
from attribution.cli import main

api.arrival.HEAD_SECONDS, api.arrival.BODY_SECONDS, api.worker.STALLED_SECONDS = 2, 3, 2
sys.exit(main())
"""
AT_ONCE = 1.5  # seconds, for an article of a few words on a busy machine
POST = b"POST /v1/extractions HTTP/1.1\r\nHost: news.example\r\n"
PLAIN, JSON = b"Content-Type: text/plain\r\n", b"Content-Type: application/json\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"


def post(body: bytes, kind: bytes = JSON, *headers: bytes) -> bytes:
    length = b"Content-Length: %d\r\n" % len(body)
    return POST + kind + length + b"".join(headers) + b"\r\n" + body


def nested(depth: int) -> bytes:
    return b'{"text": ' + b"[" * depth + b"]" * depth + b"}"


def bomb() -> bytes:
    return gzip.compress(b'{"text": "' + b"a" * 50_000_000 + b'"}')


NO_HTTP = {
    "noise": bytes(range(256)) + b"\r\n\r\n",
    "a TLS greeting": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 40 + b"\r\n\r\n",
    "no version": b"GET /v1/health/live\r\n\r\n",
    "an unknown version": b"GET /v1/health/live HTTP/9.9\r\n\r\n",
    "NUL in the request line": b"GET /v1/\x00 HTTP/1.1\r\n\r\n",
    "a method that is none": b"PO ST /v1/extractions HTTP/1.1\r\n\r\n",
    "a long request line": b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\n\r\n",
    "a thousand header fields": POST + b"X-A: b\r\n" * 1_000 + b"\r\n",
    "a long header field": POST + b"X-A: " + b"b" * 60_000 + b"\r\n\r\n",
    "a header without end": POST + b"X-A: " + b"b" * 100_000,
    "a header field that is none": POST + b"X A b\r\n\r\n",
    "NUL in a header": POST + b"X-A: b\x00c\r\n\r\n",
    "a negative length": POST + PLAIN + b"Content-Length: -5\r\n\r\nHello",
    "a length in words": POST + PLAIN + b"Content-Length: five\r\n\r\nHello",
    "two lengths": POST + PLAIN + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nHello!",
    "a length and chunks": POST + PLAIN + CHUNKED + b"Content-Length: 5\r\n\r\n5\r\nHello\r\n0\r\n\r\n",
    "a chunk that is none": POST + PLAIN + CHUNKED + b"\r\nhello\r\nHello\r\n0\r\n\r\n",
    "a chunk of negative size": POST + PLAIN + CHUNKED + b"\r\n-5\r\nHello\r\n0\r\n\r\n",
    "a chunk longer than its size": POST + PLAIN + CHUNKED + b"\r\n2\r\nHello\r\n0\r\n\r\n",
}
REFUSED = {
    "no host": (400, b"GET /v1/health/live HTTP/1.1\r\n\r\n"),
    "no body": (400, post(b"")),
    "invalid UTF-8": (400, post(b'{"text": "\xff\xfe"}')),
    "UTF-16": (400, post('{"text": "Hello."}'.encode("utf-16"))),
    "deep JSON": (400, post(nested(100_000))),
    "JSON less deep": (422, post(nested(500))),
    "JSON without end": (400, post(b'{"text": "Hello')),
    "a number of 5,000 digits": (400, post(b'{"text": ' + b"9" * 5_000 + b"}")),
    "an infinite number": (422, post(b'{"text": 1e999}')),
    "NaN": (400, post(b'{"text": NaN}')),
    "10,000 keys": (422, post(json.dumps({f"k{n}": n for n in range(10_000)}).encode())),
    "one key 10,000 times": (422, post(b"{" + b'"a": 1, ' * 9_999 + b'"a": 1}')),
    "NUL": (422, post(b'{"text": "a\\u0000b"}')),
    "half a surrogate pair": (422, post(b'{"text": "a\\ud800b"}')),
    "a body that is too long": (413, post(b"a" * 7_000_000, PLAIN)),
    "a length out of this world": (413, POST + PLAIN + b"Content-Length: 999999999999\r\n\r\nHello"),
    "a length of 40 digits": (413, POST + PLAIN + b"Content-Length: " + b"9" * 40 + b"\r\n\r\nHello"),
    "a bomb": (413, post(bomb(), JSON, b"Content-Encoding: gzip\r\n")),
    "gzip that is none": (400, post(b"Hello.", PLAIN, b"Content-Encoding: gzip\r\n")),
    "an unknown encoding": (415, post(b"Hello.", PLAIN, b"Content-Encoding: zip\r\n")),
    "a thousand parameters": (400, b"POST /v1/extractions?" + b"a=b&" * 900 + post(b"Hi.", PLAIN)[21:]),
}
CUT = {
    "in the body": (400, POST + PLAIN + b"Content-Length: 50\r\n\r\nHello"),
    "in a chunk": (400, POST + PLAIN + CHUNKED + b"\r\n50\r\nHello"),
    "before the last chunk": (400, POST + PLAIN + CHUNKED + b"\r\n5\r\nHello\r\n"),
}
STREAM = b"POST /v1/extractions/stream HTTP/1.1\r\nHost: news.example\r\n"
JOB = b"POST /v1/jobs HTTP/1.1\r\nHost: news.example\r\n"
LINES = b"Content-Type: application/x-ndjson\r\n"
SLOW = {
    "the first byte": b"",
    "half a head": POST,
    "half a body": POST + PLAIN + b"Content-Length: 50\r\n\r\nHello",
    "half of the chunks": POST + PLAIN + CHUNKED + b"\r\n5\r\nHello\r\n",
    "lines of a job": JOB + LINES + b"Content-Length: 50\r\n\r\n{",
    "a body that was asked for": POST + PLAIN + b"Expect: 100-continue\r\nContent-Length: 50\r\n\r\n",
}


@contextmanager
def log_to_nowhere(script: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A process whose log nobody reads; in a pipe it would stop when that is full."""
    command = [sys.executable, "-c", script, *arguments]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, text=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def process() -> Iterator[tuple[subprocess.Popen[str], int]]:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    arguments = ("serve", "--port", str(port), "--workers", "2", "--threads", "16")
    with log_to_nowhere(IMPATIENT, *arguments) as process:
        wait_until_ready(port, process)
        end = time.monotonic() + 20
        while len(children(process)) < 2:
            assert time.monotonic() < end, "the processes of the service do not start"
            time.sleep(0.05)
        yield process, port


@pytest.fixture
def port(process: tuple[subprocess.Popen[str], int]) -> Iterator[int]:
    """The service's port; it is healthy before and after, and holds no more sockets than before."""
    running, port = process
    answered_at_once(port)
    before = open_sockets(running)
    yield port
    answered_at_once(port)
    end = time.monotonic() + 10
    while open_sockets(running) > before:
        assert time.monotonic() < end, "sockets were left open"
        time.sleep(0.05)


def children(process: subprocess.Popen[str]) -> list[str]:
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def open_sockets(process: subprocess.Popen[str]) -> int:
    """How many sockets the two processes of the service hold; files they may open when they need them."""
    assert len(children(process)) >= 2, "a process of the service died"
    held = [entry for child in children(process) for entry in Path(f"/proc/{child}/fd").iterdir()]
    found = 0
    for entry in held:
        with suppress(FileNotFoundError):  # closed meanwhile
            found += os.readlink(entry).startswith("socket:")
    return found


def answered_at_once(port: int) -> None:
    began = time.monotonic()
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request(
            "POST", "/v1/extractions", "“No,” said Mara Lindqvist.".encode(), {"Content-Type": "text/plain"}
        )
        response = connection.getresponse()
        quotations = json.loads(response.read())["quotations"]
    assert (response.status, len(quotations)) == (200, 1)
    assert time.monotonic() - began < AT_ONCE


@contextmanager
def connected(port: int, sent: bytes) -> Iterator[socket.socket]:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as client:
        with suppress(ConnectionError):  # the service need not read to the end what it refuses
            client.sendall(sent)
        yield client


def answer(client: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """The next response, whatever came before it as 1xx."""
    stream = client.makefile("rb")
    status = 100
    while status < 200:
        status = int(stream.readline().split()[1])
        lines = iter(lambda: stream.readline().rstrip(), b"")
        headers = dict(line.decode().lower().split(": ", 1) for line in lines)
    return status, headers, stream.read(int(headers.get("content-length", 0)))


def refused(client: socket.socket) -> int:
    """The status of an answer that is a problem."""
    status, headers, body = answer(client)
    problem: dict[str, Any] = json.loads(body)
    assert headers["content-type"] == "application/problem+json"
    assert problem["status"] == status
    assert {"type", "title", "detail"} <= set(problem)
    assert problem["request_id"] == headers["x-request-id"]
    return status


@pytest.mark.parametrize("sent", NO_HTTP.values(), ids=NO_HTTP)
def test_what_is_no_http(sent: bytes, port: int) -> None:
    with connected(port, sent) as client:
        assert 400 <= refused(client) < 500
        assert client.recv(1) == b""


@pytest.mark.parametrize("shows_remote", [False, True])
@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (InvalidRequestLine("of the harbour,” said Ilka Brandvold."), 400, "no HTTP"),
        (InvalidHeaderName("Ilka Brandvold"), 400, "no HTTP"),
        (LimitRequestHeaders("Ilka Brandvold"), 431, "more fields, or longer ones"),
        (LimitRequestLine(9_000, 4_094), 414, "request line"),
    ],
)
def test_the_log_of_what_is_no_http_has_no_word_of_it(
    error: ParseException, status: int, said: str, shows_remote: bool
) -> None:
    log = Mock()
    worker = PatientWorker(1, os.getpid(), [], None, 1, GunicornConfig(), log)
    worker._shows_remote = shows_remote
    worker._metrics = Metrics()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        worker.handle_error(None, ours, ("192.0.2.7", 4_711), error)
        head, body = theirs.recv(4_096).split(b"\r\n\r\n")
    worker.tmp.close()
    problem = json.loads(body)
    assert (int(head.split()[1]), problem["status"]) == (status, status)
    assert said in problem["detail"]
    (call,) = log.warning.call_args_list
    assert call.args == ("no HTTP: %s", type(error).__name__)
    remote = {"remote": "192.0.2.7"} if shows_remote else {}
    assert call.kwargs["extra"] == {"request_id": problem["request_id"], "status": status, **remote}
    assert (
        f'attribution_requests_refused_total{{status="{status}"}} 1.0'
        in worker._metrics.expose(None).decode()
    )


@pytest.mark.parametrize(("status", "sent"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(status: int, sent: bytes, port: int) -> None:
    with connected(port, sent) as client:
        assert refused(client) == status


@pytest.mark.parametrize(("status", "sent"), CUT.values(), ids=CUT)
def test_what_is_cut_short(status: int, sent: bytes, port: int) -> None:
    with connected(port, sent) as client:
        client.shutdown(socket.SHUT_WR)
        assert refused(client) == status


@pytest.mark.parametrize("sent", SLOW.values(), ids=SLOW)
def test_two_hundred_slow_senders(sent: bytes, port: int) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(connected(port, sent)) for _ in range(200)]
        answered_at_once(port)
        answered_at_once(port)
        if sent:
            assert {refused(client) for client in clients[-10:]} == {408}
        assert clients[-1].recv(1) == b""


def test_a_sender_of_a_byte_a_second(port: int) -> None:
    with connected(port, POST) as client:
        for letter in b"X-Slow: yes"[:4]:
            client.sendall(bytes([letter]))
            time.sleep(0.6)
        assert refused(client) == 408


def test_readers_that_do_not_read(port: int) -> None:
    asked = b"GET /v1/openapi.json HTTP/1.1\r\nHost: news.example\r\n\r\n"
    with ExitStack() as stack:
        for _ in range(12):
            client = stack.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            client.connect(("127.0.0.1", port))
            client.sendall(asked * 400)
        time.sleep(0.5)
        answered_at_once(port)


def test_senders_that_hang_up(port: int) -> None:
    for sent in (*SLOW.values(), post(b"Hello.", PLAIN)):
        for _ in range(20):
            with connected(port, sent) as client:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def test_requests_one_behind_the_other(port: int) -> None:
    texts = ["Hello.", "“No,” she said.", "", "Good night, Ostby."]
    with connected(port, b"".join(post(text.encode(), PLAIN) for text in texts)) as client:
        stream = client.makefile("rb")
        found = []
        for _ in texts:
            status = int(stream.readline().split()[1])
            headers = [line.decode().lower() for line in iter(lambda: stream.readline().rstrip(), b"")]
            [length] = [int(line.split(": ")[1]) for line in headers if line.startswith("content-length")]
            found.append((status, json.loads(stream.read(length)).get("article", {}).get("length")))
    assert found == [(200, 6), (200, 15), (422, None), (200, 18)]


def test_what_comes_behind_a_length_that_is_too_small(port: int) -> None:
    with connected(port, POST + PLAIN + b"Content-Length: 5\r\n\r\nHello, world.\r\n\r\n") as client:
        status, _, body = answer(client)
        assert (status, json.loads(body)["article"]["length"]) == (200, 5)


def test_a_body_that_was_asked_for(port: int) -> None:
    with connected(port, POST + PLAIN + b"Expect: 100-continue\r\nContent-Length: 6\r\n\r\n") as client:
        assert client.recv(100).startswith(b"HTTP/1.1 100")
        client.sendall(b"Hello.")
        assert answer(client)[0] == 200


def test_a_body_in_chunks(port: int) -> None:
    with connected(port, POST + PLAIN + CHUNKED + b"\r\n3\r\nHel\r\n3\r\nlo.\r\n0\r\n\r\n") as client:
        status, _, body = answer(client)
        assert (status, json.loads(body)["article"]["length"]) == (200, 6)


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def next_chunk(stream: Any) -> bytes:
    data: bytes = stream.read(int(stream.readline(), 16))
    assert stream.readline() == b"\r\n"
    return data


def article(name: int) -> bytes:
    return json.dumps({"id": str(name), "text": f"“No,” said Mara Lindqvist {name} times."}).encode() + b"\n"


@pytest.mark.parametrize("zipped", [False, True])
def test_a_stream_of_one_who_waits_for_each_answer(zipped: bool, port: int) -> None:
    coding = b"Content-Encoding: gzip\r\n" if zipped else b""
    pack = zlib.compressobj(wbits=31)
    with connected(port, STREAM + LINES + CHUNKED + coding + b"\r\n") as client:
        stream = client.makefile("rb")
        for number in range(4):
            sent = article(number)
            if zipped:
                sent = pack.compress(sent) + pack.flush(zlib.Z_SYNC_FLUSH)
            client.sendall(chunk(sent))
            if number == 0:
                assert stream.readline().split()[1] == b"200"
                list(iter(lambda: stream.readline().rstrip(), b""))
            item = json.loads(next_chunk(stream))
            assert (item["index"], item["id"], item["status"]) == (number, str(number), 200)
        client.sendall((chunk(pack.flush()) if zipped else b"") + b"0\r\n\r\n")
        assert stream.readline() == b"0\r\n"


@pytest.mark.parametrize(
    "head",
    [STREAM + LINES + CHUNKED, JOB + LINES + b"Content-Length: 50000000\r\n"],
    ids=["streams", "large jobs"],
)
def test_senders_that_have_a_thread_and_stand_still_hold_up_nobody_else(head: bytes, port: int) -> None:
    with ExitStack() as stack:
        for _ in range(40):
            stack.enter_context(connected(port, head + b"\r\n"))
        answered_at_once(port)
        answered_at_once(port)


def test_a_long_stream_takes_no_memory(process: tuple[subprocess.Popen[str], int], port: int) -> None:
    def resident() -> int:
        statuses = [Path(f"/proc/{child}/status").read_text() for child in children(process[0])]
        return sum(int(status.split("VmRSS:")[1].split()[0]) for status in statuses)

    before, padding = resident(), b" " * 60_000  # 30 MB in all
    with connected(port, STREAM + LINES + CHUNKED + b"\r\n") as client:

        def send() -> None:
            for number in range(500):
                client.sendall(chunk(padding + article(number)))
            client.sendall(b"0\r\n\r\n")

        with ThreadPoolExecutor(1) as senders:
            sent = senders.submit(send)
            stream = client.makefile("rb")
            list(iter(lambda: stream.readline().rstrip(), b""))
            found = [json.loads(next_chunk(stream)) for _ in range(500)]
            sent.result(10)
    assert [(item["index"], item["status"]) for item in found] == [(n, 200) for n in range(500)]
    assert resident() - before < 20_000  # KiB
