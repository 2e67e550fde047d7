from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from api import create_app
from attribution.store import Store, ingest
from tests.api.conftest import FakeExtractor
from tests.api.problem import fields_of, read_problem
from tests.store.articles import OPEN, incoming
from tests.store.test_registry import ELSEWHERE, NAMESAKE

PATH = "/v1/speakers"


@pytest.fixture
def client(fake: FakeExtractor, tmp_path: Path, store_file: Path) -> FlaskClient:
    """The service with a harbour master in two articles, entry 1, and a singer, entry 2."""
    store = Store(store_file)
    for number, sentence in enumerate((OPEN, NAMESAKE, ELSEWHERE)):
        ingest(store, incoming(sentence, id=f"a{number}", published="2026-03-01"))
    store.close()
    return create_app({"state": str(tmp_path), "store": str(store_file)}, extractor=fake).test_client()


def decide(client: FlaskClient, path: str, **body: Any) -> dict[str, Any]:
    answer = client.post(f"{PATH}/{path}", json={"author": "Tove", "reason": "asked", **body})
    assert answer.status_code == 200, answer.get_json()
    told: dict[str, Any] = answer.get_json()
    assert (told["author"], told["reason"], told["undone"]) == ("Tove", "asked", False)
    return told


def test_an_entry_is_shown(client: FlaskClient) -> None:
    shown = client.get(f"{PATH}/1").get_json()
    assert (shown["label"], shown["articles"], shown["bare"]) == ("Mara Lindqvist", 2, False)
    assert [role["text"] for role in shown["roles"]] == ["harbour master"]


def test_appearances_come_in_pages(client: FlaskClient) -> None:
    first = client.get(f"{PATH}/1/appearances?limit=1")
    assert [seen["article"] for seen in first.get_json()["appearances"]] == [1]
    rest = client.get(f"{PATH}/1/appearances{first.headers['Link'].split('>')[0][1:]}")
    assert [seen["article"] for seen in rest.get_json()["appearances"]] == [3]


def test_entries_are_merged_and_parted_again(client: FlaskClient) -> None:
    told = decide(client, "2/merge", into=1)
    assert (told["action"], told["speaker"], told["other"]) == ("merge", 2, 1)
    assert client.get(f"{PATH}/2").get_json()["merged_into"] == 1
    assert decide(client, "1/undo")["action"] == "undo"
    assert client.get(f"{PATH}/2").get_json()["merged_into"] is None


def test_appearances_are_split_off(client: FlaskClient) -> None:
    seen = client.get(f"{PATH}/1/appearances").get_json()["appearances"]
    told = decide(client, "1/split", appearances=[seen[0]["id"]])
    assert client.get(f"{PATH}/{told['other']}").get_json()["articles"] == 1


def test_an_entry_gets_a_name_and_ids(client: FlaskClient) -> None:
    decide(client, "1/rename", name="Mara Sand")
    decide(client, "1/identify", ids={"wikidata": "Q990101"})
    shown = client.get(f"{PATH}/1").get_json()
    assert (shown["label"], shown["ids"]) == ("Mara Sand", {"wikidata": "Q990101"})
    assert [event["action"] for event in shown["history"]] == ["identify", "rename"]


def test_entries_that_may_be_one_are_listed(client: FlaskClient) -> None:
    (pair,) = client.get(f"{PATH}/suggestions").get_json()["suggestions"]
    assert (pair["one"], pair["other"], pair["reasons"]) == (1, 2, ["same"])
    assert client.get(f"{PATH}/suggestions?speaker=2").get_json()["suggestions"] == [pair]


@pytest.mark.parametrize("path", ["0", "99", "99999999999", "99/appearances", "suggestions?speaker=99"])
def test_who_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    read_problem(client.get(f"{PATH}/{path}"), 404, "speaker-not-found")


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("1/merge", {"into": 1}, "into"),
        ("1/merge", {"into": 2**31}, "into"),
        ("1/split", {"appearances": [99]}, "appearances"),
        ("1/split", {"appearances": []}, "appearances"),
        ("1/rename", {"name": " "}, "name"),
        ("1/rename", {"name": "Ann\0"}, "name"),
        ("1/identify", {"ids": {}}, "ids"),
        ("1/undo", {}, "speaker"),
        ("1/undo", {"colour": "red"}, "colour"),
        ("1/undo", {"author": " "}, "author"),
    ],
)
def test_what_is_wrong_is_named(client: FlaskClient, path: str, body: dict[str, Any], field: str) -> None:
    problem = read_problem(client.post(f"{PATH}/{path}", json=body), 422, "invalid-input")
    assert fields_of(problem) == [field]


def test_without_a_store_there_are_no_speakers(fake: FakeExtractor, tmp_path: Path) -> None:
    bare = create_app({"state": str(tmp_path)}, extractor=fake).test_client()
    read_problem(bare.get(f"{PATH}/1"), 404, "no-store")
