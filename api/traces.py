"""Traces by OpenTelemetry, for those who collect them: a span a request, an article, an item of a job.

Off, and nothing of it imported, unless the standard variables OTEL_… ask for it and the extra `otel` is
there. No span carries words of an article, the address of a sender or a key; an error is told by its class.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from structlog.contextvars import bound_contextvars

from attribution import __version__

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor
    from opentelemetry.trace import Span, Tracer

log = logging.getLogger(__name__)

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
CARRIED = ("traceparent", "tracestate")  # headers of W3C Trace Context
MISSING = "OTEL_… variables ask for traces, but %s is missing; install it with: pip install '.[otel]'"

Attributes = Mapping[str, str | int]


class Trace:
    """A span under way, and what can be done with it."""

    def __init__(self, tracer: Tracer, span: Span) -> None:
        self._tracer = tracer
        self._span = span
        context = span.get_span_context()
        self.ids = {"trace_id": f"{context.trace_id:032x}", "span_id": f"{context.span_id:016x}"}

    def carry(self) -> dict[str, str]:
        """The headers that have others go on in this trace."""
        from opentelemetry.trace import set_span_in_context
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        carrier: dict[str, str] = {}
        TraceContextTextMapPropagator().inject(carrier, set_span_in_context(self._span))
        return carrier

    def begin(self, name: str) -> Trace:
        """A span within this one."""
        from opentelemetry.trace import set_span_in_context

        span = self._tracer.start_span(name, set_span_in_context(self._span))
        return Trace(self._tracer, span)

    def end(self, *, name: str = "", attributes: Attributes | None = None, error: str = "") -> None:
        """Ends it, with what is known by now."""
        from opentelemetry.trace import StatusCode

        if name:
            self._span.update_name(name)
        self._span.set_attributes(attributes or {})
        if error:
            self._span.set_attribute("error.type", error)
            self._span.set_status(StatusCode.ERROR)
        self._span.end()


class Traces:
    """Makes spans, and has them sent by what `make` gives; None for no traces.

    That begins with the first span of a process: threads that send do not survive a fork.
    """

    def __init__(self, make: Callable[[], SpanProcessor] | None = None) -> None:
        self._make = make
        self._tracer: Tracer | None = None
        self._close: Callable[[], None] = _do_nothing
        self._process = 0
        self._lock = threading.Lock()

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Traces:
        """What the standard variables ask for: traces over OTLP, or none."""
        if not wanted(environ):
            return cls()
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
        except ModuleNotFoundError as error:
            log.warning(MISSING, error.name)
            return cls()
        return cls(lambda: BatchSpanProcessor(OTLPSpanExporter()))

    @property
    def on(self) -> bool:
        """True when there are traces."""
        return self._make is not None

    def begin(self, name: str, carrier: Mapping[str, str], *, serves: bool = False) -> Trace | None:
        """A span in the trace that `carrier` names, else in a new one; `serves` where somebody waits."""
        if self._make is None:
            return None
        from opentelemetry.trace import SpanKind
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        with self._lock:
            tracer = self._begun(self._make)
        kind = SpanKind.SERVER if serves else SpanKind.CONSUMER
        parent = TraceContextTextMapPropagator().extract(dict(carrier))
        return Trace(tracer, tracer.start_span(name, parent, kind))

    def close(self) -> None:
        """Sends what is left."""
        if self._process == os.getpid():
            self._close()

    def _begun(self, make: Callable[[], SpanProcessor]) -> Tracer:
        if self._tracer is None or self._process != os.getpid():
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider

            about: dict[str, str | int] = {"service.version": __version__, "process.pid": os.getpid()}
            if "OTEL_SERVICE_NAME" not in os.environ and "service.name=" not in _resource():
                about["service.name"] = "attribution"
            provider = TracerProvider(resource=Resource.create(about))
            provider.add_span_processor(make())
            self._tracer, self._close = provider.get_tracer("attribution", __version__), provider.shutdown
            self._process = os.getpid()
        return self._tracer


def wanted(environ: Mapping[str, str]) -> bool:
    """True when the standard variables name OTLP as the way of traces, or a place to send them."""
    if environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return False
    exporter = environ.get("OTEL_TRACES_EXPORTER", "").strip().lower()
    return exporter == "otlp" if exporter else any(environ.get(name) for name in ENDPOINTS)


def _resource() -> str:
    return os.environ.get("OTEL_RESOURCE_ATTRIBUTES", "")


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def enter(trace: Trace | None) -> None:
    """Makes `trace` the one at hand; None for none."""
    _current.set(trace)


def current() -> Trace | None:
    """The span at hand."""
    return _current.get()


@contextmanager
def span(name: str) -> Iterator[None]:
    """A span within the one at hand, for the length of the block; where there is none, nothing."""
    outer = _current.get()
    with during(outer.begin(name) if outer else None):
        yield


@contextmanager
def during(trace: Trace | None, attributes: Attributes | None = None) -> Iterator[None]:
    """Makes `trace` the one at hand, in the log too, and ends it with the block."""
    if trace is None:
        yield
        return
    outer, failed = _current.get(), ""
    _current.set(trace)
    try:
        with bound_contextvars(**trace.ids):
            yield
    except BaseException as error:
        failed = type(error).__name__
        raise
    finally:
        _current.set(outer)
        trace.end(attributes=attributes, error=failed)


def _do_nothing() -> None:
    """Where nothing was begun, there is nothing to send."""
