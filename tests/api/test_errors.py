from __future__ import annotations

import logging
import sqlite3

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy.exc import DatabaseError
from werkzeug.exceptions import default_exceptions

from api.errors import LISTED_ERRORS
from api.problems import PROBLEM_TYPES
from attribution import errors
from tests.api.conftest import FakeExtractor
from tests.api.problem import read_problem

HTTP_SLUGS = {
    400: "bad-request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    412: "precondition-failed",
    413: "body-too-large",
    415: "unsupported-media-type",
    422: "invalid-input",
    429: "rate-limited",
    500: "internal-error",
}


@pytest.mark.parametrize("status", sorted(default_exceptions))
def test_every_http_error_is_a_problem(app: Flask, status: int) -> None:
    app.add_url_rule("/fail", view_func=lambda: abort(status, "inner words"))
    response = app.test_client().get("/fail")
    read_problem(response, status, HTTP_SLUGS.get(status))
    assert "inner words" not in response.get_data(as_text=True)


def test_an_unexpected_error_says_nothing_and_logs_all(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    app.add_url_rule("/fail", view_func=lambda: {}["secret key"])
    response = app.test_client().get("/fail", headers={"X-Request-ID": "desk-7"})
    problem = read_problem(response, 500, "internal-error")
    assert problem["request_id"] == "desk-7"
    assert "secret" not in response.get_data(as_text=True)
    assert "Traceback" not in response.get_data(as_text=True)
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "desk-7" in record.getMessage()
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], KeyError)


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        (errors.EmptyInput("text is blank", field="text"), 422, "empty-input"),
        (errors.UndecodableInput("text holds NUL", field="text", position=7), 422, "undecodable-input"),
        (errors.InputTooLarge("text has 3 bytes too many", field="text"), 413, "input-too-large"),
        (errors.InputError("published is in no calendar", field="published"), 422, "invalid-input"),
        (errors.InputError("this article is odd"), 422, "invalid-input"),
        (errors.ModelError("no pipeline /srv/models/en"), 503, "model-unavailable"),
        (errors.LanguageDataError("en/cues.toml: entry 3"), 500, "internal-error"),
        (errors.QuotationError("inner"), 500, "internal-error"),
        (ZeroDivisionError("inner"), 500, "internal-error"),
    ],
)
def test_errors_of_the_library(
    client: FlaskClient, fake: FakeExtractor, error: Exception, status: int, slug: str
) -> None:
    fake.error = error
    problem = read_problem(client.post("/v1/extractions", json={"text": "Hello."}), status, slug)
    if isinstance(error, errors.InputError):
        assert problem["detail"] == str(error)
        if error.field:
            assert problem["errors"][0]["field"] == error.field
            assert problem["errors"][0].get("position") == error.position
    else:
        assert str(error) not in str(problem)
        assert "errors" not in problem


def test_an_address_that_is_not_served(client: FlaskClient) -> None:
    read_problem(client.get("/v1/nothing"), 404, "not-found")
    read_problem(client.get("/v1/health/live/"), 404, "not-found")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "BREW"])
def test_another_method_is_told_the_right_ones(client: FlaskClient, method: str) -> None:
    response = client.open("/v1/extractions", method=method)
    read_problem(response, 405, "method-not-allowed")
    assert set(response.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}


def test_head_of_an_error_has_no_body(client: FlaskClient) -> None:
    response = client.head("/nowhere")
    assert (response.status_code, response.data) == (404, b"")
    assert response.headers["Content-Type"] == "application/problem+json"


def test_ten_thousand_faults_are_answered_shortly(client: FlaskClient) -> None:
    body = {"text": "Hello.", **{f"key{number}": number for number in range(10_000)}}
    problem = read_problem(client.post("/v1/extractions", json=body), 422, "invalid-input")
    assert len(problem["errors"]) == LISTED_ERRORS
    assert "of 10000" in problem["detail"]


def test_names_and_messages_are_cut_and_fit_for_utf8(client: FlaskClient) -> None:
    body = b'{"text": "Hello.", "\\ud800": 1, "' + b"k" * 5000 + b'": 2}'
    response = client.post("/v1/extractions", data=body, content_type="application/json")
    long, odd = read_problem(response, 422, "invalid-input")["errors"]
    assert len(long["field"]) < 500
    assert odd["field"] == "\\ud800"


@pytest.mark.parametrize("slug", sorted(PROBLEM_TYPES))
def test_each_type_is_a_page_and_has_a_status_of_its_name(client: FlaskClient, slug: str) -> None:
    kind = PROBLEM_TYPES[slug]
    page = client.get(kind.uri)
    assert page.status_code == 200
    assert page.mimetype == "text/plain"
    assert kind.meaning in page.get_data(as_text=True)
    assert 400 <= kind.status < 600


def test_a_type_that_does_not_exist_has_no_page(client: FlaskClient) -> None:
    read_problem(client.get("/problems/bad-weather"), 404, "not-found")


def test_a_database_that_is_broken_is_no_fault_of_the_sender(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    inner = sqlite3.DatabaseError("database disk image is malformed")
    broken = DatabaseError("SELECT words", {"text": "secret words"}, inner)

    def fail() -> None:
        raise broken

    app.add_url_rule("/fail", view_func=fail)
    problem = read_problem(app.test_client().get("/fail"), 503, "storage-unavailable")
    assert "malformed" not in problem["detail"]
    assert "database disk image is malformed" in caplog.text
    assert "words" not in caplog.text
