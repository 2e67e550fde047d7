from __future__ import annotations

import pytest

from attribution.claims.signals import signals_in, words_of
from attribution.lang.claims import claim_data

DATA = claim_data("en")


def found(text: str) -> list[tuple[str, str]]:
    return [(one.code, text[one.start : one.end]) for one in signals_in(words_of(text, 0, len(text)), DATA)]


def test_numbers_are_known_by_their_shape() -> None:
    keys = [word.key for word in words_of("Don’t pay 1,200.50 or 3% in 2019, 2,019 or 3020", 0, 47)]
    assert keys[:5] == ["don't", "pay", "<digits>", "or", "<digits>"]
    assert keys[5:] == ["%", "in", "<year>", "<digits>", "or", "<digits>"]


def test_only_the_words_asked_for_are_read() -> None:
    assert [(word.start, word.key) for word in words_of("one two three", 4, 7)] == [(4, "two")]


def test_the_longest_match_is_taken() -> None:
    assert ("money", "3 million euros") in found("It cost 3 million euros")


def test_what_is_hidden_is_not_found() -> None:
    codes = [code for code, _ in found("Rents went up by 12 per cent")]
    assert "percentage" in codes
    assert "number" not in codes


def test_what_is_hidden_at_one_place_is_found_at_another() -> None:
    assert ("number", "24") in found("At 7 there were 24 beds")


def test_a_signal_is_shown_by_its_first_place() -> None:
    assert [words for code, words in found("They lied and they lied") if code == "deed"] == ["They lied"]


@pytest.mark.parametrize(("text", "there"), [("Stay at home", True), ("We stay at home", False)])
def test_what_is_anchored_begins_the_sentence(text: str, there: bool) -> None:
    assert ("command" in dict(found(text))) is there
