"""Lists, streams and jobs, against answers in the form that the service gives."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from attribution.client import ArticleRefused, Busy, Job, NotFound, Retries, UnexpectedAnswer
from attribution.schemas import dump_extraction
from tests.api.conftest import FakeExtractor

TEXTS = [f"Article {number}." for number in range(5)]
FAULT = {"type": "/problems/empty-input", "title": "Empty article", "status": 422, "detail": "Blank."}
JOB = {"total": 5, "failed": 1, "created": "2024-05-17T09:30:00.000Z", "expires": None, "more": True}


def item(number: int, article: dict[str, Any]) -> dict[str, Any]:
    if not article["text"].strip():
        return {"index": number, "number": number, "status": 422, "problem": FAULT}
    extraction = dump_extraction(FakeExtractor().extract(**article))
    return {"index": number, "number": number, "status": 200, "extraction": extraction}


class Service:
    """Answers like the service, after so many refusals."""

    def __init__(self, refusals: int = 0) -> None:
        self.asked: list[httpx.Request] = []
        self.refusals = refusals
        self.progress = iter([0, 3, 4])

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if len(self.asked) <= self.refusals:
            return httpx.Response(429, json={"type": "/problems/busy"}, headers={"Retry-After": "0"})
        return self.answer(request.method, request.url.path, request.content)

    def answer(self, method: str, path: str, content: bytes) -> httpx.Response:
        if path.endswith("/batch"):
            return httpx.Response(
                200, json={"items": [item(*pair) for pair in enumerate(json.loads(content))]}
            )
        if path.endswith("/stream"):
            return self.lines([json.loads(line) for line in content.splitlines()])
        if path.endswith("/results"):
            return self.lines([{"text": text} for text in [*TEXTS[:4], " "]])
        if path.endswith("/gone"):
            return httpx.Response(404, json={"type": "/problems/job-not-found"})
        if method == "DELETE":
            return httpx.Response(204)
        done = 0 if method == "POST" else next(self.progress)
        body = {
            "id": "j1",
            "state": "working",
            "done": done,
            "finished": "2024-05-17T09:31:00Z" if done == 4 else None,
        }
        return httpx.Response(202 if method == "POST" else 200, json={**JOB, **body})

    def lines(self, articles: list[dict[str, Any]]) -> httpx.Response:
        found = [json.dumps(item(*pair)) + "\n" for pair in enumerate(articles)]
        return httpx.Response(200, content="".join(found).encode())


def connect(kind: Any, service: Service) -> Any:
    return kind("http://service.example", transport=httpx.MockTransport(service), retries=Retries(first=0))


@pytest.mark.parametrize("method", ["extract_many", "stream"])
def test_every_article_has_its_outcome_in_its_place(kind: Any, method: str) -> None:
    service = Service(refusals=2)
    size = {"extract_many": "batch_size", "stream": "window"}[method]
    with connect(kind, service) as client:
        found = list(getattr(client, method)([TEXTS[0], {"text": " "}, *TEXTS[2:]], **{size: 2}))
    assert [getattr(one, "article", None) is not None for one in found] == [True, False, True, True, True]
    assert isinstance(found[1], ArticleRefused)
    assert found[1].code == "empty-input"
    assert [one.quotations[0].text for one in (found[0], *found[2:])] == [TEXTS[0], *TEXTS[2:]]
    assert len(service.asked) == 2 + 3


@pytest.mark.parametrize("method", ["extract_many", "stream"])
def test_articles_are_taken_as_they_are_needed(kind: Any, method: str) -> None:
    taken: list[str] = []

    def endless() -> Any:
        for number in range(10_000):
            taken.append(str(number))
            yield f"Article {number}."

    with connect(kind, Service()) as client:
        next(getattr(client, method)(endless()))
    assert len(taken) <= 100


def test_nothing_can_not_be_sent_at_a_time(kind: Any) -> None:
    with connect(kind, Service()) as client, pytest.raises(ValueError, match="at least one"):
        list(client.extract_many(TEXTS, batch_size=0))


def test_a_stream_that_is_refused_for_good(kind: Any) -> None:
    service = Service(refusals=99)
    with connect(kind, service) as client, pytest.raises(Busy):
        list(client.stream(TEXTS))
    assert len(service.asked) == 5


def test_a_line_that_is_none(kind: Any) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"<p>Hello\n")

    transport = httpx.MockTransport(answer)
    with kind("http://service.example", transport=transport) as client, pytest.raises(UnexpectedAnswer):
        list(client.stream(TEXTS))


def test_a_job(kind: Any) -> None:
    service, seen = Service(), []
    with connect(kind, service) as client:
        job = client.create_job(TEXTS, idempotency_key="today")
        finished = client.wait(job.id, every=0, progress=lambda job: seen.append(job.done))
        results = list(client.results(job.id))
        client.delete_job(job.id)
    assert (type(job), job.id, job.total) == (Job, "j1", 5)
    assert service.asked[0].headers["Idempotency-Key"] == "today"
    assert (finished.done, seen) == (4, [0, 3, 4])
    assert [number for number, _ in results] == [0, 1, 2, 3, 4]
    assert isinstance(results[4][1], ArticleRefused)
    assert service.asked[-1].method == "DELETE"


def test_each_job_has_a_key_of_its_own(kind: Any) -> None:
    service = Service(refusals=1)
    with connect(kind, service) as client:
        client.create_job(TEXTS)
        client.create_job(TEXTS)
    keys = [request.headers["Idempotency-Key"] for request in service.asked]
    assert keys[0] == keys[1] != keys[2]


def test_a_job_that_is_gone(kind: Any) -> None:
    with connect(kind, Service()) as client, pytest.raises(NotFound) as caught:
        client.job("gone")
    assert caught.value.code == "job-not-found"
