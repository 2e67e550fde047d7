"""Texts as names and words are sought in them, however they are spelled, with the place of each letter.

Letters lose their accents and forms, entities and escapes are read, all apostrophes are one. What may stand
within a word or between two, as markup or the hyphen at the end of a line, is tried as either.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import unquote

from attribution.store.naming import STROKES

Replacement = Callable[[re.Match[str]], str]

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")  # in a text that is read

_ESCAPE = re.compile(
    r"&(?:amp;)*(?:\#\d{1,7}|\#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,31});"  # of HTML, maybe more than once
    r"|(?:%[\da-fA-F]{2})+"  # of an address
    r"|\\u[\da-fA-F]{4}"  # of JSON in a page
)
_SOFT = re.compile(
    r"<[!/]?[A-Za-z][^<>]*>|<!--.*?-->|-\s+|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+",
    re.DOTALL,
)
_BLANKS = re.compile(r"\s{2,}")
_ALIKE = dict.fromkeys("’‘‛ʼʻ′`´＇", "'") | dict.fromkeys("‐‑", "-") | {"ß": "ss", "ẞ": "SS"}


@dataclass(frozen=True)
class Spelled:
    """A text as it is read; `places` tells where in the text that was given each character is from."""

    text: str
    places: Sequence[tuple[int, int]]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of it, which is not empty, stands in the text that was given."""
        return self.places[start][0], self.places[end - 1][1]


def readings(text: str) -> Iterator[str]:
    """The text as it can be read.

    >>> list(readings("Jos&eacute; <b>O’</b>Neil"))
    ["Jose <b>O'</b>Neil", "Jose O'Neil", "Jose O' Neil"]
    """
    read = _read(text)
    yield _BLANKS.sub(_blank, read)
    if _SOFT.search(read):
        for replacement in ("", " "):
            yield _BLANKS.sub(_blank, _SOFT.sub(replacement, read))


def placed_readings(text: str) -> Iterator[Spelled]:
    """The same, with the places."""
    given = Spelled(text, [(n, n + 1) for n in range(len(text))])
    read = _folded(_replaced(given, _ESCAPE, _unescaped))
    yield _replaced(read, _BLANKS, _blank)
    if _SOFT.search(read.text):
        for replacement in ("", " "):
            yield _replaced(_replaced(read, _SOFT, partial(_same, replacement)), _BLANKS, _blank)


def plain_words(text: str) -> list[str]:
    """The words of a name or a saying, as they are read, without markup; with case."""
    return WORD.findall(_SOFT.sub("", _read(text)))


def _read(text: str) -> str:
    return _ESCAPE.sub(_unescaped, text).translate(_LETTERS)


def _replaced(spelled: Spelled, pattern: re.Pattern[str], replacement: Replacement) -> Spelled:
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    last = 0
    for match in pattern.finditer(spelled.text):
        new = replacement(match)
        pieces += [spelled.text[last : match.start()], new]
        places += [*spelled.places[last : match.start()], *[spelled.place(*match.span())] * len(new)]
        last = match.end()
    pieces.append(spelled.text[last:])
    return Spelled("".join(pieces), [*places, *spelled.places[last:]])


def _folded(spelled: Spelled) -> Spelled:
    letters = [_LETTERS[ord(letter)] for letter in spelled.text]
    places = [place for new, place in zip(letters, spelled.places, strict=True) for _ in range(len(new))]
    return Spelled("".join(letters), places)


def _unescaped(match: re.Match[str]) -> str:
    given = match[0]
    if given[0] == "%":
        return unquote(given)
    if given[0] == "\\":
        return chr(int(given[2:], 16))
    while "&" in given and (read := html.unescape(given)) != given:
        given = read
    return given


def _same(new: str, _: re.Match[str]) -> str:
    return new


def _blank(match: re.Match[str]) -> str:
    return "\n" if "\n" in match[0] else " "


class _Letters(dict[int, str]):
    """What each character is read as, by its number; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _letter(chr(code))
        return found


def _letter(letter: str) -> str:
    if letter in _ALIKE:
        return _ALIKE[letter]
    parts = unicodedata.normalize("NFKD", letter)
    bare = "".join(part for part in parts if unicodedata.category(part) != "Mn")
    plain = STROKES.get(ord(bare.lower())) if len(bare.lower()) == 1 else None
    if plain is None:
        return bare
    return plain if bare.islower() else plain.upper()


_LETTERS = _Letters()
