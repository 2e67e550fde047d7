from __future__ import annotations

import builtins
import logging
import subprocess
import sys
from collections.abc import Callable, Sequence
from multiprocessing import Event
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from api.app import create_app
from api.database import Database
from api.engine import Engine
from api.jobs.claims import Claims
from api.jobs.store import JobStore, Upload
from api.jobs.worker import ItemWorker, Work
from api.logs import create_formatter
from api.traces import MISSING, Traces, wanted
from tests.api.conftest import ClosingClient, FakeExtractor

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
HEADERS = {"traceparent": f"00-{TRACE}-{PARENT}-01"}

IMPORTED = """
import sys
sys.modules["redis"] = None  # it imports opentelemetry itself, where that is there
import api, api.jobs.worker
api.create_app({})
print([name for name in sys.modules if name.startswith("opentelemetry")])
"""

Spans = Callable[[], Sequence[ReadableSpan]]


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Spans:
    """What was traced, in the order in which it ended."""
    exporter = InMemorySpanExporter()
    traces = Traces(lambda: SimpleSpanProcessor(exporter))
    monkeypatch.setattr(Traces, "of", lambda environ: traces)
    return exporter.get_finished_spans


@pytest.fixture
def traced(spans: Spans, app: Flask, fake: FakeExtractor) -> Flask:
    app = create_app(app.extensions["attribution_config"], extractor=fake)
    app.test_client_class = ClosingClient
    return app


def ids(span: ReadableSpan) -> tuple[str, str]:
    assert span.context is not None
    return f"{span.context.trace_id:032x}", f"{span.parent.span_id:016x}" if span.parent else ""


def test_a_request_and_its_article_go_on_in_the_trace_of_the_sender(traced: Flask, spans: Spans) -> None:
    traced.test_client().post("/v1/extractions", json={"text": "Hush, said Ann."}, headers=HEADERS)
    article, request = spans()
    assert (request.name, request.kind.name) == ("POST /v1/extractions", "SERVER")
    assert ids(request) == (TRACE, PARENT)
    assert article.name == "extract article"
    assert article.parent == request.context
    assert request.attributes is not None
    assert request.attributes["http.route"] == "/v1/extractions"
    assert request.attributes["http.response.status_code"] == 200
    assert request.attributes["attribution.articles"] == 1
    assert request.resource.attributes["service.name"] == "attribution"
    assert "Hush" not in "".join(span.to_json() for span in spans())


def test_without_a_trace_or_with_a_broken_one_a_new_one_begins(traced: Flask, spans: Spans) -> None:
    for headers in ({}, {"traceparent": "00-nonsense"}):
        traced.test_client().get("/nowhere/secret", headers=headers)
    assert [(span.name, span.parent) for span in spans()] == [("GET unmatched", None)] * 2
    assert len({ids(span)[0] for span in spans()}) == 2


def test_a_failure_is_told_by_its_class(traced: Flask, spans: Spans, fake: FakeExtractor) -> None:
    fake.error = ValueError("Hush, said Ann.")
    traced.test_client().post("/v1/extractions", json={"text": "Hello."})
    article, request = spans()
    assert (article.attributes or {})["error.type"] == "ValueError"
    assert (request.attributes or {})["error.type"] == "500"
    assert not request.status.is_ok
    assert "Hush" not in article.to_json() + request.to_json()


def test_health_and_metrics_are_not_traced(traced: Flask, spans: Spans) -> None:
    for path in ("/v1/health/live", "/v1/health/ready", "/metrics"):
        traced.test_client().get(path)
    assert not spans()


def test_lines_of_the_log_name_the_trace(
    traced: Flask,
    fake: FakeExtractor,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    formatter = create_formatter("json")
    monkeypatch.setattr(caplog.handler, "emit", lambda record: told.append(formatter.format(record)))
    fake.error = ValueError("inner")
    traced.test_client().post("/v1/extractions", json={"text": "Hello."}, headers=HEADERS)
    assert len(told) == 2
    assert all(f'"trace_id": "{TRACE}"' in line and '"span_id"' in line for line in told)


def test_a_job_is_worked_on_in_the_trace_that_handed_it_in(
    traced: Flask, spans: Spans, fake: FakeExtractor
) -> None:
    config = traced.extensions["attribution_config"]
    answer = traced.test_client().post("/v1/jobs", json={"articles": [{"text": "One."}]}, headers=HEADERS)
    assert answer.json is not None
    work = Work(config, Engine(config, fake))
    worker = ItemWorker(
        work, huey=work.tickets.queue, stop_flag=Event(), default_delay=0.1, max_delay=1, backoff=1
    )
    worker.work(answer.json["id"], 0, 0)
    request, article, item = spans()
    assert (request.name, item.name, item.kind.name) == ("POST /v1/jobs", "job item", "CONSUMER")
    assert request.context is not None
    assert ids(item) == (TRACE, f"{request.context.span_id:016x}")
    assert article.parent == item.context
    assert (item.attributes or {})["attribution.job"] == answer.json["id"]


def test_a_trace_goes_with_its_job(tmp_path: Path) -> None:
    database = Database(folder=tmp_path)
    store, claims = JobStore(database), Claims(database, {})
    job, _ = store.create([Upload({"text": "One."})], trace=HEADERS)
    plain, _ = store.create([Upload({"text": "One."})])
    assert (claims.trace(job.id), claims.trace(plain.id)) == (HEADERS, {})
    store.delete(job.id)
    assert claims.trace(job.id) == {}


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, False),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"}, True),
        ({"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}, False),
        ({"OTEL_TRACES_EXPORTER": "otlp", "OTEL_SDK_DISABLED": "true"}, False),
        ({"OTEL_SERVICE_NAME": "desk"}, False),
    ],
)
def test_the_standard_variables_ask_for_traces(environ: dict[str, str], said: bool) -> None:
    assert wanted(environ) is said
    assert Traces.of(environ).on is said


def test_traces_that_are_asked_for_without_the_extra(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real_import = builtins.__import__

    def fail(name: str, *rest: Any, **options: Any) -> Any:
        if name.startswith("opentelemetry"):
            raise ModuleNotFoundError(f"No module named {name!r}", name="opentelemetry")
        return real_import(name, *rest, **options)

    monkeypatch.setattr(builtins, "__import__", fail)
    assert not Traces.of({"OTEL_TRACES_EXPORTER": "otlp"}).on
    assert [(record.levelno, record.msg) for record in caplog.records] == [(logging.WARNING, MISSING)]


def test_nothing_is_imported_that_was_not_asked_for() -> None:
    environ = {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True, env=environ)
    assert done.stdout == "[]\n", done.stderr
