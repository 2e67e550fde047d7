"""Both clients, against the application and against services that misbehave."""

from __future__ import annotations

import dataclasses
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from api import create_app
from attribution import Extractor
from attribution.claims import Claims
from attribution.claims.schemas import dump_claims, load_claims
from attribution.client import (
    AccessRefused,
    ArticleRefused,
    Busy,
    Client,
    DeadlineExceeded,
    NotFound,
    Refused,
    Retries,
    ServiceFailure,
    Tagged,
    Unchanged,
    UnexpectedAnswer,
    Unreachable,
)
from attribution.errors import InputError
from attribution.lock import Locked, UnlockRefused, lock
from attribution.verify import Verification
from attribution.verify.schemas import dump_verification, load_verification
from tests.api.conftest import MODEL, FakeExtractor
from tests.client.conftest import Wire
from tests.client.test_kept import OF_THE_STORE
from tests.lock.marked import marked
from tests.tree import ROOT

TEXT = "“We open at noon,” said Mara Lindqvist, the mayor of Ostby."

LOCKED = lock(TEXT, marked(TEXT))

# every operation of the document, and how it is called
CALLS: dict[str, Callable[[Any], Any]] = {
    "createExtraction": lambda client: client.extract(TEXT),
    "createExtractions": lambda client: list(client.extract_many([TEXT])),
    "streamExtractions": lambda client: list(client.stream([TEXT])),
    "rateClaims": lambda client: client.claims(TEXT),
    "lockQuotations": lambda client: client.lock(TEXT),
    "unlockQuotations": lambda client: client.unlock(LOCKED.text, LOCKED.key),
    "compareVersions": lambda client: client.compare(TEXT, TEXT),
    "verifyQuotation": lambda client: client.verify("Hello", transcript="Hello."),
    "getLive": lambda client: client.live(),
    "getReady": lambda client: client.ready(),
}
LEFT_OUT = {
    "createExtractions",
    "streamExtractions",
    "listJobs",
    "listJobErrors",
    "createJob",
    "getJob",
    "listJobResults",
    "deleteJob",
    "getMetrics",
    # of a service with a store: test_kept.py
    "searchQuotations",
    "getQuotation",
    "listArticles",
    "getArticle",
    "listSpeakers",
    "getTimeline",
    "readSearchFeed",  # Atom, for readers of feeds
    *OF_THE_STORE,  # test_kept.py
}


@pytest.fixture
def warm(client: Any) -> Any:
    client.extract(TEXT)
    return client


def answering(kind: Any, *responses: httpx.Response, **options: Any) -> tuple[Any, list[httpx.Request]]:
    """A client of a service with these answers, and what it was asked."""
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return responses[len(asked) - 1]

    settings = {"retries": Retries(first=0), **options}
    return kind("http://service.example", transport=httpx.MockTransport(answer), **settings), asked


def problem(status: int, slug: str = "some-problem", **headers: str) -> httpx.Response:
    body = {"type": f"/problems/{slug}", "title": "A title", "status": status, "detail": "A detail."}
    return httpx.Response(status, json={**body, "request_id": "r1"}, headers=headers)


def test_every_operation_has_a_method(warm: Any, wire: Wire) -> None:
    document = warm.openapi()
    operations = {
        (method.upper(), path): operation["operationId"]
        for path, found in document["paths"].items()
        for method, operation in found.items()
        if method in ("get", "post", "put", "patch", "delete")
    }
    assert set(operations.values()) <= set(CALLS) | LEFT_OUT
    for name in sorted(set(operations.values()) - LEFT_OUT):
        CALLS[name](warm)
        assert operations[wire.passed[-1].method, wire.passed[-1].url.path] == name


def test_a_text(client: Any) -> None:
    extraction = client.extract(TEXT, id="cms-1", title="Bridge", published="2024-05-17")
    assert extraction.quotations[0].text == TEXT
    assert (extraction.article.id, extraction.article.title) == ("cms-1", "Bridge")
    assert extraction.model == MODEL


def test_a_quotation_is_verified(client: Any) -> None:
    found = client.verify("we will go", transcript="If it rains, we will go.", speaker="Ito")
    assert isinstance(found, Verification)
    assert (found.verdict, found.evidence.cuts[0].text) == ("partial", "If it rains")
    found = client.verify("we might go", article={"text": "“We will go home,” said Ito.", "id": "a"})
    assert found.evidence.original == "a"
    assert found == load_verification(dump_verification(found))
    with pytest.raises(ArticleRefused):
        client.verify("we will go", transcript="We will go.", outlet="Post")
    with pytest.raises(NotFound):  # this service keeps nothing
        client.verify("we will go", speaker="Ito", since="2026-03-01")


