"""The typed form of a language's `details.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from attribution.errors import LanguageDataError
from attribution.lang.loader import read_data

SETS = ("fillers", "parts", "ordinals", "vague", "zones")
NUMBER_TABLES = ("weekdays", "months", "numbers", "shifts", "days", "clocks", "halves")
TEXT_TABLES = ("spellings", "units")


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
class TimeWords:
    """The words that make a time: each with its kind, and those after which a time is not one of saying.

    Kinds: weekday, month, day ("yesterday"), anchor ("ago"), shift ("last"), quantity ("few"), duration
    ("for"), number, unit, part ("morning"), half ("pm"), zone ("GMT"), filler.
    """

    kinds: Mapping[str, str]
    not_after: frozenset[str]
    phrases: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Details:
    """All that a language's `details.toml` says; words in lower case, platforms as they are written."""

    dates: DateWords
    times: TimeWords
    simultaneous: frozenset[str]
    bridges: frozenset[str]
    carriers: frozenset[str]
    object_verbs: frozenset[str]
    hearing: frozenset[str]
    at_verbs: frozenset[str]
    with_words: frozenset[str]
    not_people: frozenset[str]
    not_told: frozenset[str]
    person_parts: frozenset[str]
    media: frozenset[str]
    medium_prepositions: frozenset[str]
    medium_links: frozenset[str]
    persons: frozenset[str]
    person_prepositions: frozenset[str]
    platforms: frozenset[str]
    named_after: frozenset[str]
    writing: frozenset[str]
    written_in: frozenset[str]
    compounds: Mapping[str, frozenset[str]]
    narrow: Mapping[str, frozenset[str]]
    only_after: Mapping[str, frozenset[str]]
    negators: frozenset[str]
    negative_subjects: frozenset[str]
    negating: frozenset[str]
    not_negated_by: frozenset[str]
    negation_carried: frozenset[str]
    negating_phrases: frozenset[tuple[str, ...]]
    ask_of: frozenset[str]
    future: frozenset[str]


FIELDS = {  # field of Details -> table and key of the file
    "simultaneous": ("search", "simultaneous"),
    "bridges": ("search", "bridges"),
    "carriers": ("search", "carriers"),
    "object_verbs": ("addressee", "object_verbs"),
    "hearing": ("addressee", "hearing"),
    "at_verbs": ("addressee", "at_verbs"),
    "with_words": ("addressee", "with_words"),
    "not_people": ("addressee", "not_people"),
    "not_told": ("addressee", "not_told"),
    "person_parts": ("addressee", "parts"),
    "media": ("medium", "nouns"),
    "medium_prepositions": ("medium", "prepositions"),
    "medium_links": ("medium", "links"),
    "persons": ("medium", "persons"),
    "person_prepositions": ("medium", "person_prepositions"),
    "platforms": ("medium", "platforms"),
    "named_after": ("medium", "named_after"),
    "writing": ("medium", "writing"),
    "written_in": ("medium", "written_in"),
    "negators": ("negation", "negators"),
    "negative_subjects": ("negation", "subjects"),
    "negating": ("negation", "carriers"),
    "not_negated_by": ("negation", "not_before"),
    "negation_carried": ("negation", "carried_by"),
    "ask_of": ("acts", "ask_of"),
    "future": ("times", "future"),
}


@cache
def load_details(language: str) -> Details:
    """The details data of a language.

    Raises ModelError for a language without the file, LanguageDataError naming the entry that is wrong.
    """
    data = read_data(language, "details")
    dates = _dates(language, _table(data, language, "dates"))
    values: dict[str, Any] = {
        name: _words(_table(data, language, table), language, key) for name, (table, key) in FIELDS.items()
    }
    medium = _table(data, language, "medium")
    for name in ("compounds", "narrow", "only_after"):
        table = _table(medium, language, name)
        values[name] = {word: _words(table, language, word) for word in table}
    values["negating_phrases"] = _phrases(_table(data, language, "negation"), language, "phrases")
    return Details(dates=dates, times=_times(language, _table(data, language, "times"), dates), **values)


def _times(language: str, data: dict[str, Any], dates: DateWords) -> TimeWords:
    """Kinds of all words of times; where a word has several, the later of the list below wins."""
    kinds: dict[str, str] = {}
    single_days = [word for word in dates.days if " " not in word]
    for kind, words in (
        ("zone", dates.zones),
        ("filler", dates.fillers | dates.vague),
        ("number", dates.numbers),
        ("quantity", _words(data, language, "quantities")),
        ("duration", _words(data, language, "durations")),
        ("unit", dates.units),
        ("shift", dates.shifts),
        ("part", dates.parts),
        ("half", [*dates.halves, *(spelling.rstrip(".") for spelling in dates.spellings)]),
        ("month", dates.months),
        ("weekday", dates.weekdays),
        ("anchor", [*dates.clocks, *_words(data, language, "anchors")]),
        ("day", single_days),
    ):
        kinds |= dict.fromkeys(words, kind)
    not_after, phrases = _words(data, language, "not_after"), _phrases(data, language, "phrases")
    return TimeWords(kinds=kinds, not_after=not_after, phrases=phrases)


def _dates(language: str, data: dict[str, Any]) -> DateWords:
    forms = tuple((str(entry["form"]), str(entry["means"])) for entry in data.get("forms", []))
    values: dict[str, Any] = {name: _words(data, language, name) for name in SETS}
    values |= {name: _typed(data, language, name, int) for name in NUMBER_TABLES}
    values |= {name: _typed(data, language, name, str) for name in TEXT_TABLES}
    return DateWords(language=language, forms=forms, **values)


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


def _phrases(data: Mapping[str, Any], language: str, name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for phrase in _words(data, language, name))


def _typed(data: Mapping[str, Any], language: str, name: str, kind: type) -> dict[str, Any]:
    found = _table(data, language, name)
    for word, value in found.items():
        if not isinstance(value, kind):
            raise LanguageDataError(f"{language}/details.toml: {name}.{word} must be of type {kind.__name__}")
    return found
