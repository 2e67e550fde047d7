"""A receiver of webhooks on this machine, that answers as a test wants it to."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

OK = b"HTTP/1.1 204 No Content\r\n\r\n"
DOWN = b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"


@dataclass
class Received:
    """A request as it came."""

    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Keeps what came, and gives to each connection the next of `answers`; to the last ones the last."""

    port: int = 0
    answers: list[bytes | Callable[[socket.socket], None]] = field(default_factory=lambda: [OK])
    received: list[Received] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks?token=geheim"

    def take(self, connection: socket.socket) -> None:
        self.received.append(read_request(connection))
        answer = self.answers[min(len(self.received), len(self.answers)) - 1]
        if isinstance(answer, bytes):
            connection.sendall(answer)
        else:
            answer(connection)


def read_request(connection: socket.socket) -> Received:
    with connection.makefile("rb") as stream:
        line = stream.readline().decode("latin-1")
        headers: dict[str, str] = {}
        while (row := stream.readline().strip()) != b"":
            name, _, value = row.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        return Received(line.strip(), headers, stream.read(int(headers.get("content-length", 0))))


@contextmanager
def receiving(
    context: ssl.SSLContext | None = None, *, server: socket.socket | None = None
) -> Iterator[Receiver]:
    """A receiver on a free port, or where `server` listens; over TLS with a `context`."""
    with server or socket.create_server(("127.0.0.1", 0)) as server:
        receiver = Receiver(server.getsockname()[1])

        def serve(plain: socket.socket) -> None:
            with suppress(OSError), plain:
                plain.settimeout(10)
                if context is None:
                    receiver.take(plain)
                    return
                with context.wrap_socket(plain, server_side=True) as secure:
                    receiver.take(secure)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield receiver
        server.shutdown(socket.SHUT_RDWR)
