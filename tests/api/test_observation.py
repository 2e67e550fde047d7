from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from api import create_app
from api.observation import current
from tests.api.conftest import FakeExtractor


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [record.__dict__ for record in caplog.records if record.getMessage() == "request"]


def test_a_request_is_one_line(closing: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "api")
    response = closing.post(
        "/v1/extractions?id=hush", data=b"Hello.", content_type="text/plain", headers={"X-Request-ID": "d-1"}
    )
    (line,) = lines(caplog)
    assert (line["request_id"], line["method"], line["route"]) == ("d-1", "POST", "/v1/extractions")
    assert (line["status"], line["articles"], line["quotations"]) == (200, 1, 1)
    assert (line["bytes_in"], line["bytes_out"]) == (6, len(response.data))
    assert line["duration_ms"] >= 0
    assert not {"remote", "key", "cut_short"} & set(line)
    assert "hush" not in str(line)


def test_addresses_of_senders_are_logged_by_setting(
    fake: FakeExtractor, caplog: pytest.LogCaptureFixture
) -> None:
    client = create_app({"log_remote": True}, extractor=fake).test_client()
    client.post("/v1/extractions", json={"text": "Hello."}, buffered=True)
    assert lines(caplog)[0]["remote"] == "127.0.0.1"


def test_paths_that_lead_nowhere_have_one_route(
    closing: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    for path in ("/nowhere/%0a2026 INFO forged", "/v1/extractions/7"):
        closing.get(path)
    assert [(line["route"], line["status"]) for line in lines(caplog)] == [("unmatched", 404)] * 2


def test_an_odd_method_has_one_name(closing: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    closing.open("/v1/extractions", method="BREW")
    assert lines(caplog)[0]["method"] == "other"


def test_health_is_asked_too_often_to_be_told(closing: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "api")
    closing.get("/v1/health/live")
    assert [record.levelno for record in caplog.records if record.getMessage() == "request"] == [
        logging.DEBUG
    ]


def test_a_stream_is_measured_to_its_last_byte(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    app.add_url_rule("/stream", "stream", lambda: Response(iter(["one", "two"])))
    assert app.test_client().get("/stream", buffered=True).data == b"onetwo"
    (line,) = lines(caplog)
    assert line["bytes_out"] == 6
    assert current() is None


def test_an_answer_that_breaks_off_is_told(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    def pieces() -> Iterator[str]:
        yield "one"
        raise RuntimeError("no second")

    app.add_url_rule("/stream", "stream", lambda: Response(pieces()))
    response = app.test_client().get("/stream", buffered=False)
    with pytest.raises(RuntimeError):
        list(response.response)
    response.close()
    (line,) = lines(caplog)
    assert (line["bytes_out"], line["cut_short"]) == (3, True)


def test_a_failure_is_a_line_with_its_traceback_and_the_request_is_another(
    closing: FlaskClient, fake: FakeExtractor, caplog: pytest.LogCaptureFixture
) -> None:
    fake.error = ZeroDivisionError("inner")
    closing.post("/v1/extractions", json={"text": "Hello."})
    assert [line["status"] for line in lines(caplog)] == [500]
    (failed,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert failed.exc_info is not None
