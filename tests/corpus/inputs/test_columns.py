from __future__ import annotations

import json
import math
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from attribution.corpus.inputs import Columns, article_of
from attribution.corpus.schema import FIELDS
from attribution.errors import InputError, UndecodableInput


def test_fields_come_from_their_columns() -> None:
    row = {"text": "old", "body": "A", "source": "Ostby Post", "section": 4, "words": [1], "title": ""}
    names = {"text": "body", "outlet": "source"}
    assert article_of(row, columns=names, keep=["outlet", "section"]) == {
        "text": "A", "outlet": "Ostby Post", "section": "4",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("id", 17, "17"),
        ("id", 17.0, "17"),
        ("id", Decimal("17"), "17"),
        ("published", date(2020, 5, 1), "2020-05-01"),
        ("published", datetime(2020, 5, 1, 9, tzinfo=UTC), "2020-05-01T09:00:00+00:00"),
        ("outlet", True, "true"),
        ("outlet", 0.5, "0.5"),
        ("outlet", date(2020, 5, 1), "2020-05-01"),
        ("url", math.nan, None),
        ("url", None, None),
        ("url", "", None),
    ],
)
def test_values_become_text(field: str, value: Any, text: str | None) -> None:
    assert article_of({"text": "A", field: value}, columns={}).get(field) == text


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("text", 7, "a number"),
        ("title", ["A"], "a list"),
        ("title", {"main": "A"}, "an object"),
        ("html", b"<p>", "of type bytes"),
        ("id", True, "true or false"),
        ("url", date(2020, 5, 1), "a date"),
        ("published", 1588334400, "a number"),
        ("outlet", ["A"], "a list"),
    ],
)
def test_other_types_are_refused_by_name(field: str, value: Any, what: str) -> None:
    with pytest.raises(InputError, match=rf"^column {field}_column must be text, not {what}$") as caught:
        article_of({f"{field}_column": value}, columns={field: f"{field}_column"})
    assert caught.value.field == field


@pytest.mark.parametrize("field", ["id", "outlet"])
@pytest.mark.parametrize("value", [float("inf"), json.loads("-1e400")])
def test_infinite_numbers_are_refused(field: str, value: float) -> None:
    with pytest.raises(InputError, match=f"^column {field} must be text, not an infinite number$"):
        article_of({"text": "Boats.", field: value}, columns={})


@pytest.mark.parametrize("field", ["text", "id", "outlet"])
def test_a_lone_surrogate_is_refused(field: str) -> None:
    with pytest.raises(UndecodableInput, match=rf"^column {field} has a lone surrogate at position 1$"):
        article_of({"text": "A", field: "A\ud800"}, columns={})


BOTH = {"text": "A", "html": "<p>A"}


class TestBodies:
    def test_one_of_them_is_wanted(self) -> None:
        for row in ({}, {"text": None}, {"title": "A"}):
            with pytest.raises(InputError, match=r"^an article needs text or html$"):
                article_of(row, columns={})
        with pytest.raises(InputError, match=r"^an article needs body or html$"):
            article_of({"text": "A"}, columns={"text": "body"})

    def test_not_both(self) -> None:
        for columns in ({}, {"title": "head"}, {"text": "text", "html": "html"}):
            with pytest.raises(InputError, match=r"^an article needs text or html, not both$"):
                article_of(BOTH, columns=columns)

    def test_the_one_that_was_chosen_counts(self) -> None:
        assert article_of(BOTH, columns={"html": "html"}) == {"html": "<p>A"}
        assert article_of({**BOTH, "text": None}, columns={"text": "text"}) == {"html": "<p>A"}

    def test_an_empty_text_is_for_the_extractor_to_refuse(self) -> None:
        assert article_of({"text": "", "html": None}, columns={}) == {"text": ""}


def test_columns_know_what_they_want() -> None:
    columns = Columns({"text": "body"}, ["section"])
    assert columns.wanted == {*FIELDS, "body", "section"} - {"text"}
    assert columns.fault(["body"]) is None
    assert str(columns.fault([])) == "no column 'body' for text; there is none"
    assert str(Columns({}).fault([str(n) for n in range(30)])).endswith("'18', '19', …")
