"""Texts as words that can be compared: what differs in type, spelling or marks alone has the same key."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from attribution.lang.verifying import Verifying

_MINUS = r"\-\u2010\u2011\u2013\u2212\ufe63\uff0d"  # as hyphens, the dash and the sign
_CURRENCIES = r"$¢-¥֏؋৳฿₠-₿"
_WORD = re.compile(
    rf"(?:(?<![^\s(\[“‘\"'])[{_MINUS}])?(?:[{_CURRENCIES}](?=[.\d])|\d+(?:[.,:]\d+)*|(?<![.\w])\.\d+)"
    r"|[^\W\d_][^\W\d_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W\d_]*)*(?:['’ʼ‘`][^\W\d_]+)*"
    rf"|[{_CURRENCIES}%&]"
)
_GROUPS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SIGN = re.compile(rf"^[{_MINUS}]")
_BARE_POINT = re.compile(r"(?<!\d)\.(?=\d)")
_APOSTROPHES = str.maketrans("’ʼ‘`", "''''")
_TENS, _UNITS = {str(ten) for ten in range(20, 100, 10)}, set("123456789")
_SENTENCE_END = re.compile(r"[.!?…]+[”’\"')\]]*(?=\s)|\n")


@dataclass(frozen=True, slots=True)
class Word:
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
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        word = Word(match.start(), match.end(), key_of(match[0], data))
        if found and _is_tens(text, found[-1], word):
            word = Word(found[-1].start, word.end, str(int(found.pop().key) + int(word.key)))
        if not _is_filler(text, word, found, data):
            found.append(word)
    return found


def _is_filler(text: str, word: Word, before: list[Word], data: Verifying) -> bool:
    """Whether a word is a sound, and not a unit ("20 mm") or an abbreviation ("the ER")."""
    measured = bool(before) and text[before[-1].end - 1].isdigit()
    return word.key in data.fillers and not measured and not text[word.start : word.end].isupper()


def _is_tens(text: str, tens: Word, units: Word) -> bool:
    """Whether two words are one number, as twenty-six is."""
    apart = text[tens.end : units.start]
    spelt = text[tens.start : units.end].replace(apart, "").isalpha()
    return spelt and apart in ("-", " ", "‑") and tens.key in _TENS and units.key in _UNITS


def key_of(word: str, data: Verifying) -> str:
    """What a word is compared by."""
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
    return Text(text, words_of(text, data), list(_sentences(text, data)))


def _sentences(text: str, data: Verifying) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if not _is_short(text, match.start(), match[0], data):
            yield start, match.end()
            start = match.end()
            while start < len(text) and text[start].isspace():
                start += 1
    yield start, len(text)


def _is_short(text: str, place: int, mark: str, data: Verifying) -> bool:
    """True for the full stop of an abbreviation or an initial."""
    word = re.search(r"[\w.'’]*$", text[max(0, place - 20) : place])
    key = word[0].lower() if word else ""
    return mark == "." and (key in data.abbreviations or (len(key) == 1 and key.isalpha() and key != "i"))
