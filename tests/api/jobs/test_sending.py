"""One attempt, against receivers on this machine; names are looked up in a table."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.jobs import sending
from api.jobs.addresses import Hosts, read_url
from api.jobs.sending import Reply, read_retry_after
from tests.api.jobs.receiver import DOWN, OK, Receiver, receiving

METADATA = b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What names lead to: nothing leaves the machine."""
    known: dict[str, list[str]] = {"127.0.0.1": ["127.0.0.1"]}
    real = socket.getaddrinfo

    def look_up(host: str, port: int, *rest: Any, **options: Any) -> list[Any]:
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [entry for address in known[host] for entry in real(address, port, type=socket.SOCK_STREAM)]

    monkeypatch.setattr(sending.socket, "getaddrinfo", look_up)
    return known


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that connections were made to."""
    seen: list[str] = []
    real = socket.create_connection

    def connect(address: tuple[str, int], *rest: Any, **options: Any) -> socket.socket:
        seen.append(address[0])
        return real(address, *rest, **options)

    monkeypatch.setattr(socket, "create_connection", connect)
    return seen


def send(url: str, *entries: str, body: bytes = b"{}", seconds: float = 5) -> Reply:
    return sending.send(read_url(url), Hosts(entries), {"webhook-id": "msg_1"}, body, seconds=seconds)


def send_to(receiver: Receiver, seconds: float = 5) -> Reply:
    return send(receiver.url, f"http://127.0.0.1:{receiver.port}", seconds=seconds)


def test_what_is_sent(receiver: Receiver) -> None:
    assert send_to(receiver) == Reply("delivered", 204)
    [request] = receiver.received
    assert request.line == "POST /hooks?token=geheim HTTP/1.1"
    assert request.body == b"{}"
    host = f"127.0.0.1:{receiver.port}"
    assert request.headers == {
        "host": host, "content-length": "2", "connection": "close", "webhook-id": "msg_1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        (DOWN, Reply("status", 500)),
        (b"HTTP/1.1 410 Gone\r\n\r\n", Reply("status", 410)),
        (b"HTTP/1.1 429 Slow\r\nretry-after: 90\r\n\r\n", Reply("status", 429, 90.0)),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\n\r\n", Reply("delivered", 202)),
        (b"SSH-2.0-OpenSSH_9.2\r\n", Reply("no-http")),
        (b"", Reply("no-http")),
        (b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"a" * 300_000, Reply("no-http")),
    ],
)
def test_what_comes_of_answers(receiver: Receiver, answer: bytes, reply: Reply) -> None:
    receiver.answers = [answer]
    assert send_to(receiver) == reply


def test_an_address_of_ipv6() -> None:
    try:
        server = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("there is no IPv6")
    with receiving(server=server) as receiver:
        url = f"http://[::1]:{receiver.port}"
        assert send(f"{url}/hooks", url) == Reply("delivered", 204)
        assert receiver.received[0].headers["host"] == f"[::1]:{receiver.port}"


def test_redirects_are_not_followed(receiver: Receiver, connected: list[str]) -> None:
    receiver.answers = [METADATA]
    assert send_to(receiver) == Reply("status", 302)
    assert connected == ["127.0.0.1"]


def test_an_endless_body_is_not_read(receiver: Receiver) -> None:
    sent: list[int] = []

    def pour(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")
        while True:
            sent.append(connection.send(b"a" * 65_536))

    receiver.answers = [pour]
    began = time.monotonic()
    assert send_to(receiver) == Reply("delivered", 200)
    assert time.monotonic() - began < 2
    assert sum(sent) < 20_000_000  # what the buffers of both ends may hold


def test_a_slow_body_is_not_waited_for(receiver: Receiver) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
        time.sleep(5)

    receiver.answers = [drip]
    began = time.monotonic()
    assert send_to(receiver) == Reply("delivered", 200)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "dripped", [b"", b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100, b"HTTP/1.1 100 C\r\n\r\n" * 20]
)
def test_the_time_is_for_all_of_it_however_steadily_something_comes(
    receiver: Receiver, dripped: bytes
) -> None:
    def drip(connection: socket.socket) -> None:
        for byte in dripped:
            connection.sendall(bytes([byte]))
            time.sleep(0.02)
        time.sleep(3)

    receiver.answers = [drip]
    began = time.monotonic()
    assert send_to(receiver, seconds=0.4) == Reply("timeout")
    assert 0.3 < time.monotonic() - began < 2


def test_nobody_there(receiver: Receiver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    assert send(url, url) == Reply("unreachable")


def test_proxies_of_the_environment_are_not_used(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert send_to(receiver) == Reply("delivered", 204)


class TestNames:
    def test_a_host_that_is_not_listed_any_more(self, connected: list[str]) -> None:
        assert send("https://desk.example/", "other.example") == Reply("host-not-allowed")
        assert connected == []

    def test_a_name_that_nobody_knows(self, names: dict[str, list[str]]) -> None:
        assert send("https://desk.example/", "desk.example") == Reply("unknown-host")

    @pytest.mark.parametrize(
        "addresses",
        [["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], ["::1"], ["::ffff:127.0.0.1"], ["fd00:ec2::254"],
         ["93.184.215.14", "127.0.0.1"], ["0.0.0.0"]],
    )  # fmt: skip
    def test_a_name_that_leads_within(
        self, names: dict[str, list[str]], connected: list[str], addresses: list[str]
    ) -> None:
        names["desk.example"] = addresses
        assert send("https://desk.example/", "desk.example") == Reply("address-refused")
        assert connected == []

    def test_a_name_may_lead_within_where_the_settings_say_so(
        self, names: dict[str, list[str]], receiver: Receiver
    ) -> None:
        names["cms.intern"] = ["127.0.0.1"]
        address = f"http://cms.intern:{receiver.port}"
        assert send(address, f"{address}=127.0.0.0/8") == Reply("delivered", 204)
        assert receiver.received[0].headers["host"] == f"cms.intern:{receiver.port}"
        assert send(address, f"{address}=10.0.0.0/8") == Reply("address-refused")

    def test_a_name_that_changes_behind_the_check(
        self, names: dict[str, list[str]], connected: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Looked up once; the connection goes to the address that was checked."""
        asked: list[str] = []
        look_up = sending.socket.getaddrinfo

        def rebind(host: str, *rest: Any, **options: Any) -> Any:
            names["desk.example"] = ["127.0.0.1"] if asked else ["93.184.215.14"]
            asked.append(host)
            return look_up(host, *rest, **options)

        def refuse(address: tuple[str, int], *rest: Any, **options: Any) -> socket.socket:
            connected.append(address[0])
            raise ConnectionRefusedError

        monkeypatch.setattr(sending.socket, "getaddrinfo", rebind)
        monkeypatch.setattr(socket, "create_connection", refuse)
        assert send("http://desk.example/", "http://desk.example") == Reply("unreachable")
        assert (asked, connected) == (["desk.example"], ["93.184.215.14"])

    def test_the_next_address_is_tried(self, names: dict[str, list[str]], receiver: Receiver) -> None:
        names["cms.intern"] = ["127.0.0.2", "127.0.0.1"]  # the receiver listens at the second alone
        address = f"http://cms.intern:{receiver.port}"
        assert send(address, f"{address}=127.0.0.0/8") == Reply("delivered", 204)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None), ("", None), ("soon", None), ("-1", None), ("1.5", None), ("1e9", None),
        ("9" * 30, None),
        ("0", 0.0), ("120", 120.0), ("Thu, 01 Jan 1970 00:02:00 GMT", 60.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0), ("Thu, 99 Jan 1970 00:00:00 GMT", None),
    ],
)  # fmt: skip
def test_when_to_come_again(value: str | None, seconds: float | None) -> None:
    assert read_retry_after(value, 60.0) == seconds


