from __future__ import annotations

import re
from itertools import combinations, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.lock.tokens import Form, body_of, form_of, forms, write_tokens

TOKENS = write_tokens(Form("QX", 2), [f"words {number}" for number in range(300)])


def test_a_token_has_neither_words_nor_places_to_break() -> None:
    for token in TOKENS:
        assert re.fullmatch(r"\[\[QX[0-9]+[BCDFGHJKLMNPRTVWXZ]{4}\]\]", token)


def test_check_letters_of_two_tokens_differ_twice_at_least() -> None:
    codes = [body_of(token)[2] for token in TOKENS]
    for one, other in combinations(codes, 2):
        assert sum(a != b for a, b in zip(one, other, strict=True)) >= 2


def test_the_same_seeds_give_the_same_tokens_and_others_do_not() -> None:
    assert write_tokens(Form("QX", 2), ["a", "b"]) == write_tokens(Form("QX", 2), ["a", "b"])
    assert write_tokens(Form("QX", 2), ["a"]) != write_tokens(Form("QX", 2), ["c"])


@pytest.mark.parametrize(
    ("article", "form"),
    [
        ("Nothing of the kind.", Form("QX", 2)),
        ("A list [of one].", Form("QX", 2)),
        ("A [[link]] of a wiki.", Form("QX", 3)),
        ("Closing ]]]] only.", Form("QX", 5)),
    ],
)
def test_brackets_are_more_than_the_article_has(article: str, form: Form) -> None:
    assert next(forms(article)) == form


def test_there_is_always_another_form() -> None:
    prefixes = [form.prefix for form in islice(forms(""), 200)]
    assert len(set(prefixes)) == 200
    assert all(len(set(prefix)) > 1 for prefix in prefixes)


@given(st.integers(1, 10**6), st.sampled_from(["QX", "ZJW"]), st.integers(2, 9))
def test_a_token_tells_its_form(number: int, prefix: str, depth: int) -> None:
    form = Form(prefix, depth)
    token = form.token(number, "KBFM")
    assert form_of(token) == form
    assert body_of(token) == (prefix, str(number), "KBFM")
    assert form.pattern.fullmatch(token)


@pytest.mark.parametrize("text", ["", "QX1KBFM", "[[QX1KBFM]", "[[qx1kbfm]]", "[[QXKBFM]]"])
def test_what_is_no_token(text: str) -> None:
    assert form_of(text) is None
    with pytest.raises(ValueError, match="no token"):
        body_of(text)


def test_as_many_brackets_on_either_side() -> None:
    assert form_of("[[[QX1KBFM]]") is None
