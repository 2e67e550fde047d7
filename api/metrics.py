"""What the service counts, in the form of Prometheus, added up over its processes.

Under `attribution serve` each process writes its numbers to files in one folder, and any of them can answer
with the sums. A process writes under the number of its place, which the next one takes over when it dies: so
the counts go on where they were, and the folder does not grow with each restart.
"""

# mypy: disable-error-code="no-untyped-call"
from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import prometheus_client.values
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from api.folders import owned_folder
from attribution import __version__
from attribution.records import Extraction, Model

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

_QUEUE: Mapping[str, tuple[str, Literal["livesum", "livemax"]]] = {
    "queue_articles": ("Articles that wait for their turn.", "livesum"),
    "queue_requests": ("Requests let in whose articles are worked on or wait; streams apart.", "livesum"),
    "expected_wait_seconds": ("Seconds until an article would be begun, in the busiest process.", "livemax"),
}
_PROCESS = {  # as prometheus_client's own collector calls them
    "attribution_process_resident_memory_bytes": "Memory that a process holds, what it shares included.",
    "attribution_process_start_time_seconds": "When a process started, in seconds since 1970.",
    "attribution_process_open_fds": "Files and sockets that a process has open.",
}
_PROBLEMS = "/problems/"
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client goes by it

_place = 0  # of this process; 0 is the one that started the others


@contextmanager
def shared_metrics() -> Iterator[Path]:
    """A folder in which processes that are forked from here on add up what they count.

    It goes when the process that made it leaves; where that was killed, at the next start of another.
    """
    memory = Path("/dev/shm")
    parent = memory if os.access(memory, os.W_OK) else None
    before = os.environ.get(_FOLDER), prometheus_client.values.ValueClass
    with owned_folder(parent or Path(tempfile.gettempdir()), "attribution-metrics-") as folder:
        os.environ[_FOLDER] = str(folder)
        prometheus_client.values.ValueClass = prometheus_client.values.MultiProcessValue(lambda: _place)
        try:
            yield folder
        finally:
            os.environ.pop(_FOLDER)
            if before[0] is not None:
                os.environ[_FOLDER] = before[0]
            prometheus_client.values.ValueClass = before[1]


def take_place(number: int) -> None:
    """Tells this process, fresh from the fork, which place is its own; no two that live may share one."""
    global _place
    _place = number


def clear_place(number: int) -> None:
    """Takes what a dead process had under way out of the sums; what it had counted stays."""
    if _FOLDER in os.environ:
        mark_process_dead(number)


class Metrics:
    """The metrics of one application. Labels take few values: routes are templates, never paths."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self.shared = _FOLDER in os.environ  # with other processes
        self._started = time.time()
        self.requests = Counter(
            "attribution_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=registry,
        )
        self.refused = Counter(
            "attribution_requests_refused",
            "Requests that no view saw: no HTTP, too slow, or with too long a head.",
            ("status",),
            registry=registry,
        )
        self.seconds = Histogram(
            "attribution_request_seconds",
            "Seconds from the header of a request to the last byte of its answer.",
            ("method", "route", "status"),
            buckets=SECONDS,
            registry=registry,
        )
        self.in_flight = Gauge(
            "attribution_requests_in_flight",
            "Requests that are being answered.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.articles = Counter("attribution_articles", "Articles extracted.", registry=registry)
        self.quotations = Counter(
            "attribution_quotations", "Quotations found, by type.", ("type",), registry=registry
        )
        self.problems = Counter(
            "attribution_problems",
            "Problems that were the answer to a request or to one article of many.",
            ("type",),
            registry=registry,
        )
        self._queue = {
            name: Gauge(f"attribution_{name}", about, registry=registry, multiprocess_mode=mode)
            for name, (about, mode) in _QUEUE.items()
        }
        self._process = {
            name: Gauge(name, about, ("process",), registry=registry, multiprocess_mode="livesum")
            for name, about in _PROCESS.items()
        }
        self._of_process = ProcessCollector(namespace="attribution", registry=None)

    def count(self, extraction: Extraction) -> None:
        """Counts an article and its quotations."""
        self.articles.inc()
        for quotation in extraction.quotations:
            self.quotations.labels(quotation.type).inc()

    def end_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts a request that was answered."""
        self.requests.labels(method, route, status).inc()
        self.seconds.labels(method, route, status).observe(seconds)

    def count_refused(self, status: int) -> None:
        """Counts a request that was answered before the application had it."""
        self.refused.labels(status).inc()

    def count_problem(self, uri: str) -> None:
        """Counts a problem by its type."""
        self.problems.labels(uri.removeprefix(_PROBLEMS)).inc()

    def note_queue(self, articles: int, requests: int, wait: float) -> None:
        """Writes down what waits in this process, and the seconds until an article that came now is begun."""
        for name, value in zip(_QUEUE, (articles, requests, wait), strict=True):
            self._queue[name].set(value)

    def note_process(self) -> None:
        """Writes down what this process takes of the machine, where the machine tells (by /proc)."""
        name = str(_place or os.getpid())
        for family in self._of_process.collect():
            if family.name in self._process:
                self._process[family.name].labels(name).set(family.samples[0].value)

    def expose(self, model: Model | None, *others: Collector) -> bytes:
        """All numbers, those of the other processes and of `others` included, as text for Prometheus."""
        registry = CollectorRegistry() if self.shared else self._registry
        if self.shared:
            MultiProcessCollector(registry)
        more = CollectorRegistry()
        for collector in (_About(model, self._started), *others):
            more.register(collector)
        return generate_latest(registry) + generate_latest(more)


class _About(Collector):
    """Which version answers, with which model, and since when."""

    def __init__(self, model: Model | None, started: float) -> None:
        self._model = model
        self._started = started

    def collect(self) -> Iterator[Metric]:
        family = InfoMetricFamily("attribution", "The version of the service and of its model.")
        labels = {"version": __version__}
        if self._model is not None:
            labels |= {"model": self._model.name, "model_version": self._model.version}
        family.add_metric([], labels)
        yield family
        about = "When the service started, in seconds since 1970."
        yield GaugeMetricFamily("attribution_start_time_seconds", about, value=self._started)
