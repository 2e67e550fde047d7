"""Texts as words that can be compared: what differs in type, spelling or marks alone has the same key."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from attribution.lang.verifying import Verifying
from attribution.text.sentences import sentences

REMEMBERED = 100_000  # words whose keys are not made anew

_MINUS = r"\-\u2010\u2011\u2013\u2212\ufe63\uff0d"  # as hyphens, the dash and the sign
_CURRENCIES = r"$¢-¥֏؋৳฿₠-₿"
_WORD = re.compile(  # the commonest first; what cannot begin a number is not tried as one
    r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*(?:['’ʼ‘`][^\W\d_]+)*"
    rf"|(?=[{_MINUS}.\d{_CURRENCIES}])(?:(?<![^\s(\[“‘\"'])[{_MINUS}])?"
    rf"(?:[{_CURRENCIES}](?=[.\d])|\d+(?:[.,:]\d+)*|(?<![.\w])\.\d+)"
    rf"|[{_CURRENCIES}%&]"
)
_GROUPS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SIGN = re.compile(rf"^[{_MINUS}]")
_BARE_POINT = re.compile(r"(?<!\d)\.(?=\d)")
_APOSTROPHES = str.maketrans("’ʼ‘`", "''''")
_TENS, _UNITS = {str(ten) for ten in range(20, 100, 10)}, set("123456789")


class Word(NamedTuple):
    """A word of a text: its place in code points, and what it is compared by."""

    start: int
    end: int
    key: str


def words_of(text: str, data: Verifying, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of `text` between two places, without fillers.

    >>> from attribution.lang.verifying import verifying
    >>> [word.key for word in words_of("Um, Organised “labour” — 1,000 café", verifying("en"))]
    ['organized', 'labor', '1000', 'cafe']
    """
    found: list[Word] = []
    fillers, new = data.fillers, tuple.__new__  # by its class a word takes three times as long
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        key = key_of(match[0], data)
        word = new(Word, (*match.span(), key))
        if key in _UNITS and found and _is_tens(text, found[-1], word):
            word = Word(found[-1].start, word.end, str(int(found.pop().key) + int(key)))
        if key not in fillers or not _is_filler(text, word, found):
            found.append(word)
    return found


def keys_of(text: str, data: Verifying) -> list[str]:
    """What the words of `text` are compared by, quickly: fillers stay, and "twenty-six" is two words."""
    return [key_of(word, data) for word in _WORD.findall(text)]


def _is_filler(text: str, word: Word, before: list[Word]) -> bool:
    """Whether one of the fillers is a sound, and not a unit ("20 mm") or an abbreviation ("the ER")."""
    measured = bool(before) and text[before[-1].end - 1].isdigit()
    return not measured and not text[word.start : word.end].isupper()


def _is_tens(text: str, tens: Word, units: Word) -> bool:
    """Whether two words, of which one is a unit, are one number, as twenty-six is."""
    if tens.key not in _TENS:
        return False
    apart = text[tens.end : units.start]
    spelt = text[tens.start : units.end].replace(apart, "").isalpha()
    return spelt and apart in ("-", " ", "‑")


@lru_cache(maxsize=REMEMBERED)
def key_of(word: str, data: Verifying) -> str:
    """What a word is compared by."""
    if word.isascii() and word.isalpha():  # most are, and have nothing of what follows
        plain = word.lower()
        return data.same.get(plain, plain)
    plain = unicodedata.normalize("NFKD", word.translate(_APOSTROPHES)).casefold()
    plain = _GROUPS.sub("", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    plain = _BARE_POINT.sub("0.", _SIGN.sub("-", plain))
    return data.same.get(plain, plain)


@dataclass(frozen=True, slots=True)
class Text:
    """A text that was read: its words, and where its sentences begin and end, in code points."""

    text: str
    words: list[Word]
    sentences: list[tuple[int, int]]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence begins that `start` is in, and where the one ends that `end` is in."""
        first = max(0, bisect_right(self.sentences, (start, len(self.text))) - 1)
        last = min(bisect_left(self.sentences, (end, 0)), len(self.sentences)) - 1
        return self.sentences[first][0], self.sentences[max(first, last)][1]


def read_text(text: str, data: Verifying) -> Text:
    """Reads a text.

    >>> from attribution.lang.verifying import verifying
    >>> read = read_text("No. Dr. Lee is in. Go.", verifying("en"))
    >>> read.text[slice(*read.around(8, 11))]
    'Dr. Lee is in.'
    """
    return Text(text, words_of(text, data), list(sentences(text, data.abbreviations)))
