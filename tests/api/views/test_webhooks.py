"""Webhooks as they are named with a job and seen in it."""

from __future__ import annotations

import json
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from tests.api.conftest import FakeExtractor
from tests.api.problem import fields_of, read_problem
from tests.api.views.test_jobs import PATH, address_of, work_off

URL = "https://desk.example/hooks?token=5&x=%20"
ARTICLE = {"text": "“We open at noon,” said Mara Lindqvist."}
LINE = json.dumps(ARTICLE).encode()
WAYS = ["list", "list and query", "lines", "form", "form and query"]


@pytest.fixture
def app(fake: FakeExtractor, tmp_path: Path) -> Flask:
    hosts = "desk.example, http://127.0.0.1:9000"
    secret = "whsec_" + "T3N0Ynk" * 6 + "IQ=="
    settings = {"state": str(tmp_path), "webhook_hosts": hosts, "webhook_secret": secret}
    return create_app(settings, extractor=fake)


def send(client: FlaskClient, way: str, url: Any = URL, **headers: str) -> TestResponse:
    query = {"webhook": url} if way.endswith(("query", "lines")) else {}
    inside = {} if query else {"webhook": url}
    body: dict[str, Any] = {"data": LINE, "content_type": "application/x-ndjson"}
    if way.startswith("list"):
        body = {"json": {"articles": [ARTICLE], **inside}}
    elif way.startswith("form"):
        body = {"data": {"file": (BytesIO(LINE), "articles.jsonl"), **inside}}
    return client.post(PATH, query_string=query, headers=headers, **body)


@pytest.mark.parametrize("way", WAYS)
def test_it_is_named_beside_the_articles(client: FlaskClient, way: str) -> None:
    response = send(client, way)
    assert response.status_code == 202
    assert client.get(address_of(response)).json["webhook"] == {  # type: ignore[index]
        "url": URL, "state": "waiting", "attempts": 0, "last_outcome": None, "last_status": None,
        "next_attempt": None,
    }  # fmt: skip


def test_a_job_without_one(client: FlaskClient) -> None:
    for given in ({}, {"webhook": None}):
        response = client.post(PATH, json={"articles": [ARTICLE], **given})
        assert response.json["webhook"] is None  # type: ignore[index]


def test_it_is_due_when_the_job_is_finished(client: FlaskClient, app: Flask, fake: FakeExtractor) -> None:
    address = address_of(send(client, "list"))
    work_off(app, fake)
    assert client.get(address).json["webhook"]["state"] == "due"  # type: ignore[index]
    [listed] = client.get(PATH).json["jobs"]  # type: ignore[index]
    assert listed["webhook"]["state"] == "due"


NOT_LISTED = [
    "https://evil.example/",
    "http://desk.example/",
    "https://desk.example:8443/",
    "https://127.0.0.1:9000/",
    "https://169.254.169.254/latest/",
    "https://[::1]/",
]
NO_ADDRESSES = [
    "",
    "desk.example",
    "https://me@desk.example/",
    "https://desk.example./",
    "https://desk.example/#x",
    "https://bücher.example/",
    "https://2130706433/",
    "https://desk.example/\r\n",
]


def test_hosts_that_are_not_listed(client: FlaskClient) -> None:
    for url, way in product(NOT_LISTED, WAYS):
        problem = read_problem(send(client, way, url), 422, "webhook-refused")
        assert fields_of(problem) == ["webhook"]
        assert "desk" not in problem["detail"] or "desk" in url  # what is listed is not told
    assert client.get(PATH).json["jobs"] == []  # type: ignore[index]


def test_what_is_no_address(client: FlaskClient) -> None:
    for url, way in product(NO_ADDRESSES, WAYS):
        assert fields_of(read_problem(send(client, way, url), 422, "invalid-input")) == ["webhook"], (
            url,
            way,
        )


def test_what_is_no_text(client: FlaskClient) -> None:
    for url in (5, True, [], {}, [URL], {"url": URL}):
        assert fields_of(read_problem(send(client, "list", url), 422, "invalid-input")) == ["webhook"]


def test_it_is_named_once(client: FlaskClient) -> None:
    query, lines = {"webhook": URL}, (BytesIO(LINE), "articles.jsonl")
    both = client.post(PATH, query_string=query, json={"articles": [ARTICLE], "webhook": URL})
    form = client.post(PATH, query_string=query, data={"file": lines, "webhook": URL})
    twice = client.post(PATH, data={"file": (BytesIO(LINE), "a"), "webhook": [URL, URL]})
    for response in (both, form, twice):
        assert fields_of(read_problem(response, 422, "invalid-input")) == ["webhook"]


def test_a_file_is_no_address(client: FlaskClient) -> None:
    files = {"file": (BytesIO(LINE), "a"), "webhook": (BytesIO(URL.encode()), "b")}
    assert fields_of(read_problem(client.post(PATH, data=files), 422, "invalid-input")) == ["webhook"]


def test_a_misspelt_parameter_is_refused(client: FlaskClient) -> None:
    response = client.post(f"{PATH}?webhok=1", json={"articles": [ARTICLE]})
    assert fields_of(read_problem(response, 422, "invalid-input")) == ["webhok"]


def test_where_they_are_off(fake: FakeExtractor, tmp_path: Path) -> None:
    client = create_app({"state": str(tmp_path)}, extractor=fake).test_client()
    for way in WAYS:
        problem = read_problem(send(client, way), 422, "webhook-refused")
        assert problem["detail"] == "This service sends no webhooks."


def test_another_webhook_is_another_job(client: FlaskClient) -> None:
    for way in WAYS:
        key = {"Idempotency-Key": way.replace(" ", "-")}
        first = send(client, way, **key)
        assert send(client, way, **key).json["id"] == first.json["id"]  # type: ignore[index]
        other = send(client, way, URL + "1", **key)
        assert read_problem(other, 422, "idempotency-key-reused")
