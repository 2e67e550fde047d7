from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.views import erasing
from attribution.store import Store, ingest
from attribution.store.checking import check
from attribution.store.database import DatabaseError
from tests.api.conftest import FakeExtractor
from tests.api.problem import fields_of, read_problem
from tests.store.articles import COST, OPEN, incoming


@pytest.fixture
def place(store_file: Path) -> Path:
    store = Store(store_file)
    ingest(store, incoming(OPEN, COST, id="a1"))
    ingest(store, incoming(COST, id="a2"))
    store.close()
    return store_file


@pytest.fixture
def keeping(fake: FakeExtractor, tmp_path: Path, place: Path) -> FlaskClient:
    return create_app({"state": str(tmp_path), "store": str(place)}, extractor=fake).test_client()


def test_a_speaker_goes(keeping: FlaskClient, place: Path) -> None:
    answer = keeping.delete("/v1/speakers/1?author=Edith&reason=asked")
    assert answer.status_code == 200
    told = answer.get_json()
    assert (told["counts"]["quotations"], told["namesakes"], told["compacted"]) == (1, [], True)
    assert b"indqvist" not in place.read_bytes()
    assert list(check(Store(place))) == []
    read_problem(keeping.delete("/v1/speakers/1"), 404, "speaker-not-found")


def test_an_article_goes(keeping: FlaskClient, place: Path) -> None:
    assert keeping.delete("/v1/articles/1").get_json()["counts"]["quotations"] == 2
    read_problem(keeping.delete("/v1/articles/1"), 404, "article-not-found")
    assert list(check(Store(place))) == []


def test_files_that_could_not_be_compacted_are_told(
    keeping: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_: Store) -> list[str]:
        raise DatabaseError("others are reading")

    monkeypatch.setattr(erasing, "compact", busy)
    assert keeping.delete("/v1/articles/1").get_json()["compacted"] is False


@pytest.mark.parametrize(
    ("query", "field"), [("colour=red", "colour"), ("reason=", "reason"), ("author=a&author=b", "author")]
)
def test_what_is_wrong_is_named(keeping: FlaskClient, query: str, field: str) -> None:
    problem = read_problem(keeping.delete(f"/v1/articles/1?{query}"), 422, "invalid-input")
    assert set(fields_of(problem)) == {field}


def test_a_number_beyond_all_is_not_there(keeping: FlaskClient) -> None:
    read_problem(keeping.delete(f"/v1/articles/{2**70}"), 404, "article-not-found")
    read_problem(keeping.delete("/v1/speakers/0"), 404, "speaker-not-found")


def test_without_a_store_there_is_nothing(fake: FakeExtractor, tmp_path: Path) -> None:
    client = create_app({"state": str(tmp_path)}, extractor=fake).test_client()
    read_problem(client.delete("/v1/articles/1"), 404, "no-store")
