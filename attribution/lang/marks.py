"""Quotation marks of a language: the typed form of `attribution/lang/<language>/marks.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from attribution.errors import LanguageDataError
from attribution.lang.loader import read_data


@dataclass(frozen=True, slots=True)
class MarkPair:
    """An opening and a closing mark that belong together, one or two code points each."""

    style: str
    family: str
    open: str
    close: str


@dataclass(frozen=True)
class MarkData:
    """What a language says of its quotation marks and of the signs that only look like them.

    Words are lower case and without their apostrophe: `elisions` follow one, `clipped` stand before one.
    """

    pairs: tuple[MarkPair, ...]
    canonical: tuple[str, str]
    canonical_inner: tuple[str, str]
    feet: frozenset[str]
    inches: frozenset[str]
    elisions: frozenset[str]
    clipped: frozenset[str]
    clipped_endings: tuple[str, ...]
    contractions: frozenset[str]
    possessive: frozenset[str]
    followers: frozenset[str]

    @property
    def families(self) -> Mapping[str, str]:
        """The family of every sign that opens or closes in some pair."""
        return {sign: pair.family for pair in self.pairs for sign in (pair.open, pair.close)}

    @property
    def styles(self) -> Mapping[str, str]:
        """The style that an opening sign names: that of its first pair."""
        return {pair.open: pair.style for pair in reversed(self.pairs)}


@cache
def load_marks(language: str = "en") -> MarkData:
    """The marks of `language`.

    Raises ModelError when the language has no such file, LanguageDataError when an entry breaks the schema.

    >>> load_marks("en").canonical
    ('“', '”')
    """
    place = f"{language}/marks.toml"
    data = read_data(language, "marks")
    pairs = tuple(_pair(entry, place) for entry in data.get("pairs", ()))
    if not pairs:
        raise LanguageDataError(f"{place}: no pairs")
    words = {name: frozenset(_strings(data, name, place)) for name in _WORD_SETS}
    return MarkData(
        pairs=pairs,
        canonical=_two(data, "canonical", place),
        canonical_inner=_two(data, "canonical_inner", place),
        clipped_endings=_strings(data, "clipped_endings", place),
        **words,
    )


_WORD_SETS = ("feet", "inches", "elisions", "clipped", "contractions", "possessive", "followers")


def _pair(entry: Any, place: str) -> MarkPair:
    names = ("style", "family", "open", "close")
    if not isinstance(entry, dict) or sorted(entry) != sorted(names):
        raise LanguageDataError(f"{place}: a pair has style, family, open and close, not {entry!r}")
    if not all(isinstance(entry[name], str) and entry[name] for name in names):
        raise LanguageDataError(f"{place}: a pair holds text only, not {entry!r}")
    if max(len(entry["open"]), len(entry["close"])) > 2:
        raise LanguageDataError(f"{place}: a mark has one or two code points, unlike {entry!r}")
    return MarkPair(**entry)


def _strings(data: dict[str, Any], name: str, place: str) -> tuple[str, ...]:
    values = data.get(name)
    if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
        raise LanguageDataError(f"{place}: {name} must be a list of words")
    if any(value != value.lower() for value in values) or len(set(values)) < len(values):
        raise LanguageDataError(f"{place}: {name} must be lower case, each entry once")
    return tuple(values)


def _two(data: dict[str, Any], name: str, place: str) -> tuple[str, str]:
    values = _strings(data, name, place)
    if len(values) != 2:
        raise LanguageDataError(f"{place}: {name} is an opening and a closing mark")
    return values[0], values[1]
