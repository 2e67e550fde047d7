"""What is seen of each request from outside: its line in the log and its place in the metrics.

A request is observed around the application, not within it, so that a streamed answer is measured to its last
byte, and what fails before any view runs counts too.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask, Response, g, request

from api.metrics import Metrics
from api.request_id import request_id
from api.traces import CARRIED, Trace, Traces, enter
from attribution.records import Extraction

if TYPE_CHECKING:
    from _typeshed.wsgi import InputStream, StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

UNMATCHED = "unmatched"  # the one route of all addresses that nothing is served at
QUIET = ("/v1/health/live", "/v1/health/ready", "/metrics")  # asked every few seconds, so logged at DEBUG

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@dataclass(slots=True)
class Observation:
    """One request as far as it has come. Views and the engine add to the one that is `current()`.

    `key` is the public id of the sender's key, never its secret.
    """

    metrics: Metrics
    method: str
    remote: str | None = None
    route: str = UNMATCHED
    request_id: str | None = None
    key: str | None = None
    status: int = 500  # what the server answers when the application gives no status
    received: int = 0
    sent: int = 0
    articles: int = 0
    quotations: int = 0
    whole: bool = False
    trace: Trace | None = None
    started: float = field(default_factory=time.perf_counter)

    def add(self, extraction: Extraction) -> None:
        """Counts an article that was extracted for this request."""
        self.articles += 1
        self.quotations += len(extraction.quotations)
        self.metrics.count(extraction)

    def end(self) -> None:
        """Writes the line and counts the request."""
        seconds = time.perf_counter() - self.started
        self.metrics.end_request(self.method, self.route, self.status, seconds)
        if self.trace is not None:
            self._end_trace(self.trace)
        quiet = self.route in QUIET and self.status < 500
        log.log(logging.DEBUG if quiet else logging.INFO, "request", extra=self._fields(seconds))

    def _end_trace(self, trace: Trace) -> None:
        attributes: dict[str, str | int] = {
            "http.request.method": self.method,
            "http.route": self.route,
            "http.response.status_code": self.status,
            "attribution.request_id": self.request_id or "",
            "attribution.articles": self.articles,
            "attribution.quotations": self.quotations,
        }
        error = str(self.status) if self.status >= 500 else ""
        trace.end(name=f"{self.method} {self.route}", attributes=attributes, error=error)

    def _fields(self, seconds: float) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "request_id": self.request_id,
            "method": self.method,
            "route": self.route,
            "status": self.status,
            "duration_ms": round(seconds * 1000, 1),
            "bytes_in": self.received,
            "bytes_out": self.sent,
            "articles": self.articles,
            "quotations": self.quotations,
            "key": self.key,
            "remote": self.remote,
        }
        fields |= self.trace.ids if self.trace is not None else {}
        given = {name: value for name, value in fields.items() if value is not None}
        return given if self.whole else {**given, "cut_short": True}


_current: ContextVar[Observation | None] = ContextVar("observation", default=None)


def current() -> Observation | None:
    """The request at hand, None outside of one."""
    return _current.get()


def observe_requests(app: Flask, metrics: Metrics, *, traces: Traces, with_remote: bool) -> None:
    """Has each request to `app` logged, counted and traced; senders' addresses logged if `with_remote`."""

    @app.before_request
    def note_route() -> None:
        seen = current()
        if seen is not None:
            seen.route = request.url_rule.rule if request.url_rule else UNMATCHED
            seen.request_id = request_id()
            structlog.contextvars.bind_contextvars(request_id=seen.request_id)

    @app.after_request
    def note_key(response: Response) -> Response:
        seen = current()
        if seen is not None:
            seen.key = getattr(g.get("caller"), "key", None)
        return response

    app.wsgi_app = _Observer(app.wsgi_app, metrics, traces, with_remote)  # type: ignore[method-assign]


class _Observer:
    """WSGI middleware: an Observation from the first byte of a request to the last of its answer."""

    def __init__(
        self, application: WSGIApplication, metrics: Metrics, traces: Traces, with_remote: bool
    ) -> None:
        self._application = application
        self._metrics = metrics
        self._traces = traces
        self._with_remote = with_remote

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        seen = Observation(
            self._metrics,
            method if method in _METHODS else "other",
            remote=environ.get("REMOTE_ADDR") if self._with_remote else None,
        )
        environ["wsgi.input"] = _CountedInput(environ["wsgi.input"], seen)

        def start(status: str, *rest: Any) -> Callable[[bytes], object]:
            seen.status = int(status[:3])
            return start_response(status, *rest)

        structlog.contextvars.clear_contextvars()
        _current.set(seen)
        self._trace(seen, environ)
        self._metrics.in_flight.inc()
        try:
            return _Body(self._application(environ, start), seen)
        except BaseException:
            _end(seen)
            raise

    def _trace(self, seen: Observation, environ: WSGIEnvironment) -> None:
        """Begins the span of a request, but for those that come every few seconds and tell nothing."""
        if environ.get("PATH_INFO") not in QUIET:
            carrier = {name: environ.get(f"HTTP_{name.upper()}", "") for name in CARRIED}
            seen.trace = self._traces.begin(seen.method, carrier, serves=True)
        enter(seen.trace)
        if seen.trace is not None:
            structlog.contextvars.bind_contextvars(**seen.trace.ids)


class _Body:
    """The body of an answer, counted as it is sent; the request ends where the server closes it."""

    def __init__(self, chunks: Iterable[bytes], seen: Observation) -> None:
        self._chunks = chunks
        self._seen = seen

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._seen.sent += len(chunk)
            yield chunk
        self._seen.whole = True

    def close(self) -> None:
        try:
            if hasattr(self._chunks, "close"):
                self._chunks.close()
        finally:
            _end(self._seen)


class _CountedInput:
    """The body of a request, counted as it is read."""

    def __init__(self, stream: InputStream, seen: Observation) -> None:
        self._stream = stream
        self._seen = seen

    def read(self, *size: int) -> bytes:
        return self._count(self._stream.read(*size))

    def readline(self, *size: int) -> bytes:
        return self._count(self._stream.readline(*size))

    def readlines(self, *hint: int) -> list[bytes]:
        return [self._count(line) for line in self._stream.readlines(*hint)]

    def __iter__(self) -> Iterator[bytes]:
        return (self._count(line) for line in self._stream)

    def _count(self, data: bytes) -> bytes:
        self._seen.received += len(data)
        return data


def _end(seen: Observation) -> None:
    seen.metrics.in_flight.dec()
    _current.set(seen)  # the thread that closes an answer need not be the one that began it
    seen.end()
    enter(None)
    _current.set(None)
    structlog.contextvars.clear_contextvars()
