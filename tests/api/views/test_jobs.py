from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from api.config import Config
from api.engine import Engine, SupportsExtract
from api.jobs.claims import Place
from api.jobs.worker import Work, extract
from api.media import LINES
from api.places import Places
from tests.api.conftest import FakeExtractor
from tests.api.problem import fields_of, read_problem

PATH = "/v1/jobs"
GOOD = {"id": "a-1", "text": "“We open at noon,” said Mara Lindqvist."}
LIMITS = {"limit": 2_000, "job_items": 6, "job_bytes": 20_000, "jobs_open": 3, "jobs_waiting": 12}


@pytest.fixture
def app(fake: FakeExtractor, tmp_path: Path) -> Flask:
    return create_app({"state": str(tmp_path), **LIMITS}, extractor=fake)


def send(client: FlaskClient, *articles: Any, key: str | None = None) -> TestResponse:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(PATH, json={"articles": list(articles)}, headers=headers)


def send_lines(client: FlaskClient, data: bytes, media_type: str = "application/x-ndjson") -> TestResponse:
    return client.post(PATH, data=data, content_type=media_type)


def address_of(response: TestResponse) -> str:
    """Where the job is that was handed in: `Location`, resolved as RFC 9110 has it."""
    return urljoin(response.request.path, response.headers["Location"])


def upload(client: FlaskClient, data: bytes, chunks: bool, body: BytesIO | None = None) -> TestResponse:
    """Lines, whose length is announced or, in chunks, is not."""
    known: dict[str, Any] = {} if chunks else {"CONTENT_LENGTH": str(len(data))}
    environ = {"wsgi.input_terminated": True, **known}
    kind = "application/x-ndjson"
    return client.post(PATH, input_stream=body or BytesIO(data), content_type=kind, environ_overrides=environ)


def work_off(app: Flask, extractor: SupportsExtract) -> None:
    """As the worker does it, in this process."""
    jobs = app.extensions["attribution_jobs"]
    work = Work(jobs.config, Engine(jobs.config, extractor))
    for gap in work.claims.gaps():
        for number in range(gap.first, gap.last + 1):
            place = Place(gap.job, number)
            article = work.claims.take(place, "here")
            assert article is not None
            answer, failed = extract(work.engine, article, place)
            assert work.claims.answer(place, "here", answer, failed=failed)
    work.claims.finish()


def results(client: FlaskClient, address: str, **query: Any) -> list[dict[str, Any]]:
    response = client.get(f"{address}/results", query_string=query)
    assert response.status_code == 200
    assert response.mimetype == "application/x-ndjson"
    return [json.loads(line) for line in response.get_data(as_text=True).splitlines()]


