"""The words that tell what is no statement."""

from dataclasses import fields
from typing import Any, get_args

import pytest

from attribution import records
from attribution.errors import LanguageDataError, ModelError
from attribution.lang import statements
from attribution.lang.cues import cues_by_form
from attribution.lang.statements import REASONS, statement_data


@pytest.mark.parametrize(
    ("word", "reason"), [("novel", "title"), ("motto", "motto"), ("nicknamed", "nickname"), ("word", "other")]
)
def test_reasons(word: str, reason: str) -> None:
    assert statement_data("en").reasons[word] == reason


def test_reasons_are_those_of_the_record() -> None:
    assert set(REASONS) <= set(get_args(records.Reason))
    assert set(statement_data("en").reasons.values()) == set(REASONS)


def test_words_are_lower_case() -> None:
    data = statement_data("en")
    for field in fields(data):
        words = getattr(data, field.name)
        assert words, field.name
        assert all(word == word.lower().strip() for word in words), field.name


def test_a_word_gives_one_reason() -> None:
    listed = [
        word for words in statements.read_data("en", "statements")["reasons"].values() for word in words
    ]
    assert sorted(listed) == sorted(set(listed))


def test_thoughts_are_cues() -> None:
    forms = cues_by_form("en")
    assert {lemma for lemma in statement_data("en").thoughts if lemma not in forms} == set()


def test_an_unknown_reason_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    broken: dict[str, Any] = {**statements.read_data("en", "statements"), "reasons": {"rumour": ["hearsay"]}}
    monkeypatch.setattr(statements, "read_data", lambda *_: broken)
    with pytest.raises(LanguageDataError, match="rumour"):
        statement_data.__wrapped__("en")


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(ModelError, match="'xx'"):
        statement_data("xx")