def test_what_is_worth_checking(client: Any) -> None:
    found = client.claims({"text": "We lost 12 boats in 2019.", "id": "a"})
    assert isinstance(found, Claims)
    assert (found.extraction.article.id, found.claims[0].rating.checkable) == ("a", True)
    assert found == load_claims(dump_claims(found))


def test_an_article_is_locked_and_unlocked(client: Any) -> None:
    locked = client.lock({"text": TEXT, "id": "a"})
    assert isinstance(locked, Locked)
    unlocked = client.unlock(locked.text, locked.key)
    assert (unlocked.text, unlocked.checked) == (TEXT, "speakers")
    assert client.unlock(locked.text, locked.key, speakers=False).checked == "tokens"
    assert client.unlock(f"{locked.text} Bye.", locked.key).text == f"{TEXT} Bye."
    with pytest.raises(UnlockRefused) as refused:
        client.unlock("Gone.", locked.key)
    assert [fault.kind for fault in refused.value.faults] == ["lost"]
    assert client.unlock("Gone.", locked.key, allow_lost=True).lost == (locked.key.tokens[0].token,)
    with pytest.raises(ArticleRefused, match="key"):
        client.unlock(locked.text, dataclasses.replace(locked.key, length=0))


def test_two_versions_are_compared(client: Any) -> None:
    found = client.compare({"text": "“We will go home,” said Ito."}, "“We will stay home,” said Ito.")
    assert [(q.words, q.changes[0].found, q.changes[0].given) for q in found.faults] == [
        ("altered", "go", "stay")
    ]


def test_an_article_that_was_only_saved_again(client: Any, fake: FakeExtractor, wire: Wire) -> None:
    first = client.extract_tagged({"text": TEXT, "id": "a"})
    assert isinstance(first, Tagged)
    assert first.extraction.quotations[0].text == TEXT
    again = client.extract_tagged({"text": TEXT, "id": "a"}, unless=first.tag)
    assert again == Unchanged(again.tag)
    assert again.tag.removeprefix("W/") == first.tag.removeprefix("W/")
    assert len(fake.asked) == 1
    other = client.extract_tagged(TEXT, unless=first.tag)
    assert isinstance(other, Tagged)
    assert other.tag != first.tag
    assert wire.passed[-1].headers["If-None-Match"] == first.tag


def test_an_answer_without_a_tag_and_one_from_a_cache(kind: Any) -> None:
    answers = [httpx.Response(304), httpx.Response(200, json={}), httpx.Response(412)]
    transport = httpx.MockTransport(lambda _: answers.pop(0))
    with kind("http://service.example", transport=transport) as client:
        assert client.extract_tagged(TEXT, unless='"a"') == Unchanged('"a"')
        with pytest.raises(UnexpectedAnswer):
            client.extract_tagged(TEXT, unless='"a"')
        with pytest.raises(Refused):
            client.extract_tagged(TEXT)


def test_html_for_a_browser(client: Any, fake: FakeExtractor) -> None:
    extraction = client.extract(html="<p>Hello.</p>", url="https://news.example/a", unit="utf16")
    assert extraction.unit == "utf16"
    [asked] = fake.asked
    assert (asked["html"], asked["url"], asked["text"]) == ("<p>Hello.</p>", "https://news.example/a", None)


def test_the_records_are_those_of_the_library(kind: Any, extractor: Extractor) -> None:
    with kind("http://service.example", transport=Wire(create_app({}, extractor=extractor))) as client:
        assert client.extract(TEXT, id="7") == extractor.extract(TEXT, id="7")


def test_health(warm: Any) -> None:
    assert warm.live()
    assert warm.ready() == MODEL


def test_a_model_that_has_not_answered_is_not_waited_for(client: Any) -> None:
    with pytest.raises(Busy) as caught:
        client.ready()
    assert caught.value.code == "not-ready"
    assert caught.value.retry_after == 2


@pytest.mark.parametrize(
    ("article", "code", "field"),
    [
        ({"text": " "}, "empty-input", "text"),
        ({"text": "a" * 1_000_001}, "input-too-large", "text"),
        ({"text": "a\0b"}, "undecodable-input", "text"),
        ({"text": "Hello.", "published": "yesterday"}, "invalid-input", "published"),
        ({}, "invalid-input", "text"),
    ],
)
def test_an_article_that_cannot_be_read(
    kind: Any, extractor: Extractor, article: dict[str, Any], code: str, field: str
) -> None:
    wire = Wire(create_app({}, extractor=extractor))
    with kind("http://service.example", transport=wire) as client, pytest.raises(ArticleRefused) as caught:
        client.extract(**article)
    assert isinstance(caught.value, InputError)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert caught.value.problem.request_id
    assert len(wire.passed) == 1


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, Refused),
        (401, AccessRefused),
        (403, AccessRefused),
        (404, NotFound),
        (409, Refused),
        (413, ArticleRefused),
        (500, ServiceFailure),
        (504, DeadlineExceeded),
    ],
)
def test_problems_are_exceptions_and_not_asked_for_again(
    kind: Any, status: int, error: type[Refused]
) -> None:
    client, asked = answering(kind, problem(status))
    with client, pytest.raises(error, match=f"^{status} A title: A detail.$") as caught:
        client.extract(TEXT)
    assert type(caught.value) is error
    assert (caught.value.code, caught.value.problem.request_id) == ("some-problem", "r1")
    assert len(asked) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_service_is_asked_again(kind: Any, status: int) -> None:
    client, asked = answering(
        kind, problem(status), problem(status, **{"Retry-After": "0.01"}), httpx.Response(200, json={"a": 1})
    )
    with client:
        assert client.openapi() == {"a": 1}
    assert len(asked) == 3


