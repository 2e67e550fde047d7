from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from api.database import Database
from api.jobs.claims import Claims
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
    assert response.json == {
        "status": "ready",
        "model": {"name": "fake", "version": "1"},
        "jobs": {"database": "answers", "open": 0, "articles": 0, "worker_seen": None},
    }


def test_how_jobs_stand_is_told(client: FlaskClient, app: Flask) -> None:
    app.extensions["attribution"].warm_up()
    client.post("/v1/jobs", json={"articles": [{"text": "One."}, {"text": "Two."}]})
    Claims(Database.of(app.extensions["attribution_config"]), {}).beat("ferry", None)
    told = client.get("/v1/health/ready").json["jobs"]  # type: ignore[index]
    seen = datetime.fromisoformat(told.pop("worker_seen"))
    assert told == {"database": "answers", "open": 1, "articles": 2}
    assert abs(seen - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize(("access", "status"), [("open", 200), ("keys", 503)])
def test_a_silent_database_is_a_fault_only_where_keys_are_looked_up(
    access: str, status: int, fake: FakeExtractor, tmp_path: Path
) -> None:
    (tmp_path / "attribution.db").write_bytes(b"no database at all" * 100)
    app = create_app({"access": access, "state": str(tmp_path)}, extractor=fake)
    app.extensions["attribution"].warm_up()
    response = app.test_client().get("/v1/health/ready")
    if status == 503:
        read_problem(response, 503, "storage-unavailable")
        return
    assert response.status_code == 200
    assert response.json is not None
    assert response.json["jobs"] == {
        "database": "silent",
        "open": None,
        "articles": None,
        "worker_seen": None,
    }


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
