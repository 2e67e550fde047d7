from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from api import create_app
from attribution.store import Store
from attribution.store.tables import articles, quotations
from tests.api.conftest import FakeExtractor
from tests.api.problem import fields_of, read_problem

PATH = "/v1/articles"


@pytest.fixture
def place(store_file: Path) -> str:
    return str(store_file)


@pytest.fixture
def keeping(fake: FakeExtractor, tmp_path: Path, place: str) -> FlaskClient:
    return create_app({"state": str(tmp_path), "store": place}, extractor=fake).test_client()


def test_an_article_is_kept_once(keeping: FlaskClient, place: str) -> None:
    article = {"id": "a1", "text": "We open.", "url": "https://www.post.example/1", "published": "2026-03-01"}
    first, again = keeping.post(PATH, json=article), keeping.post(PATH, json=article)
    assert (first.status_code, again.status_code) == (201, 200)
    told = first.get_json()
    assert told == {**told, "key": "a1", "revision": 1, "outcome": "added", "stayed": []}
    assert again.get_json()["outcome"] == "unchanged"
    with Store(place).read() as connection:
        row = connection.execute(select(articles)).one()
        assert (row.outlet, row.day) == ("post.example", "2026-03-01")
        assert connection.execute(select(quotations.c.id)).scalars().all() == told["new"]


def test_a_changed_article_tells_what_changed(keeping: FlaskClient) -> None:
    first = keeping.post(PATH, json={"id": "a1", "text": "We open at noon today."}).get_json()
    told = keeping.post(PATH, json={"id": "a1", "text": "We open at one today."}).get_json()
    assert (told["outcome"], told["revision"], told["changed"]) == ("revised", 2, first["new"])


def test_a_page_is_kept_with_its_outlet(keeping: FlaskClient, place: str) -> None:
    keeping.post(PATH, json={"html": "<p>🦭 We open.</p>", "outlet": "Post"})
    with Store(place).read() as connection:
        assert connection.scalar(select(articles.c.outlet)) == "Post"


@pytest.mark.parametrize(
    ("article", "field"),
    [({"text": "a", "outlet": " "}, "outlet"), ({"text": "a", "colour": "red"}, "colour"), ({}, "text")],
)
def test_what_is_wrong_is_named(keeping: FlaskClient, article: dict[str, Any], field: str) -> None:
    problem = read_problem(keeping.post(PATH, json=article), 422, "invalid-input")
    assert fields_of(problem) == [field]


def test_without_a_store_nothing_is_read(client: FlaskClient, fake: FakeExtractor) -> None:
    read_problem(client.post(PATH, json={"text": "We open."}), 404, "no-store")
    assert fake.asked == []
