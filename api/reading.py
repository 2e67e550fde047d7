"""Bodies as they come: a read gives what there is, and waits only where there is nothing.

gunicorn's own reads wait for a kilobyte, or the end: who sends a line and then waits for its answer
would wait for ever.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Any

from flask import Flask
from gunicorn.http.body import Body, ChunkedReader, LengthReader

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def read_as_it_comes(app: Flask) -> None:
    """Has `app` read bodies so. What wraps them, the count of bytes for one, must lie within."""
    app.wsgi_app = _Outermost(app.wsgi_app)  # type: ignore[method-assign]


class _Outermost:
    """WSGI middleware."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["wsgi.input"] = as_it_comes(environ["wsgi.input"])
        return self._application(environ, start_response)


def as_it_comes(stream: IO[bytes] | io.RawIOBase) -> io.RawIOBase:
    """The body `stream` of a request, whose reads give a byte at least, but wait for no more."""
    return stream if isinstance(stream, io.RawIOBase) else _Coming(stream)


class _Coming(io.RawIOBase):
    def __init__(self, source: Any) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        data = self._read(len(view))
        view[: len(data)] = data
        return len(data)

    def _read(self, size: int) -> bytes:
        source = self._source
        if isinstance(source, Body):
            return _read_gunicorn(source, size)
        if hasattr(source, "read1"):
            return bytes(source.read1(size))
        return bytes(source.readline(size))  # of what all servers have, the one that stops the soonest


def _read_gunicorn(body: Any, size: int) -> bytes:
    """Waits for the first byte; behind it the reader holds whatever has come with it."""
    first: bytes = body.readline(1)
    reader = body.reader
    if not first or size == 1 or not isinstance(reader, ChunkedReader | LengthReader):
        return first
    held = reader.buf if isinstance(reader, ChunkedReader) else reader.unreader.buf
    rest: bytes = reader.read(min(size - 1, held.tell()))
    return first + rest
