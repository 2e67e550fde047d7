from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from api import create_app
from api.metrics import Metrics, clear_place, shared_metrics, take_place
from tests.api.conftest import FakeExtractor

GAUGES = (
    "attribution_requests_in_flight",
    "attribution_queue_articles",
    "attribution_queue_requests",
    "attribution_expected_wait_seconds",
)


def numbers(text: str) -> dict[tuple[str, ...], float]:
    """Each sample by its name and the values of its labels."""
    families = text_string_to_metric_families(text)
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_requests_articles_and_quotations_are_counted(closing: FlaskClient) -> None:
    for _ in range(2):
        closing.post("/v1/extractions", json={"text": "Hello."})
    closing.post("/v1/extractions", json={})
    for path in ("/nowhere", "/neither"):
        closing.get(path)
    response = closing.get("/metrics")
    found = numbers(response.get_data(as_text=True))
    assert found["attribution_requests_total", "POST", "/v1/extractions", "200"] == 2
    assert found["attribution_requests_total", "POST", "/v1/extractions", "422"] == 1
    assert found["attribution_requests_total", "GET", "unmatched", "404"] == 2
    assert found["attribution_request_seconds_count", "POST", "/v1/extractions", "200"] == 2
    assert found["attribution_articles_total",] == 2
    assert found["attribution_quotations_total", "direct"] == 2
    assert found["attribution_problems_total", "invalid-input"] == 1
    assert found["attribution_problems_total", "not-found"] == 2
    assert found["attribution_requests_in_flight",] == 1  # this one
    assert time.time() - 60 < found["attribution_start_time_seconds",] < time.time()
    assert found["attribution_process_resident_memory_bytes", str(os.getpid())] > 1e6
    assert 'attribution_info{model="fake",model_version="1"' in response.get_data(as_text=True)
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"


def test_two_applications_count_apart(closing: FlaskClient, fake: FakeExtractor) -> None:
    other = create_app({}, extractor=fake).test_client()
    other.post("/v1/extractions", json={"text": "Hello."})
    assert numbers(closing.get("/metrics").get_data(as_text=True))["attribution_articles_total",] == 0


def test_metrics_can_be_left_out(fake: FakeExtractor) -> None:
    client = create_app({"metrics": False}, extractor=fake).test_client()
    assert client.get("/metrics").status_code == 404


def test_with_keys_metrics_need_one(fake: FakeExtractor, tmp_path: Path) -> None:
    client = create_app({"access": "keys", "state": str(tmp_path)}, extractor=fake).test_client()
    assert client.get("/metrics").status_code == 401


def test_the_warm_up_is_no_article(closing: FlaskClient) -> None:
    closing.application.extensions["attribution"].warm_up()
    assert numbers(closing.get("/metrics").get_data(as_text=True))["attribution_articles_total",] == 0


def test_the_folder_goes_with_the_process_that_made_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with shared_metrics() as folder:
        with monkeypatch.context() as child:
            child.setattr(os, "getpid", lambda: 1)
            with shared_metrics() as inner:
                child.undo()
        assert inner.is_dir()
        assert folder.is_dir()
    assert not folder.exists()
    with shared_metrics():
        assert not inner.exists()  # its owner is gone


def test_who_takes_the_place_of_a_dead_process_counts_on() -> None:
    with shared_metrics() as folder:
        take_place(1)
        first = Metrics()
        first.in_flight.inc()
        first.articles.inc(3)
        first.note_queue(4, 5, 2.5)
        first.note_process()
        before = numbers(first.expose(None).decode())
        clear_place(1)
        second = Metrics()
        second.articles.inc()
        found = numbers(second.expose(None).decode())
        take_place(0)
        assert len(list(folder.glob("counter_*"))) == 1
    assert found["attribution_articles_total",] == 4
    assert [before[name,] for name in GAUGES] == [1, 4, 5, 2.5]
    assert [found.get((name,), 0) for name in GAUGES] == [0, 0, 0, 0]
    assert before["attribution_process_resident_memory_bytes", "1"] > 1e6
    assert ("attribution_process_resident_memory_bytes", "1") not in found
