from __future__ import annotations

from dataclasses import replace

import pytest

from attribution.errors import InputError
from attribution.records import Article
from attribution.store.incoming import Incoming, day_of
from tests.store.articles import COST, OPEN, incoming


def test_records_of_another_text_are_refused() -> None:
    with pytest.raises(InputError, match="of another text"):
        Incoming(incoming(OPEN).extraction, text=COST)


@pytest.mark.parametrize("given", [{}, {"text": "a", "html": "<p>a"}])
def test_either_text_or_html(given: dict[str, str]) -> None:
    with pytest.raises(InputError, match="either text or html"):
        Incoming(incoming(OPEN).extraction, **given)


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(InputError, match="'colour'"):
        Incoming.of({"text": OPEN, "colour": "red"}, incoming(OPEN).extraction)


def test_a_nul_in_what_is_known_of_an_article_is_refused() -> None:
    with pytest.raises(InputError, match="NUL") as caught:
        incoming(OPEN, outlet="Post\0")
    assert caught.value.field == "outlet"


def test_the_key_is_the_id_then_the_address_then_the_hash() -> None:
    assert incoming(OPEN, id="a1", url="https://a.example/1").key == "a1"
    assert incoming(OPEN, id=None, url="https://a.example/1").key == "https://a.example/1"
    assert incoming(OPEN, id=None).key.startswith("sha256:")


def test_the_outlet_is_what_is_given_or_the_host() -> None:
    assert incoming(OPEN, url="https://www.ostby-post.example/1").appeared_in == "ostby-post.example"
    assert incoming(OPEN, url="https://www.ostby-post.example/1", outlet="Post").appeared_in == "Post"
    assert incoming(OPEN).appeared_in is None


def test_places_become_code_points() -> None:
    text = "🦭 " + OPEN
    made = incoming(OPEN).extraction
    (quotation,) = made.quotations
    moved = replace(quotation.spans[0], start=3, end=3 + quotation.spans[0].end)
    import hashlib

    about = Article("a1", None, None, None, "en", hashlib.sha256(text.encode()).hexdigest(), len(text) + 1)
    there = replace(quotation, spans=(moved,), quoted=(moved,), role=None)
    given = Incoming(replace(made, article=about, quotations=(there,), speakers=(), unit="utf16"), text=text)
    (row,) = given.quotations
    assert text[row["start"] : row["end"]] == quotation.text
    assert given.placed.unit == "codepoint"
    assert given.placed.article.length == len(text)


def test_a_day_that_is_none() -> None:
    assert day_of("2026-02-30") is None
    assert day_of(None) is None
