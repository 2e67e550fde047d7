from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, g

from api import create_app
from api.access import Caller
from api.problems import Problem
from api.store import NOBODY, current_author, current_store
from attribution.store import DatabaseError
from tests.api.conftest import FakeExtractor


def test_without_the_setting_there_is_none(app: Flask) -> None:
    with app.app_context(), pytest.raises(Problem, match="ATTRIBUTION_STORE"):
        current_store()


def test_nothing_is_made_before_something_is_kept(fake: FakeExtractor, tmp_path: Path) -> None:
    app = create_app({"store": str(tmp_path / "store.db"), "state": str(tmp_path)}, extractor=fake)
    with app.app_context():
        assert not current_store().begun()


def test_an_address_that_cannot_be_ends_the_start(fake: FakeExtractor) -> None:
    with pytest.raises(DatabaseError, match="SQLite or PostgreSQL"):
        create_app({"store": "mysql://host/news"}, extractor=fake)


@pytest.mark.parametrize(
    ("label", "given", "author"),
    [(None, None, NOBODY), (None, "Edith", "Edith"), ("desk", None, "desk"), ("desk", "desk", "desk")],
)
def test_the_author_is_the_key_or_who_says_so(
    app: Flask, label: str | None, given: str | None, author: str
) -> None:
    with app.test_request_context():
        g.caller = Caller("key k1", "write", "", "k1", label)
        assert current_author(given) == author


def test_nobody_signs_for_somebody_else(app: Flask) -> None:
    with app.test_request_context():
        g.caller = Caller("key k1", "write", "", "k1", "desk")
        with pytest.raises(Problem, match="leave the author out"):
            current_author("Edith")
