from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.database import Database
from api.keys import Keys
from attribution.store import Store, ingest
from tests.api.conftest import FakeExtractor
from tests.api.problem import fields_of, read_problem
from tests.store.articles import COST, NEVER, OPEN, incoming

QUEUE = "/v1/reviews/queue"
EXTRACTION = "/v1/articles/1/extraction"


@pytest.fixture
def client(fake: FakeExtractor, tmp_path: Path, store_file: Path) -> FlaskClient:
    """The service with three quotations in two articles."""
    store = Store(store_file)
    ingest(store, incoming(OPEN, COST, published="2026-03-01"))
    ingest(store, incoming(NEVER, id="a2"))
    store.close()
    return create_app({"state": str(tmp_path), "store": str(store_file)}, extractor=fake).test_client()


def at_fault(answer: Any) -> list[str]:
    return fields_of(answer.get_json(force=True))


def waiting(client: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(QUEUE + query)
    assert answer.status_code == 200, answer.get_json()
    found: list[dict[str, Any]] = answer.get_json()["quotations"]
    return found


def decide(client: FlaskClient, number: int, tag: str = "*", **body: Any) -> Any:
    headers = {"If-Match": tag if tag == "*" else f'"{tag}"'}
    body = {"action": "accept", "author": "Edith", **body}
    return client.post(f"/v1/quotations/{number}/review", json=body, headers=headers)


def save(client: FlaskClient, extraction: Any, tag: str, **body: Any) -> Any:
    body = {"author": "Edith", "extraction": extraction, **body}
    return client.put(EXTRACTION, json=body, headers={"If-Match": f'"{tag}"'})


def test_the_queue_is_worked_off(client: FlaskClient) -> None:
    first, *_ = waiting(client)
    answer = decide(client, first["quotation"]["id"], first["version"])
    told = answer.get_json()
    assert (answer.status_code, told["review"], told["article"]) == (200, "accepted", 1)
    assert answer.headers["ETag"] == f'"{told["version"]}"'
    assert [one["quotation"]["id"] for one in waiting(client)] == [2, 3]


def test_the_queue_comes_in_pages_and_is_filtered(client: FlaskClient) -> None:
    answer = client.get(f"{QUEUE}?limit=2")
    following = answer.headers["Link"].split(">")[0][1:]
    assert [one["quotation"]["id"] for one in waiting(client, following)] == [3]
    assert [one["quotation"]["id"] for one in waiting(client, "?speaker=Abara")] == [2]
    assert waiting(client, "?below=0.1") == []
    assert at_fault(client.get(f"{QUEUE}?review=new")) == ["review"]
    read_problem(client.get(f"{QUEUE}?cursor=x"), 400, "bad-cursor")


def test_what_somebody_else_decided_meanwhile_is_not_written_over(client: FlaskClient) -> None:
    first, *_ = waiting(client)
    told = decide(client, 1, first["version"], action="correct", changes={"type": "mixed"}).get_json()
    answer = decide(client, 1, first["version"], author="Ada")
    read_problem(answer, 412, "precondition-failed")
    assert answer.headers["ETag"] == f'"{told["version"]}"'
    assert decide(client, 1, told["version"], author="Ada").status_code == 200


@pytest.mark.parametrize("headers", [{}, {"If-Match": '"a", "b"'}, {"If-Match": 'W/"a", "b"'}])
def test_the_version_must_be_named(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.post("/v1/quotations/1/review", json={"action": "accept"}, headers=headers)
    read_problem(answer, 428, "precondition-required")


def test_the_tag_of_an_answer_that_was_compressed_names_the_version(client: FlaskClient) -> None:
    answer = client.get(EXTRACTION, headers={"Accept-Encoding": "gzip"})
    tag = answer.headers["ETag"]
    assert tag.startswith("W/")
    body = {"extraction": client.get(EXTRACTION).get_json()["extraction"], "accept_others": True}
    assert client.put(EXTRACTION, json=body, headers={"If-Match": tag}).status_code == 200
    assert client.put(EXTRACTION, json=body, headers={"If-Match": 'W/"9-9"'}).status_code == 412


def test_history_is_listed_with_authors(client: FlaskClient) -> None:
    decide(client, 1, action="correct", changes={"speaker": {"name": "Ann Roy"}}, reason="heard")
    decide(client, 1, author="Ada")
    found = client.get("/v1/quotations/1/reviews").get_json()["reviews"]
    assert [(one["action"], one["author"], one["reason"]) for one in found] == [
        ("correct", "Edith", "heard"),
        ("accept", "Ada", None),
    ]
    assert found[0]["after"]["speaker"]["name"] == "Ann Roy"
    page = client.get("/v1/quotations/1/reviews?limit=1")
    rest = client.get(f"/v1/quotations/1/reviews{page.headers['Link'].split('>')[0][1:]}")
    assert [one["action"] for one in rest.get_json()["reviews"]] == ["accept"]


def test_what_was_rejected_is_not_decided_on_before_it_is_reopened(client: FlaskClient) -> None:
    decide(client, 1, action="reject")
    read_problem(decide(client, 1), 409, "review-refused")
    assert decide(client, 1, action="reopen").get_json()["review"] == "again"
    assert waiting(client)[0]["quotation"]["id"] == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"action": "praise"}, "action"),
        ({"action": "correct"}, "changes"),
        ({"changes": {"type": "mixed"}}, "changes"),
        ({"action": "correct", "changes": {"mood": "x"}}, "changes.mood"),
        ({"action": "correct", "changes": {"type": "loud"}}, "changes.type"),
        ({"action": "correct", "changes": {"spans": [{"start": 5, "end": 9999}]}}, "changes.spans.0"),
        ({"action": "correct", "changes": {"spans": [{"start": -1, "end": 9}]}}, "changes.spans.0.start"),
        ({"action": "correct", "changes": {"speaker": {"id": "s9"}}}, "changes.speaker.id"),
        ({"reason": "a\0b"}, "reason"),
        ({"author": "x" * 2001}, "author"),
    ],
)
def test_what_cannot_be_decided_names_the_field(client: FlaskClient, body: Any, field: str) -> None:
    answer = decide(client, 1, **body)
    assert answer.status_code == 422
    assert at_fault(answer) == [field]


