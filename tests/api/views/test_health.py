from __future__ import annotations

import logging
import time

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from attribution import __version__
from attribution.errors import ModelError
from tests.api.conftest import FakeExtractor
from tests.api.problem import read_problem


def ask_until(client: FlaskClient, status: int) -> TestResponse:
    end = time.monotonic() + 5
    while (response := client.get("/v1/health/ready")).status_code != status:
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.005)
    return response


def test_live_asks_nothing_of_the_model(client: FlaskClient, fake: FakeExtractor) -> None:
    response = client.get("/v1/health/live")
    assert (response.status_code, response.json) == (200, {"status": "live", "version": __version__})
    assert response.headers["Cache-Control"] == "no-store"
    assert fake.asked == []


def test_ready_comes_after_the_model_has_answered(client: FlaskClient) -> None:
    response = client.get("/v1/health/ready")
    read_problem(response, 503, "not-ready")
    assert int(response.headers["Retry-After"]) > 0
    assert response.headers["Cache-Control"] == "no-store"
    response = ask_until(client, 200)
    assert response.json == {"status": "ready", "model": {"name": "fake", "version": "1"}}


def test_an_extraction_makes_ready_too(client: FlaskClient) -> None:
    client.post("/v1/extractions", json={"text": "Hello."})
    assert client.get("/v1/health/ready").status_code == 200


def test_a_model_that_cannot_be_had_is_said_without_its_name(
    client: FlaskClient, fake: FakeExtractor, caplog: pytest.LogCaptureFixture
) -> None:
    fake.error = ModelError("no pipeline /srv/models/en")
    end = time.monotonic() + 5
    while "model-unavailable" not in (response := client.get("/v1/health/ready")).get_data(as_text=True):
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.005)
    problem = read_problem(response, 503, "model-unavailable")
    assert "/srv" not in str(problem)
    fake.error = None
    ask_until(client, 200)
    assert any(record.levelno == logging.ERROR for record in caplog.records)
