"""The typed form of a language's `details.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from attribution.errors import LanguageDataError
from attribution.lang.loader import read_data


@dataclass(frozen=True, slots=True)
class DateWords:
    """What `attribution.dates` reads a time with. `forms` are (form, name of its meaning), in order."""

    language: str
    fillers: frozenset[str]
    parts: frozenset[str]
    ordinals: frozenset[str]
    vague: frozenset[str]
    zones: frozenset[str]
    spellings: Mapping[str, str]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    numbers: Mapping[str, int]
    shifts: Mapping[str, int]
    units: Mapping[str, str]
    days: Mapping[str, int]
    clocks: Mapping[str, int]
    halves: Mapping[str, int]
    forms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Details:
    """All that a language's `details.toml` says."""

    dates: DateWords


@cache
def load_details(language: str) -> Details:
    """The details data of a language.

    Raises ModelError for a language without the file, LanguageDataError naming the entry that is wrong.
    """
    data = read_data(language, "details")
    return Details(dates=_dates(language, _table(data, language, "dates")))


def _dates(language: str, data: dict[str, Any]) -> DateWords:
    sets = {name: _words(data, language, name) for name in ("fillers", "parts", "ordinals", "vague", "zones")}
    names = ("weekdays", "months", "numbers", "shifts", "days", "clocks", "halves")
    tables = {name: _typed(data, language, name, int) for name in names}
    texts = {name: _typed(data, language, name, str) for name in ("spellings", "units")}
    forms = tuple((str(entry["form"]), str(entry["means"])) for entry in data.get("forms", []))
    return DateWords(language=language, **sets, **tables, **texts, forms=forms)


def _table(data: Mapping[str, Any], language: str, name: str) -> dict[str, Any]:
    found = data.get(name)
    if not isinstance(found, dict):
        raise LanguageDataError(f"{language}/details.toml: [{name}] is missing or no table")
    return found


def _words(data: Mapping[str, Any], language: str, name: str) -> frozenset[str]:
    found = data.get(name)
    if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
        raise LanguageDataError(f"{language}/details.toml: {name} is missing or no list of words")
    return frozenset(found)


def _typed(data: Mapping[str, Any], language: str, name: str, kind: type) -> dict[str, Any]:
    found = _table(data, language, name)
    for word, value in found.items():
        if not isinstance(value, kind):
            raise LanguageDataError(f"{language}/details.toml: {name}.{word} must be of type {kind.__name__}")
    return found
