from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from gunicorn.http.body import Body, ChunkedReader, LengthReader
from gunicorn.http.unreader import SocketUnreader

from api.reading import as_it_comes


class Limits:
    """What gunicorn's reader of chunks asks of its request."""

    limit_request_field_size = 0
    max_buffer_headers = 0


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    here, there = socket.socketpair()
    with closing(here), closing(there):
        here.settimeout(2)  # a read that waits for more fails
        yield here, there


def body_of(client: socket.socket, length: int | None) -> io.RawIOBase:
    unreader = SocketUnreader(client)
    reader = ChunkedReader(Limits(), unreader) if length is None else LengthReader(unreader, length)
    return as_it_comes(Body(reader))


def test_a_body_of_chunks_gives_what_has_come(pair: tuple[socket.socket, socket.socket]) -> None:
    here, there = pair
    body = body_of(here, None)
    there.sendall(b"6\r\nHello.\r\n")
    assert body.read(10_000) == b"Hello."
    there.sendall(b"3\r\nNo,\r\n5\r\n yes.\r\n0\r\n\r\n")
    assert b"".join(iter(lambda: body.read(4), b"")) == b"No, yes."


def test_a_body_of_known_length_gives_what_has_come_and_no_more(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    here, there = pair
    body = body_of(here, 12)
    there.sendall(b"Hello.")
    assert [body.read(2), body.read(10_000)] == [b"He", b"llo."]
    there.sendall(b" World" + b"GET / HTTP/1.1")
    assert body.read(10_000) == b" World"
    assert body.read(10_000) == b""


def test_other_servers_are_read_as_far_as_they_let(tmp_path: Any) -> None:
    class Plain:
        """No more than WSGI asks for."""

        def __init__(self) -> None:
            self._data = io.BytesIO(b"one\ntwo\n")

        def readline(self, size: int) -> bytes:
            return self._data.readline(size)

    body = as_it_comes(Plain())  # type: ignore[arg-type]
    assert [body.read(100), body.read(2), body.read(100), body.read(1)] == [b"one\n", b"tw", b"o\n", b""]
    assert as_it_comes(io.BytesIO(b"Hello.")).read(100) == b"Hello."
