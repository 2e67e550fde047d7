from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from api import create_app
from attribution.store import Store, ingest
from tests.api.conftest import FakeExtractor
from tests.api.problem import fields_of, read_problem
from tests.store.articles import COST, OPEN, incoming

PATH = "/v1/searches"
GATES = {"name": "Gates", "query": {"words": "gates"}, "author": "Tove"}


@pytest.fixture
def place(store_file: Path) -> Path:
    return store_file


@pytest.fixture
def client(fake: FakeExtractor, tmp_path: Path, place: Path) -> FlaskClient:
    return create_app({"state": str(tmp_path), "store": str(place)}, extractor=fake).test_client()


def keep(place: Path, *sentences: str, id: str = "a") -> None:
    store = Store(place)
    ingest(store, incoming(*sentences, id=id, url=f"https://post.example/{id}"))
    store.close()


def test_a_search_is_followed_and_forgotten(client: FlaskClient, place: Path) -> None:
    made = client.post(PATH, json=GATES)
    assert made.status_code == 201
    told = made.get_json()
    keep(place, OPEN, COST)
    (match,) = client.get(f"{PATH}/{told['id']}/matches").get_json()["matches"]
    assert match["quotation"]["speaker"] == "Mara Lindqvist"
    (listed,) = client.get(PATH).get_json()["searches"]
    assert listed == {name: told[name] for name in listed}
    assert client.delete(f"{PATH}/{told['id']}").status_code == 204
    read_problem(client.get(f"{PATH}/{told['id']}/matches"), 404, "search-not-found")


def test_a_feed_is_read_by_its_token(client: FlaskClient, place: Path) -> None:
    told = client.post(PATH, json=GATES).get_json()
    keep(place, OPEN)
    read = client.get(told["feed"])
    assert read.content_type == "application/atom+xml; charset=utf-8"
    assert len(ElementTree.fromstring(read.text).findall("{*}entry")) == 1
    renewed = client.post(f"{PATH}/{told['id']}/token").get_json()
    read_problem(client.get(told["feed"]), 404, "search-not-found")
    assert client.get(renewed["feed"]).status_code == 200


def test_a_feed_needs_no_key_but_its_token(fake: FakeExtractor, tmp_path: Path, place: Path) -> None:
    settings = {"state": str(tmp_path), "store": str(place)}
    told = create_app(settings, extractor=fake).test_client().post(PATH, json=GATES).get_json()
    locked = create_app({**settings, "access": "keys"}, extractor=fake).test_client()
    assert locked.get(told["feed"]).status_code == 200
    read_problem(locked.get(f"{told['feed']}x"), 404, "search-not-found")
    read_problem(locked.get(f"{PATH}/{told['id']}/matches"), 401, "unauthenticated")


def test_matches_come_in_pages(client: FlaskClient, place: Path) -> None:
    told = client.post(PATH, json=GATES).get_json()
    for id in ("a", "b"):
        keep(place, OPEN, id=id)
    first = client.get(f"{PATH}/{told['id']}/matches?limit=1")
    rest = client.get(f"{PATH}/{told['id']}/matches{first.headers['Link'].split('>')[0][1:]}")
    pages = [page.get_json()["matches"][0]["quotation"]["article"] for page in (first, rest)]
    assert pages == ["b", "a"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"query": {"colour": "red"}}, "colour"),
        ({"query": {"type": ["spoken"]}}, "type"),
        ({"query": {"type": [1]}}, "type"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_is_named(client: FlaskClient, change: dict[str, Any], field: str) -> None:
    answer = client.post(PATH, json={**GATES, **change})
    assert fields_of(read_problem(answer, 422, "invalid-input")) == [field]


def test_a_webhook_must_be_of_a_host_that_is_allowed(client: FlaskClient) -> None:
    answer = client.post(PATH, json={**GATES, "webhook": "https://desk.example/hook"})
    assert fields_of(read_problem(answer, 422, "webhook-refused")) == ["webhook"]
