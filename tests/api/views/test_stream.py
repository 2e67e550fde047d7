from __future__ import annotations

import gzip
import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.media import LINES as NAMES
from tests.api.conftest import FakeExtractor

ADDRESS = "/v1/extractions/stream"
LINES = NAMES[0]
GOOD = {"text": "“No,” she said."}


def lines_of(articles: list[Any]) -> bytes:
    return b"".join(json.dumps(article, ensure_ascii=False).encode() + b"\n" for article in articles)


def results(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def test_a_line_for_each_line_in_their_order(client: FlaskClient) -> None:
    body = lines_of([{**GOOD, "id": "a"}, 7, {"text": "Hm.", "autor": "x"}, {**GOOD, "id": "d"}])
    response = client.post(ADDRESS, data=body, content_type=LINES)
    assert (response.status_code, response.mimetype) == (200, LINES)
    found = results(response.data)
    assert [item["index"] for item in found] == [0, 1, 2, 3]
    assert [item["status"] for item in found] == [200, 422, 422, 200]
    assert [found[0]["id"], found[3]["id"]] == ["a", "d"]


def test_blank_lines_and_a_last_line_without_its_end(client: FlaskClient) -> None:
    body = b"\n\r\n" + lines_of([GOOD]) + b"  \n" + json.dumps(GOOD).encode()
    found = results(client.post(ADDRESS, data=body, content_type=LINES).data)
    assert [(item["index"], item["status"]) for item in found] == [(0, 200), (1, 200)]


def test_blank_lines_without_end_end_the_stream(client: FlaskClient) -> None:
    body = gzip.compress(lines_of([GOOD]) + b"\n" * 5_000_000)
    response = client.post(ADDRESS, data=body, content_type=LINES, headers={"Content-Encoding": "gzip"})
    assert [item["status"] for item in results(response.data)] == [200, 400]


def test_lines_that_are_broken_cost_the_others_nothing(client: FlaskClient) -> None:
    body = b'{"text": \n' + lines_of([GOOD]) + b"\xff\n" + b"[" * 100_000 + b"\n" + lines_of([GOOD])
    found = results(client.post(ADDRESS, data=body, content_type=LINES).data)
    assert [item["status"] for item in found] == [400, 200, 400, 400, 200]


def test_a_line_that_is_too_long(fake: FakeExtractor) -> None:
    client = create_app({"max_body": 1_000}, extractor=fake).test_client()
    body = lines_of([{"text": "x" * 5_000}, GOOD, {"text": "y" * 300_000}, GOOD])
    found = results(client.post(ADDRESS, data=body, content_type=LINES).data)
    assert [item["status"] for item in found] == [413, 200, 413, 200]


def test_a_stream_may_be_longer_than_any_body(fake: FakeExtractor) -> None:
    client = create_app({"max_body": 1_000}, extractor=fake).test_client()
    response = client.post(ADDRESS, data=lines_of([GOOD] * 200), content_type=LINES)
    assert [item["status"] for item in results(response.data)] == [200] * 200


def test_a_body_that_is_cut_short_says_so_in_the_last_line(client: FlaskClient) -> None:
    body = lines_of([GOOD])
    announced = {"wsgi.input_terminated": True, "CONTENT_LENGTH": str(len(body) + 50)}
    response = client.post(
        ADDRESS, input_stream=io.BytesIO(body), content_type=LINES, environ_overrides=announced
    )
    found = results(response.data)
    assert [item["status"] for item in found] == [200, 400]
    assert "cut short" in found[1]["problem"]["detail"]


def test_results_come_before_the_body_has_ended(fake: FakeExtractor) -> None:
    class Endless(io.RawIOBase):
        """Goes on for ever: only one that does not wait for its end gets anywhere."""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            data = lines_of([GOOD])[: len(buffer)]
            buffer[: len(data)] = data
            return len(data)

    app = create_app({}, extractor=fake)
    environ = {"wsgi.input": Endless(), "wsgi.input_terminated": True}
    response = app.test_client().post(ADDRESS, environ_overrides=environ, content_type=LINES, buffered=False)
    taken = [item for item, _ in zip(response.response, range(3), strict=False)]
    assert len(taken) == 3
    assert len(fake.asked) <= 4
    response.close()


@pytest.mark.parametrize("name", NAMES)
def test_json_lines_by_any_of_their_names(name: str, client: FlaskClient) -> None:
    response = client.post(ADDRESS, data=lines_of([GOOD]), content_type=name, headers={"Accept": name})
    assert (response.status_code, response.mimetype) == (200, name)


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"content_type": "application/json"}, 415),
        ({"content_type": LINES, "headers": {"Accept": "application/json"}}, 406),
        ({"content_type": LINES, "query_string": {"unit": "utf16"}}, 422),
        ({"content_type": LINES, "query_string": {"timeout": "0"}}, 422),
    ],
)
def test_what_is_refused_as_a_whole(client: FlaskClient, options: dict[str, Any], status: int) -> None:
    assert client.post(ADDRESS, data=lines_of([GOOD]), **options).status_code == status


def test_as_many_streams_as_are_set(fake: FakeExtractor) -> None:
    app = create_app({"streams": 1}, extractor=fake)
    first = app.test_client().post(ADDRESS, data=lines_of([GOOD]), content_type=LINES, buffered=False)
    client = app.test_client()
    assert client.post(ADDRESS, data=lines_of([GOOD]), content_type=LINES).status_code == 503
    first.close()
    assert client.post(ADDRESS, data=lines_of([GOOD]), content_type=LINES).status_code == 200