class TestHandingIn:
    def test_a_list(self, client: FlaskClient, app: Flask, fake: FakeExtractor) -> None:
        response = send(client, GOOD, {"text": "Second."})
        assert response.status_code == 202
        address = address_of(response)
        job = response.get_json()
        assert address == f"{PATH}/{job['id']}"
        assert (job["state"], job["total"], job["done"], job["failed"]) == ("waiting", 2, 0, 0)
        assert job["created"].endswith("Z")
        work_off(app, fake)
        job = client.get(address).get_json()
        assert (job["state"], job["done"]) == ("finished", 2)
        assert job["finished"] < job["expires"]
        first, second = results(client, address)
        assert (first["number"], first["id"], first["state"]) == (0, "a-1", "done")
        assert first["extraction"]["quotations"][0]["text"] == GOOD["text"]
        assert (second["number"], second["id"]) == (1, None)

    def test_its_address_holds_below_a_path_that_a_proxy_takes_away(self, client: FlaskClient) -> None:
        job = send(client, GOOD)
        asked = "https://news.example/attribution/v1/jobs"
        assert urljoin(asked, job.headers["Location"]) == f"{asked}/{job.get_json()['id']}"

    @pytest.mark.parametrize("media_type", LINES)
    def test_lines(self, client: FlaskClient, media_type: str) -> None:
        lines = f"{json.dumps(GOOD)}\n\n  \n{json.dumps(GOOD)}".encode()
        assert send_lines(client, lines, media_type).get_json()["total"] == 2

    def test_a_file_in_a_form(self, client: FlaskClient) -> None:
        form = {"file": (BytesIO(json.dumps(GOOD).encode() + b"\n"), "articles.jsonl")}
        response = client.post(PATH, data=form, content_type="multipart/form-data")
        assert response.get_json()["total"] == 1

    @pytest.mark.parametrize("fields", [[], ["other"], ["file", "other"]])
    def test_a_form_with_anything_else(self, client: FlaskClient, fields: list[str]) -> None:
        form = {name: (BytesIO(b"{}"), "x.jsonl") for name in fields}
        response = client.post(PATH, data=form, content_type="multipart/form-data")
        read_problem(response, 422, "invalid-input")

    def test_a_bad_article_is_the_error_of_its_item_alone(
        self, client: FlaskClient, app: Flask, fake: FakeExtractor
    ) -> None:
        lines = [
            json.dumps(GOOD).encode(),
            b"{",
            b"\xff",
            b'["no object"]',
            json.dumps({"id": "b", "text": "Hello.", "published": "soon"}).encode(),
            json.dumps({"id": "c", "text": "x" * 20_000}).encode()[:19_000],
        ]
        response = send_lines(client, b"\n".join(lines)[:19_999])
        job = response.get_json()
        assert (job["state"], job["failed"]) == ("working", 5)
        work_off(app, fake)
        got = results(client, address_of(response))
        kinds = [item.get("problem", {}).get("type", "").rpartition("/")[2] for item in got]
        assert kinds == [
            "", "malformed-json", "undecodable-body", "malformed-json", "invalid-input", "malformed-json",
        ]  # fmt: skip
        assert got[4]["id"] == "b"
        assert got[4]["problem"]["errors"][0]["field"] == "published"
        assert len(fake.asked) == 1

    def test_a_line_that_is_too_long(self, client: FlaskClient, tmp_path: Path) -> None:
        app = create_app({"state": str(tmp_path), **LIMITS, "max_body": 300}, extractor=FakeExtractor())
        client = app.test_client()
        lines = f"{json.dumps({'text': 'x' * 900})}\n{json.dumps(GOOD)}\n".encode()
        response = send_lines(client, lines)
        assert (response.get_json()["total"], response.get_json()["failed"]) == (2, 1)
        errors = client.get(f"{address_of(response)}/errors").get_json()["errors"]
        assert errors[0]["problem"]["type"] == "/problems/body-too-large"

    @pytest.mark.parametrize(
        ("body", "status", "slug"),
        [
            ({}, 422, "invalid-input"),
            ({"articles": []}, 422, "invalid-input"),
            ({"articles": "none"}, 422, "invalid-input"),
            ({"articles": [GOOD], "more": 1}, 422, "invalid-input"),
            ([GOOD], 400, "malformed-json"),
            ({"articles": [GOOD] * 7}, 413, "too-many-items"),
        ],
    )
    def test_what_is_no_job(self, client: FlaskClient, app: Flask, body: Any, status: int, slug: str) -> None:
        read_problem(client.post(PATH, json=body), status, slug)
        assert app.extensions["attribution_jobs"].store.newest() == []

    def test_millions_of_blank_lines_hold_nobody_up(self, client: FlaskClient) -> None:
        client.application.extensions["attribution_jobs"].config = Config(job_bytes=10_000_000)
        line = json.dumps(GOOD).encode()
        assert send_lines(client, b"\n" * 1_000 + line).status_code == 202
        read_problem(send_lines(client, line + b"\n" * 9_000_000 + line), 400, "bad-request")

    def test_bodies_that_are_refused(self, client: FlaskClient) -> None:
        read_problem(send_lines(client, b"\n\n"), 422, "invalid-input")
        read_problem(send_lines(client, b"{}", "text/plain"), 415, "unsupported-media-type")
        read_problem(send_lines(client, b"x" * 20_001), 413, "body-too-large")
        response = client.post(PATH, json={"articles": [GOOD]}, headers={"Accept": "text/html"})
        read_problem(response, 406, "not-acceptable")


