from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.store.terms import LONGEST, TOKENIZER, as_column, fingerprint_of, terms_of
from attribution.verify.stems import stem


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("The harbours were flooded.", "the HARBOR was “flooding”"),
        ("organised labour", "Organized labor"),
        ("a café", "a cafe"),
        ("1,000 boats", "1000 boat"),
        ("twenty-six", "26"),
        ("we’ll", "we'll"),
    ],
)
def test_what_is_one_term(text: str, other: str) -> None:
    shared = {term.key for term in terms_of(text)} & {term.key for term in terms_of(other)}
    assert len(shared) >= min(len(terms_of(text)), len(terms_of(other))) - 1


def test_places_are_those_of_the_words() -> None:
    text = "🦭 “Les marées” rise"
    assert [text[term.start : term.end] for term in terms_of(text)] == ["Les", "marées", "rise"]


def test_a_word_without_end_is_cut() -> None:
    assert len(terms_of("a" * 1000)[0].key) == LONGEST


def test_stems_are_those_of_the_language() -> None:
    assert stem("ferries") == stem("ferry")


def test_a_fingerprint_knows_endings() -> None:
    assert fingerprint_of(terms_of("it opens")) != fingerprint_of(terms_of("it opened"))


@given(st.text(max_size=60))
def test_sqlite_splits_no_term(text: str) -> None:
    terms = terms_of(text)
    with sqlite3.connect(":memory:") as bare:
        bare.execute(f'CREATE VIRTUAL TABLE words USING fts5(terms, tokenize="{TOKENIZER}")')
        bare.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row)")
        bare.execute("INSERT INTO words VALUES (?)", (as_column(terms),))
        found = {term for term, *_ in bare.execute("SELECT term FROM vocabulary")}
    assert found == {term.key for term in terms}
