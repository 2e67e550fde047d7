from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from api import create_app
from attribution.store import Store, ingest
from attribution.store.claim_schemas import ClaimPageSchema, KeptClaimSchema
from attribution.store.claiming import claim_of
from tests.api.conftest import FakeExtractor
from tests.api.problem import fields_of, read_problem
from tests.store.articles import COST, NEVER, RENTS, incoming

CLAIM = "/v1/quotations/1/claim"
CHECKED = {"status": "checked", "verdict": "Mostly true", "url": "https://checks.example/rents"}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A store in which two articles say the same: 1 and 4."""
    store = Store(tmp_path / "store.db")
    ingest(store, incoming(RENTS, COST, NEVER, published="2026-03-01", outlet="Post"))
    ingest(store, incoming(RENTS, id="a2", outlet="Ostby Daily"))
    store.close()
    return tmp_path / "store.db"


@pytest.fixture
def client(fake: FakeExtractor, tmp_path: Path, place: Path) -> FlaskClient:
    return create_app({"state": str(tmp_path), "store": str(place)}, extractor=fake).test_client()


def put(client: FlaskClient, tag: str = "*", /, **body: Any) -> Any:
    headers = {"If-Match": tag if tag == "*" else f'"{tag}"'}
    return client.put(CLAIM, json={"author": "Edith", **body}, headers=headers)


def listed(client: FlaskClient, query: str = "") -> list[int]:
    answer = client.get(f"/v1/claims{query}")
    assert answer.status_code == 200, answer.get_json()
    return [one["quotation"]["id"] for one in answer.get_json()["claims"]]


def test_the_queue_is_worked_off(client: FlaskClient) -> None:
    assert listed(client) == [1, 2, 3]
    answer = put(client, **CHECKED, note="by the register")
    told = answer.get_json()
    assert (answer.status_code, told["status"], told["author"]) == (200, "checked", "Edith")
    assert answer.headers["ETag"] == f'"{told["version"]}"'
    assert listed(client, "?status=new&status=in-check") == [2, 3]
    assert client.get("/v1/quotations/4/claim").get_json()["verdict"] == "Mostly true"


def test_pages_and_filters(client: FlaskClient) -> None:
    answer = client.get("/v1/claims?limit=2&order=newest")
    assert answer.get_json()["total"] == 3
    following = answer.headers["Link"].split(">")[0][1:]
    assert listed(client, following) == [1]
    assert listed(client, "?checkable=true&kind=change&worth=0.9&from=2026-03-01&speaker=Lindqvist") == [1]
    assert listed(client, "?outlet=Ostby+Daily") == [4]
    assert listed(client, "?words=fishermen") == [3]
    for query, field in (("claim=new", "claim"), ("status=true", "status.0"), ("order=relevance", "order")):
        assert fields_of(client.get(f"/v1/claims?{query}").get_json(force=True)) == [field]
    read_problem(client.get("/v1/claims?cursor=x"), 400, "bad-cursor")


def test_what_is_told_can_be_read_again(client: FlaskClient, place: Path) -> None:
    put(client, **CHECKED)
    page = ClaimPageSchema().load(client.get("/v1/claims").get_json())
    store = Store(place)
    assert page.items[0] == claim_of(store, 1) == KeptClaimSchema().load(client.get(CLAIM).get_json())
    store.close()


def test_what_somebody_else_said_meanwhile_is_not_written_over(client: FlaskClient) -> None:
    seen = client.get(CLAIM).get_json()["version"]
    told = put(client, seen, status="in-check").get_json()
    answer = put(client, seen, status="dismissed")
    read_problem(answer, 412, "precondition-failed")
    assert answer.headers["ETag"] == f'"{told["version"]}"'
    read_problem(client.put(CLAIM, json={"status": "new"}), 428, "precondition-required")


def test_history_comes_in_pages(client: FlaskClient) -> None:
    put(client, status="in-check", note="asked")
    put(client, **CHECKED)
    page = client.get(f"{CLAIM}/history?limit=1")
    [first] = page.get_json()["events"]
    assert (first["status_before"], first["status"], first["note"]) == ("new", "in-check", "asked")
    rest = client.get(f"{CLAIM}/history{page.headers['Link'].split('>')[0][1:]}").get_json()["events"]
    assert [one["verdict"] for one in rest] == ["Mostly true"]


def test_a_draft_is_linked_data(client: FlaskClient) -> None:
    answer = client.get(f"{CLAIM}/review")
    assert answer.mimetype == "application/ld+json"
    assert answer.get_json(force=True)["@type"] == "ClaimReview"
    put(client, **CHECKED)
    answer = client.get(f"{CLAIM}/review", headers={"Accept": "application/json"})
    assert (answer.mimetype, answer.get_json()["url"]) == ("application/json", CHECKED["url"])
    read_problem(client.get(f"{CLAIM}/review", headers={"Accept": "text/csv"}), 406, "not-acceptable")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "status"),
        ({"status": "true"}, "status"),
        ({"status": "checked"}, "verdict"),
        ({**CHECKED, "url": "rents"}, "url"),
        ({"status": "new", "note": "a\0b"}, "note"),
        ({"status": "new", "mood": "x"}, "mood"),
    ],
)
def test_what_cannot_be_is_refused(client: FlaskClient, body: dict[str, Any], field: str) -> None:
    answer = put(client, **body)
    assert (answer.status_code, fields_of(answer.get_json(force=True))) == (422, [field])


@pytest.mark.parametrize("path", ["", "/history", "/review"])
def test_what_is_not_there_has_no_claim(client: FlaskClient, path: str) -> None:
    for number in (0, 9, 2**40):
        read_problem(client.get(f"/v1/quotations/{number}/claim{path}"), 404, "quotation-not-found")


def test_without_a_store_there_are_none(fake: FakeExtractor, tmp_path: Path) -> None:
    client = create_app({"state": str(tmp_path)}, extractor=fake).test_client()
    for path in ("/v1/claims", CLAIM, f"{CLAIM}/review", f"{CLAIM}/history"):
        read_problem(client.get(path), 404, "no-store")
    read_problem(put(client, status="new"), 404, "no-store")