class TestIdempotency:
    def test_the_same_again_is_the_same_job(self, client: FlaskClient) -> None:
        first, second = send(client, GOOD, key="k-1"), send(client, GOOD, key="k-1")
        assert (first.status_code, second.status_code) == (202, 202)
        assert address_of(first) == address_of(second)
        assert len(client.get(PATH).get_json()["jobs"]) == 1

    def test_another_body_is_refused(self, client: FlaskClient) -> None:
        send(client, GOOD, key="k-1")
        read_problem(send(client, {"text": "Other."}, key="k-1"), 422, "idempotency-key-reused")

    def test_another_key_is_another_job(self, client: FlaskClient) -> None:
        assert send(client, GOOD, key="a").get_json()["id"] != send(client, GOOD, key="b").get_json()["id"]

    @pytest.mark.parametrize("key", ["two words", "x" * 256, "Zürich"])
    def test_keys_that_cannot_be(self, client: FlaskClient, key: str) -> None:
        assert fields_of(read_problem(send(client, GOOD, key=key), 422, "invalid-input")) == [
            "Idempotency-Key"
        ]


class TestRoom:
    def test_unfinished_jobs_are_bounded(self, client: FlaskClient, app: Flask, fake: FakeExtractor) -> None:
        for _ in range(3):
            assert send(client, GOOD).status_code == 202
        response = send(client, GOOD)
        read_problem(response, 429, "too-many-jobs")
        assert int(response.headers["Retry-After"]) > 0
        work_off(app, fake)
        assert send(client, GOOD).status_code == 202

    def test_waiting_articles_are_bounded(self, client: FlaskClient) -> None:
        for _ in range(2):
            assert send(client, *[GOOD] * 6).status_code == 202
        response = send(client, GOOD)
        read_problem(response, 503, "jobs-full")
        assert int(response.headers["Retry-After"]) > 0

    def test_a_queue_that_does_not_answer_loses_no_job(self, tmp_path: Path, fake: FakeExtractor) -> None:
        nobody = "redis://127.0.0.1:9/0"
        app = create_app({"state": str(tmp_path), "redis": nobody}, extractor=fake)
        client = app.test_client()
        address = address_of(send(client, GOOD))
        work_off(app, fake)
        assert client.get(address).get_json()["state"] == "finished"


class TestPlaces:
    """A body that is longer than others may be takes a place of the streams while it arrives."""

    SMALL = json.dumps(GOOD).encode() + b"\n"
    LARGE = SMALL * 5

    @pytest.fixture
    def app(self, fake: FakeExtractor, tmp_path: Path) -> Flask:
        return create_app({"state": str(tmp_path), **LIMITS, "max_body": 300, "streams": 1}, extractor=fake)

    @pytest.fixture
    def full(self, app: Flask) -> Iterator[None]:
        with app.extensions["attribution_streams"].take(AssertionError):
            yield

    @pytest.mark.parametrize("chunks", [False, True])
    def test_without_a_place_a_large_body_is_refused(
        self, client: FlaskClient, full: None, chunks: bool
    ) -> None:
        response = upload(client, self.LARGE, chunks)
        read_problem(response, 503, "busy")
        assert int(response.headers["Retry-After"]) > 0
        assert client.get(PATH).get_json()["jobs"] == []

    @pytest.mark.parametrize("chunks", [False, True])
    def test_others_need_none(self, client: FlaskClient, full: None, chunks: bool) -> None:
        assert upload(client, self.SMALL, chunks).status_code == 202
        read_problem(send(client, *[GOOD] * 5), 413, "body-too-large")
        read_problem(upload(client, self.SMALL * 1_000, False), 413, "body-too-large")

    def test_a_large_form(self, client: FlaskClient, app: Flask) -> None:
        form = {"file": (BytesIO(self.LARGE), "articles.jsonl")}
        with app.extensions["attribution_streams"].take(AssertionError):
            refused = client.post(PATH, data=form, content_type="multipart/form-data")
        read_problem(refused, 503, "busy")
        form = {"file": (BytesIO(self.LARGE), "articles.jsonl")}
        assert client.post(PATH, data=form, content_type="multipart/form-data").get_json()["total"] == 5

    @pytest.mark.parametrize("chunks", [False, True])
    def test_the_place_is_held_until_all_is_there_and_no_longer(
        self, client: FlaskClient, app: Flask, chunks: bool
    ) -> None:
        places, seen = app.extensions["attribution_streams"], []

        class Watched(BytesIO):
            def read1(self, size: int | None = -1, /) -> bytes:
                seen.append(is_free(places))
                return super().read1(100)

        for _ in range(2):
            seen.clear()
            assert upload(client, self.LARGE, chunks, Watched(self.LARGE)).status_code == 202
            assert seen[-1] is False
            assert is_free(places)


