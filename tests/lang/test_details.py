"""The details data of every language has its shape, and a file that breaks it is named."""

from typing import Any

import pytest

from attribution import dates
from attribution.errors import LanguageDataError, ModelError
from attribution.lang import details
from attribution.lang.details import load_details


def test_every_form_has_a_meaning() -> None:
    assert {means for _, means in load_details("en").dates.forms} == set(dates.MEANINGS)


def test_words_are_in_lower_case() -> None:
    loaded = load_details("en")
    for words in (loaded.media, loaded.object_verbs, loaded.bridges, loaded.negators, loaded.dates.fillers):
        assert all(word == word.lower() for word in words)


def test_persons_and_compounds_are_media_of_their_own_kind() -> None:
    loaded = load_details("en")
    assert loaded.persons <= loaded.media
    assert not set(loaded.compounds) & loaded.persons


def test_kinds_of_time_words() -> None:
    kinds = load_details("en").times.kinds
    found = {
        word: kinds.get(word) for word in ("tuesday", "may", "last", "weeks", "ago", "p.m", "on", "river")
    }
    assert found == {
        "tuesday": "weekday", "may": "month", "last": "shift", "weeks": "unit", "ago": "anchor",
        "p.m": "half", "on": "filler", "river": None,
    }  # fmt: skip


def test_unknown_language() -> None:
    with pytest.raises(ModelError, match="'xx'"):
        load_details("xx")


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        ({}, "dates"),
        ({"dates": {"fillers": "on"}}, "fillers"),
        ({"dates": {name: [] for name in details.SETS} | {"weekdays": {"monday": "0"}}}, r"weekdays\.monday"),
    ],
)
def test_broken_data_is_named(broken: dict[str, Any], named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(details, "read_data", lambda language, name: broken)
    with pytest.raises(LanguageDataError, match=named):
        load_details.__wrapped__("en")