@pytest.mark.parametrize("number", ["0", "99", "99999999999999999999"])
def test_what_is_not_there_is_not_found(client: FlaskClient, number: str) -> None:
    read_problem(decide(client, number), 404, "quotation-not-found")  # type: ignore[arg-type]
    read_problem(client.get(f"/v1/quotations/{number}/reviews"), 404, "quotation-not-found")
    read_problem(client.get(f"/v1/articles/{number}/extraction"), 404, "article-not-found")


def test_the_desk_gets_an_article_and_saves_it(client: FlaskClient) -> None:
    answer = client.get(f"{EXTRACTION}?unit=utf16")
    got = answer.get_json()
    assert answer.headers["ETag"] == f'"{got["version"]}"'
    assert (got["text"].startswith("“We open"), got["html"], got["extraction"]["unit"]) == (
        True,
        None,
        "utf16",
    )
    assert got["reviews"][0] == {"local": "q1", "quotation": 1, "review": "new"}
    extraction = got["extraction"]
    extraction["quotations"] = [extraction["quotations"][0] | {"type": "mixed"}]
    extraction["speakers"] = extraction["speakers"][:1]
    told = save(client, extraction, got["version"])
    assert told.get_json() == {
        "article": 1, "revision": 1, "version": "1-2", "corrected": [1], "added": [], "rejected": [2],
        "accepted": [],
    }  # fmt: skip
    assert client.get(EXTRACTION).get_json()["version"] == "1-2"
    read_problem(save(client, extraction, got["version"]), 412, "precondition-failed")


def test_a_save_may_say_that_the_rest_is_right(client: FlaskClient) -> None:
    got = client.get(EXTRACTION).get_json()
    told = save(client, got["extraction"], got["version"], accept_others=True).get_json()
    assert (told["version"], told["accepted"]) == ("1-1", [1, 2])


def test_records_of_another_text_are_refused(client: FlaskClient) -> None:
    got = client.get("/v1/articles/2/extraction").get_json()
    answer = save(client, got["extraction"], "1-1")
    assert (answer.status_code, at_fault(answer)) == (422, ["article"])


def test_a_character_that_no_text_may_hold_is_refused(client: FlaskClient) -> None:
    got = client.get(EXTRACTION).get_json()
    got["extraction"]["speakers"][0] |= {"name": "Ma\0ra"}
    answer = save(client, got["extraction"], got["version"])
    assert (answer.status_code, at_fault(answer)) == (422, ["speakers.0.name"])


def test_without_a_store_there_is_nothing_to_review(fake: FakeExtractor, tmp_path: Path) -> None:
    client = create_app({"state": str(tmp_path)}, extractor=fake).test_client()
    for answer in (client.get(QUEUE), client.get(EXTRACTION), decide(client, 1)):
        read_problem(answer, 404, "no-store")


def test_the_author_is_the_name_of_the_key(fake: FakeExtractor, tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    ingest(store, incoming(OPEN))
    store.close()
    settings = {"state": str(tmp_path), "store": str(tmp_path / "store.db"), "access": "keys"}
    app = create_app(settings, extractor=fake)
    keys = Keys(Database(folder=tmp_path))
    _, secret = keys.create("Tove's desk", "write")
    _, reader = keys.create("A reader", "read")
    body = {"action": "accept"}
    for key, status in ((reader, 403), (secret, 200)):
        headers = {"If-Match": "*", "Authorization": f"Bearer {key}"}
        answer = app.test_client().post("/v1/quotations/1/review", json=body, headers=headers)
        assert answer.status_code == status
    headers = {"Authorization": f"Bearer {secret}"}
    (found,) = app.test_client().get("/v1/quotations/1/reviews", headers=headers).get_json()["reviews"]
    assert found["author"] == "Tove's desk"