def is_free(places: Places) -> bool:
    try:
        with places.take(LookupError):
            return True
    except LookupError:
        return False


class TestTaking:
    def test_an_unfinished_job_gives_its_results_if_asked_twice(
        self, client: FlaskClient, app: Flask, fake: FakeExtractor
    ) -> None:
        response = send(client, {"text": 5}, GOOD, {"text": 6})
        address = address_of(response)
        early = client.get(f"{address}/results")
        read_problem(early, 409, "job-not-finished")
        assert int(early.headers["Retry-After"]) > 0
        assert [item["number"] for item in results(client, address, partial="true")] == [0]
        assert results(client, address, partial="true", after=0) == []
        work_off(app, fake)
        assert [item["number"] for item in results(client, address)] == [0, 1, 2]
        assert [item["number"] for item in results(client, address, after=0)] == [1, 2]
        assert [item["number"] for item in results(client, address, after=0, limit=1)] == [1]
        assert results(client, address, after=99) == []

    def test_errors_come_in_pages(self, client: FlaskClient) -> None:
        address = address_of(send(client, {"text": 1}, GOOD, {"text": 2}, {"text": 3}))
        page = client.get(f"{address}/errors?limit=2").get_json()
        assert ([error["number"] for error in page["errors"]], page["next"]) == ([0, 2], 2)
        page = client.get(f"{address}/errors?after=2").get_json()
        assert ([error["number"] for error in page["errors"]], page["next"]) == ([3], None)

    def test_jobs_come_in_pages_the_newest_first(self, client: FlaskClient) -> None:
        made = []
        for _ in range(3):
            made.append(send(client, GOOD).get_json()["id"])
        assert len(set(made)) == 3
        response = client.get(f"{PATH}?limit=2")
        page = response.get_json()
        rest = client.get(PATH + response.headers["Link"].split(">")[0][1:]).get_json()
        assert page["next"] in response.headers["Link"]
        found = [job["id"] for job in page["jobs"] + rest["jobs"]]
        assert sorted(found) == sorted(made)
        assert found == sorted(made, reverse=True)
        assert rest["next"] is None

    @pytest.mark.parametrize(
        "query", ["limit=0", "limit=x", "before=nobody", "colour=red", "limit=1&limit=2"]
    )
    def test_queries_that_cannot_be(self, client: FlaskClient, query: str) -> None:
        problem = read_problem(client.get(f"{PATH}?{query}"), 422, "invalid-input")
        assert fields_of(problem) == [query.split("=")[0]]

    @pytest.mark.parametrize("path", ["", "/0f8fad5b-d9cb-469f-a165-70867728950e"])
    def test_a_query_that_is_no_text(self, client: FlaskClient, path: str) -> None:
        read_problem(client.get(f"{PATH}{path}?limit=%ff"), 400, "bad-request")

    def test_a_job_that_is_none(self, client: FlaskClient) -> None:
        address = f"{PATH}/{uuid4()}"
        for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/errors"), ("GET", "/results")):
            read_problem(client.open(address + path, method=method), 404, "job-not-found")
        read_problem(client.get(f"{PATH}/none"), 404, "not-found")


