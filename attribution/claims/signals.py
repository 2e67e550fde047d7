"""Finds the signals of `claims.toml` in a sentence, by its words alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from attribution.lang.claims import DIGITS, YEAR, ClaimData, Element

_WORD = re.compile(
    r"\d+(?:[.,]\d+)*"
    r"|[^\W\d_]\.[^\W\d_](?![^\W\d_])"
    r"|[^\W\d_]+(?:['’ʼ‘][^\W\d_]+)*"
    r"|[%?$€£¥₹₩]"
)
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_APOSTROPHES = str.maketrans("’ʼ‘", "'''")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its place in code points, and what patterns know it by."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Found:
    """A signal, and the code points of the text that show it."""

    code: str
    start: int
    end: int


def words_of(text: str, start: int, end: int) -> list[Word]:
    """The words between two places, numbers by their shape.

    >>> [word.key for word in words_of("It’s $4bn in 2019", 0, 17)]
    ["it's", '$', '<digits>', 'bn', 'in', '<year>']
    """
    return [Word(found.start(), found.end(), _key(found[0])) for found in _WORD.finditer(text, start, end)]


def signals_in(words: Sequence[Word], data: ClaimData) -> list[Found]:
    """The first place of each signal in the words of a sentence, in the order of the places."""
    found = list(_all(words, data))
    shown: dict[str, Found] = {}
    for one in found:
        if one.code not in shown and not _is_hidden(one, found, data):
            shown[one.code] = one
    return list(shown.values())


def _all(words: Sequence[Word], data: ClaimData) -> Iterator[Found]:
    keys = [word.key for word in words]
    for place, key in enumerate(keys):
        ends: dict[str, int] = {}
        for pattern in data.starts.get(key, ()):
            if pattern.anchored and place:
                continue
            end = _match(pattern.elements, keys, place)
            if end is not None and end > ends.get(pattern.code, 0):
                ends[pattern.code] = end
        for code, end in ends.items():
            yield Found(code, words[place].start, words[end - 1].end)


def _match(elements: Sequence[Element], keys: Sequence[str], place: int) -> int | None:
    """Where a pattern that begins at `place` ends, with as much of what is optional as can be."""
    if not elements:
        return place
    first, rest = elements[0], elements[1:]
    if place < len(keys) and first.takes(keys[place]):
        end = _match(rest, keys, place + 1)
        if end is not None:
            return end
    return _match(rest, keys, place) if first.optional else None


def _is_hidden(one: Found, found: Iterable[Found], data: ClaimData) -> bool:
    return any(
        one.code in data.signals[other.code].hides and other.start < one.end and one.start < other.end
        for other in found
    )


def _key(word: str) -> str:
    if word[0].isdecimal():
        return YEAR if _YEAR.fullmatch(word) else DIGITS
    return word.translate(_APOSTROPHES).lower()
