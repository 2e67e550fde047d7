from __future__ import annotations

import socket
import threading
import time
from contextlib import closing
from typing import Any

import pytest
from flask.testing import FlaskClient

from api import create_app
from attribution import records
from tests.api.conftest import FakeExtractor

ADDRESS = "/v1/extractions/batch"
GOOD = {"text": "“No,” she said."}


class Slow(FakeExtractor):
    """Takes its time with each article; the first one can be held."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds
        self.begun, self.go_on = threading.Event(), threading.Event()

    def extract(self, text: str | None = None, **options: Any) -> records.Extraction:
        self.begun.set()
        if text == "hold":
            assert self.go_on.wait(10)
        time.sleep(self.seconds)
        return super().extract(text, **options)


def test_every_article_has_its_own_status(client: FlaskClient) -> None:
    articles = [
        GOOD,
        {"text": ""},
        "no article",
        {"text": "x" * 200_000},
        {**GOOD, "id": "last", "unit": "utf16"},
    ]
    response = client.post(ADDRESS, json=articles)
    assert response.status_code == 200
    items = response.get_json()["items"]
    assert [item["index"] for item in items] == [0, 1, 2, 3, 4]
    assert [item["status"] for item in items][0::2] == [200, 422, 200]
    assert items[4]["id"] == "last"
    assert items[4]["extraction"]["unit"] == "utf16"
    assert items[2]["problem"]["request_id"] == response.headers["X-Request-ID"]


def test_an_empty_list_is_a_list(client: FlaskClient) -> None:
    assert client.post(ADDRESS, json=[]).get_json() == {"items": []}


@pytest.mark.parametrize(
    ("body", "address", "status", "slug"),
    [
        ({"json": {"text": "Hm."}}, ADDRESS, 400, "malformed-json"),
        ({"data": b"[", "content_type": "application/json"}, ADDRESS, 400, "malformed-json"),
        ({"data": b"Hm.", "content_type": "text/plain"}, ADDRESS, 415, "unsupported-media-type"),
        ({"json": [GOOD] * 101}, ADDRESS, 413, "too-many-items"),
        ({"json": [GOOD]}, f"{ADDRESS}?unit=utf16", 422, "invalid-input"),
        ({"json": [GOOD]}, f"{ADDRESS}?timeout=soon", 422, "invalid-input"),
        ({"json": [GOOD], "headers": {"Accept": "text/html"}}, ADDRESS, 406, "not-acceptable"),
    ],
)
def test_a_list_that_is_none(
    client: FlaskClient, body: dict[str, Any], address: str, status: int, slug: str
) -> None:
    response = client.post(address, **body)
    assert (response.status_code, response.get_json()["type"]) == (status, f"/problems/{slug}")


def test_when_the_time_is_over_the_answer_has_what_was_done() -> None:
    client = create_app({}, extractor=Slow(0.06)).test_client()
    response = client.post(f"{ADDRESS}?timeout=0.15", json=[GOOD] * 6)
    problem = response.get_json()
    assert (response.status_code, problem["type"]) == (504, "/problems/timeout")
    statuses = [item["status"] for item in problem["items"]]
    assert statuses[0] == 200
    assert statuses[-1] == 504
    assert len(statuses) == 6


def test_a_single_article_gets_in_between_those_of_a_list() -> None:
    slow = Slow(0.0)
    app = create_app({}, extractor=slow)
    answers: list[int] = []

    def send(address: str, body: Any) -> threading.Thread:
        thread = threading.Thread(
            target=lambda: answers.append(app.test_client().post(address, json=body).status_code)
        )
        thread.start()
        return thread

    first = send(ADDRESS, [{"text": "hold"}, *[GOOD] * 20])
    assert slow.begun.wait(5)
    second = send("/v1/extractions", {"text": "single"})
    engine = app.extensions["attribution"]
    end = time.monotonic() + 5
    while engine.waiting < 1:
        assert time.monotonic() < end
        time.sleep(0.002)
    slow.go_on.set()
    first.join(10)
    second.join(10)
    assert answers.count(200) == 2
    assert [asked["text"] for asked in slow.asked].index("single") == 1


def test_no_room_for_a_list() -> None:
    slow = Slow(0.0)
    app = create_app({"queue": 1}, extractor=slow)
    thread = threading.Thread(target=lambda: app.test_client().post("/v1/extractions", json={"text": "hold"}))
    thread.start()
    assert slow.begun.wait(5)
    client = app.test_client()
    response = client.post(ADDRESS, json=[GOOD])
    assert (response.status_code, response.get_json()["type"]) == (503, "/problems/busy")
    assert int(response.headers["Retry-After"]) >= 1
    assert client.post("/v1/extractions", json=GOOD).status_code == 503
    app.extensions["attribution"].model = records.Model("fake", "1")
    assert client.get("/v1/health/ready").get_json()["type"] == "/problems/busy"
    slow.go_on.set()
    thread.join(10)
    assert client.post(ADDRESS, json=[GOOD]).status_code == 200
    assert client.get("/v1/health/ready").status_code == 200


@pytest.mark.parametrize("abrupt", [False, True])
def test_nobody_works_for_a_sender_that_is_gone(abrupt: bool) -> None:
    slow = Slow(0.0)
    here, there = socket.socketpair()
    with closing(here):
        environ = {"gunicorn.socket": here}
        client = create_app({}, extractor=slow).test_client()
        answers: list[Any] = []

        def send() -> None:
            answers.append(
                client.post(ADDRESS, json=[{"text": "hold"}, *[GOOD] * 20], environ_overrides=environ)
            )

        thread = threading.Thread(target=send)
        thread.start()
        assert slow.begun.wait(5)
        there.close() if abrupt else there.shutdown(socket.SHUT_WR)
        slow.go_on.set()
        thread.join(10)
    there.close()
    assert (answers[0].status_code, answers[0].get_json()["type"]) == (400, "/problems/bad-request")
    assert "1 of 21" in answers[0].get_json()["detail"]
    assert len(slow.asked) == 1
