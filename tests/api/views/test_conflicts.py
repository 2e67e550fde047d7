from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from api import create_app
from attribution.store import Store, ingest
from attribution.store.conflict_schemas import ConflictSchema, dump_conflict
from tests.api.conftest import FakeExtractor
from tests.api.problem import fields_of, read_problem
from tests.store.articles import incoming
from tests.store.test_conflicts import OTHERS, SAID

CONFLICTS = "/v1/conflicts"


@pytest.fixture
def client(fake: FakeExtractor, tmp_path: Path, store_file: Path) -> FlaskClient:
    """The service with conflicting quotations in four articles."""
    store = Store(store_file)
    for number, sentence in enumerate((SAID, *OTHERS), 1):
        outlet = f"o{number}.example"
        ingest(store, incoming(sentence, id=f"a{number}", outlet=outlet, published="2026-03-02"))
    store.close()
    return create_app({"state": str(tmp_path), "store": str(store_file)}, extractor=fake).test_client()


def listed(client: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(CONFLICTS + query)
    assert answer.status_code == 200, answer.get_json()
    found: list[dict[str, Any]] = answer.get_json()["conflicts"]
    return found


def decide(client: FlaskClient, number: int, tag: str, **body: Any) -> Any:
    headers = {"If-Match": tag if tag == "*" else f'"{tag}"'}
    return client.put(f"{CONFLICTS}/{number}", json={"author": "Ida", **body}, headers=headers)


def test_a_conflict_tells_what_differs_and_where(client: FlaskClient) -> None:
    first, *_ = listed(client, "?severity=5&difference=number&outlet=o2.example")
    assert (first["kind"], first["status"], first["severity"]) == ("wordings", "open", 5)
    sides = {first[side]["words"]: first[side]["quotations"][0]["article"] for side in ("first", "second")}
    assert sorted(sides.values()) == ["a1", "a2"] or "a4" in sides.values()
    assert first["changes"][0]["difference"] == "number"
    answer = client.get(f"{CONFLICTS}/{first['id']}")
    assert answer.get_json() == first
    assert answer.headers["ETag"] == f'"{first["version"]}"'


def test_pages_lead_to_each_other(client: FlaskClient) -> None:
    answer = client.get(f"{CONFLICTS}?limit=1")
    page = answer.get_json()
    assert page["next"] in answer.headers["Link"]
    following = listed(client, f"?limit=1&cursor={page['next']}")
    assert following != page["conflicts"]


def test_a_decision_is_kept_with_who_and_why(client: FlaskClient) -> None:
    first, *others = listed(client)
    answer = decide(client, first["id"], first["version"], status="resolved", reason="The minutes have it.")
    told = answer.get_json()
    assert (answer.status_code, told["status"]) == (200, "resolved")
    assert (told["decisions"][0]["author"], told["decisions"][0]["reason"]) == ("Ida", "The minutes have it.")
    assert [one["id"] for one in listed(client)] == [one["id"] for one in others]
    assert [one["id"] for one in listed(client, "?status=resolved")] == [first["id"]]
    outdated = decide(client, first["id"], first["version"], status="dismissed")
    assert (outdated.status_code, outdated.headers["ETag"]) == (412, f'"{told["version"]}"')


def test_what_is_refused(client: FlaskClient) -> None:
    read_problem(client.get(f"{CONFLICTS}/99"), 404, "conflict-not-found")
    undecided = client.put(f"{CONFLICTS}/1", json={"status": "resolved"})
    read_problem(undecided, 428, "precondition-required")
    assert fields_of(decide(client, 1, "*", status="lost").get_json(force=True)) == ["status"]
    for query, field in (
        ("kind=x", "kind.0"),
        ("severity=9", "severity"),
        ("from=spring", "from"),
        ("x=1", "x"),
    ):
        assert fields_of(client.get(f"{CONFLICTS}?{query}").get_json(force=True)) == [field]
    read_problem(client.get(f"{CONFLICTS}?cursor=abc"), 400, "bad-cursor")


def test_there_is_no_store(fake: FakeExtractor, tmp_path: Path) -> None:
    client = create_app({"state": str(tmp_path)}, extractor=fake).test_client()
    read_problem(client.get(CONFLICTS), 404, "no-store")


def test_the_form_is_read_as_it_was_written(client: FlaskClient) -> None:
    form = listed(client)[0]
    assert dump_conflict(ConflictSchema().load(form)) == form
