from __future__ import annotations

import time
from typing import Any

import pytest
from flask import Flask

from api.config import Config
from api.engine import Engine
from api.items import answer_item
from api.problems import Problem
from tests.api.conftest import FakeExtractor


def item(app: Flask, engine: Engine, given: Any, **options: Any) -> dict[str, Any]:
    with app.test_request_context():
        return answer_item(engine, 3, lambda: given, until=time.monotonic() + 5, **options)


@pytest.fixture
def engine(fake: FakeExtractor) -> Engine:
    return Engine(Config(), fake)


def test_an_article_that_is_good(app: Flask, engine: Engine) -> None:
    found = item(app, engine, {"text": "“No,” she said.", "id": "a"})
    assert (found["index"], found["id"], found["status"]) == (3, "a", 200)
    assert found["extraction"]["article"]["id"] == "a"
    assert "problem" not in found


@pytest.mark.parametrize(
    ("given", "slug"),
    [
        ("a text", "invalid-input"),
        (None, "invalid-input"),
        ({"text": "Hm.", "autor": "x"}, "invalid-input"),
        ({"text": "\0"}, "undecodable-input"),
        ({}, "invalid-input"),
    ],
)
def test_an_article_that_is_at_fault(app: Flask, engine: Engine, given: Any, slug: str) -> None:
    found = item(app, engine, given)
    assert found["status"] == 422
    assert found["problem"]["type"] == f"/problems/{slug}"
    assert "extraction" not in found


def test_a_failure_of_the_service_is_this_articles_alone(
    app: Flask, engine: Engine, fake: FakeExtractor
) -> None:
    fake.error = ZeroDivisionError("inner words")
    found = item(app, engine, {"text": "Hm.", "id": "b"})
    assert (found["id"], found["status"]) == ("b", 500)
    assert "inner words" not in str(found)


@pytest.mark.parametrize("name", [7, "x" * 3_000, "a\nb"])
def test_an_id_that_is_none_is_not_given_back(app: Flask, engine: Engine, name: Any) -> None:
    assert "id" not in item(app, engine, {"text": 5, "id": name})


def test_no_room_is_not_the_articles_fault(app: Flask, fake: FakeExtractor) -> None:
    engine = Engine(Config(patience=0.1), fake)
    with engine._turns.turn(10_000_000), pytest.raises(Problem, match="ask again in"):
        item(app, engine, {"text": "Hm."}, wait=False)