def test_patience_ends(kind: Any) -> None:
    client, asked = answering(kind, *[problem(503)] * 3, retries=Retries(attempts=3, first=0))
    with client, pytest.raises(Busy):
        client.live()
    assert len(asked) == 3


def test_a_proxy_that_answers_in_html(kind: Any) -> None:
    client, _ = answering(kind, httpx.Response(502, html="<h1>Bad gateway</h1>"))
    with (
        client,
        pytest.raises(ServiceFailure, match=r"^502 Bad Gateway: the service gave no reason$") as caught,
    ):
        client.live()
    assert caught.value.problem.type == "about:blank"


@pytest.mark.parametrize(
    "parts",
    [
        (200, {"html": "<p>Welcome"}),
        (200, {"json": []}),
        (200, {"json": {"schema": "2"}}),
        (302, {"headers": {"Location": "/login"}}),
    ],
    ids=["HTML", "a list", "another version", "a redirection"],
)
def test_an_answer_that_is_none(kind: Any, parts: tuple[int, dict[str, Any]]) -> None:
    client, _ = answering(kind, httpx.Response(parts[0], **parts[1]))
    with client, pytest.raises(UnexpectedAnswer, match="no answer of this service"):
        client.extract(TEXT)


def test_nobody_there(kind: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    with (
        kind(address, retries=Retries(attempts=2, first=0)) as client,
        pytest.raises(Unreachable, match=address),
    ):
        client.live()


def test_nobody_who_answers_in_time(kind: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with kind(address, timeout=0.1, retries=Retries(attempts=1)) as client, pytest.raises(Unreachable):
            client.live()


def test_the_key_goes_with_each_request_and_into_no_message(kind: Any) -> None:
    client, asked = answering(kind, problem(401), api_key="secret-key")
    with client, pytest.raises(AccessRefused) as caught:
        client.extract(TEXT)
    assert asked[0].headers["Authorization"] == "Bearer secret-key"
    assert "secret-key" not in str(caught.value)


def test_a_service_below_a_path(kind: Any) -> None:
    found: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        found.append(str(request.url))
        return httpx.Response(200, json={})

    with kind("http://news.example/quotes", transport=httpx.MockTransport(answer)) as below:
        below.openapi()
    assert found == ["http://news.example/quotes/v1/openapi.json"]


def test_the_two_clients_differ_in_their_waiting_alone() -> None:
    folder = ROOT / "attribution" / "client"
    waiting = (folder / "synchronous.py").read_text(encoding="utf-8")
    other = (folder / "asynchronous.py").read_text(encoding="utf-8")
    for asynchronous, plain in {
        "The client for asyncio.": "The client that waits.",
        "an `async with` statement": "a `with` statement",
        "tasks may": "threads may",
        "import asyncio": "import time",
        "asyncio.sleep": "time.sleep",
        "async ": "",
        "await ": "",
        "AsyncBaseTransport": "BaseTransport",
        "AsyncClient": "Client",
        "AsyncIterator, Awaitable, Callable, Iterable, Mapping": "Callable, Iterable, Iterator, Mapping",
        "AsyncIterator": "Iterator",
        "Awaitable[dict[str, Any]]": "dict[str, Any]",
        "aiter_lines": "iter_lines",
        "aread": "read",
        "__aiter__": "__iter__",
        "__anext__": "__next__",
        "__aenter__": "__enter__",
        "__aexit__": "__exit__",
        "aclose": "close",
    }.items():
        other = other.replace(asynchronous, plain)
    other = re.sub(r"( +)for found in (.+):\n +yield found\n", r"\1yield from \2\n", other)
    assert other == waiting


def test_it_loads_no_engine() -> None:
    code = "import sys, attribution.client as _\nprint({'spacy', 'onnxruntime', 'flask'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "set()"


def test_it_is_closed() -> None:
    client = Client()
    client.close()
    with pytest.raises(RuntimeError, match="closed"):
        client.live()