class TestRemoving:
    def test_a_job_goes_with_all_it_had(self, client: FlaskClient, app: Flask) -> None:
        address = address_of(send(client, GOOD, key="k"))
        response = client.delete(address)
        assert (response.status_code, response.data) == (204, b"")
        read_problem(client.get(address), 404, "job-not-found")
        assert app.extensions["attribution_jobs"].store.count_open() == (0, 0)
        assert send(client, GOOD, key="k").status_code == 202

    def test_a_transfer_of_results_does_not_end_as_if_it_were_whole(
        self, client: FlaskClient, app: Flask, fake: FakeExtractor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("api.jobs.store._PAGE", 1)
        address = address_of(send(client, GOOD, GOOD))
        work_off(app, fake)
        response = client.get(f"{address}/results", buffered=False)
        lines = iter(response.response)
        assert next(lines)
        client.delete(address)
        with pytest.raises(LookupError):
            list(lines)


class TestOwners:
    @pytest.fixture
    def keys(self, tmp_path: Path) -> tuple[FlaskClient, dict[str, dict[str, str]]]:
        from api.config import Config
        from api.database import Database
        from api.keys import Keys

        app = create_app({"state": str(tmp_path), "access": "keys"}, extractor=FakeExtractor())
        made = Keys(Database.of(Config(state=str(tmp_path))))
        headers = {}
        for name, scope in (("ines", "write"), ("mara", "write"), ("boss", "admin"), ("guest", "read")):
            _, secret = made.create(name, scope)  # type: ignore[arg-type]
            headers[name] = {"Authorization": f"Bearer {secret}"}
        return app.test_client(), headers

    def test_each_sees_its_own_and_the_admin_all(
        self, keys: tuple[FlaskClient, dict[str, dict[str, str]]]
    ) -> None:
        client, headers = keys
        body = {"articles": [GOOD]}
        sent = client.post(PATH, json=body, headers={**headers["ines"], "Idempotency-Key": "k"})
        address = address_of(sent)
        other = client.post(PATH, json=body, headers={**headers["mara"], "Idempotency-Key": "k"})
        assert address_of(other) != address
        assert client.get(address, headers=headers["ines"]).status_code == 200
        assert client.get(address, headers=headers["boss"]).status_code == 200
        read_problem(client.get(address, headers=headers["mara"]), 404, "job-not-found")
        read_problem(client.delete(address, headers=headers["mara"]), 404, "job-not-found")
        assert len(client.get(PATH, headers=headers["mara"]).get_json()["jobs"]) == 1
        assert len(client.get(PATH, headers=headers["boss"]).get_json()["jobs"]) == 2
        for path in (f"{address}/errors", f"{address}/results"):
            read_problem(client.get(path, headers=headers["mara"]), 404, "job-not-found")
        read_problem(client.post(PATH, json=body, headers=headers["guest"]), 403, "forbidden")

    def test_reading_needs_read_and_the_rest_write(
        self, keys: tuple[FlaskClient, dict[str, dict[str, str]]]
    ) -> None:
        client, headers = keys
        sent = client.post(PATH, json={"articles": [GOOD]}, headers=headers["ines"])
        assert client.get(PATH, headers=headers["guest"]).get_json()["jobs"] == []
        address = address_of(sent)
        for path in (address, f"{address}/errors", f"{address}/results"):
            read_problem(client.get(path, headers=headers["guest"]), 404, "job-not-found")
        read_problem(client.delete(address, headers=headers["guest"]), 403, "forbidden")