PARTS = st.sampled_from(
    ["Thu, ", "01 ", "Jan ", "9999 ", "00:00:00 ", "+9999", "GMT", "-", "1", ":", "", "\xa0", "0" * 9]
)


@given(st.one_of(st.text(max_size=40), st.lists(PARTS, max_size=9).map("".join)))
def test_no_header_is_too_odd(value: str) -> None:
    seconds = read_retry_after(value, 0.0)
    assert seconds is None or seconds >= 0


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of cms.intern that is its own authority; its key lies beside it."""
    folder = tmp_path_factory.mktemp("tls")
    command = [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", "key", "-out", "certificate", "-days", "2", "-subj", "/CN=cms.intern",
        "-addext", "subjectAltName=DNS:cms.intern",
    ]  # fmt: skip
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=30)
    except FileNotFoundError:
        pytest.skip("there is no openssl")
    return folder / "certificate"


class TestTls:
    @pytest.fixture
    def secure(self, certificate: Path) -> Iterator[Receiver]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, certificate.with_name("key"))
        with receiving(context) as receiver:
            yield receiver

    def send_to(self, name: str, receiver: Receiver, seconds: float = 5) -> Reply:
        address = f"https://{name}:{receiver.port}"
        return send(address, f"{address}=127.0.0.1", seconds=seconds)

    def test_the_certificate_is_that_of_the_name(
        self,
        names: dict[str, list[str]],
        secure: Receiver,
        certificate: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        names["cms.intern"] = names["other.intern"] = ["127.0.0.1"]
        assert self.send_to("cms.intern", secure) == Reply("delivered", 204)
        assert self.send_to("other.intern", secure) == Reply("tls")
        assert len(secure.received) == 1

    def test_an_authority_that_nobody_trusts(self, names: dict[str, list[str]], secure: Receiver) -> None:
        names["cms.intern"] = ["127.0.0.1"]
        assert self.send_to("cms.intern", secure) == Reply("tls")

    def test_a_receiver_without_tls(self, names: dict[str, list[str]]) -> None:
        names["cms.intern"] = ["127.0.0.1"]
        with socket.create_server(("127.0.0.1", 0)) as server:

            def answer() -> None:
                with server.accept()[0] as connection:
                    connection.sendall(OK)

            threading.Thread(target=answer, daemon=True).start()
            assert self.send_to("cms.intern", Receiver(server.getsockname()[1])) == Reply("tls")
