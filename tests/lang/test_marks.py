"""The data of quotation marks, and how mistakes in it are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from attribution.errors import LanguageDataError, ModelError
from attribution.lang import marks as module
from attribution.lang.loader import read_data
from attribution.lang.marks import load_marks


def test_english_pairs_by_style() -> None:
    data = load_marks("en")
    found = {(pair.style, pair.open, pair.close) for pair in data.pairs}
    assert {("double", "“", "”"), ("single", "‘", "’"), ("tex", "``", "''"), ("low9", "„", "“")} <= found
    assert data.canonical == ("“", "”")
    assert data.canonical_inner == ("‘", "’")


def test_a_sign_belongs_to_one_family() -> None:
    data = load_marks("en")
    for pair in data.pairs:
        assert data.families[pair.open] == data.families[pair.close] == pair.family


def test_first_pair_names_the_style() -> None:
    assert load_marks("en").styles["“"] == "double"
    assert load_marks("en").styles["„"] == "low9"


def test_words_are_bare() -> None:
    data = load_marks("en")
    for word in data.elisions | data.clipped | data.contractions | data.followers:
        assert word.isalpha(), word


def test_unknown_language() -> None:
    with pytest.raises(ModelError, match="no marks data"):
        load_marks("xx")


def without(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda data: {key: value for key, value in data.items() if key != name}


def with_pair(**pair: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda data: data | {"pairs": [*data["pairs"], pair]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (without("pairs"), "no pairs"),
        (without("elisions"), "elisions must be a list"),
        (lambda data: data | {"feet": ["'", "'"]}, "feet must be"),
        (lambda data: data | {"followers": ["And"]}, "lower case"),
        (lambda data: data | {"canonical": ["“"]}, "canonical is an opening and a closing"),
        (with_pair(style="odd", open="<", close=">"), "style, family, open and close"),
        (with_pair(style="odd", family="odd", open="", close=">"), "holds text only"),
        (with_pair(style="odd", family="odd", open="<<<", close=">"), "one or two code points"),
    ],
)
def test_mistakes_in_the_data_are_named(
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[dict[str, Any]], dict[str, Any]],
    message: str,
) -> None:
    monkeypatch.setattr(module, "read_data", lambda language, name: change(read_data(language, name)))
    load_marks.cache_clear()
    try:
        with pytest.raises(LanguageDataError, match=message):
            load_marks("en")
    finally:
        load_marks.cache_clear()
