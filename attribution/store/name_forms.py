"""The forms that a name has in texts, and the patterns by which each is found in a text that is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from attribution.store.spelling import plain_words

Form = tuple[str, ...]

JOINED, ANYWHERE = 8, 12  # letters of a name that is found joined to one word; and within a longer one
_TWO_LETTERS = (("\u0308", "e"), ("ø", "oe"), ("Ø", "Oe"), ("a\u030a", "aa"), ("A\u030a", "Aa"))

_START, _END = r"(?<![^\W_])", r"(?![^\W_])"
_GAP = (  # between two words, initials and a nickname in marks among them
    r"[\W_]{1,4}(?:[^\W_][\W_]{1,3}){0,2}(?:[^\W_]{1,30}[”\"')]{1,2}[\W_]{1,2})?"
)


def forms_of(name: str) -> set[Form]:
    """The words of a name as they are read: as given, without initials, and with two letters for one.

    >>> sorted(forms_of("Jörg M. Sand"))
    [('Joerg', 'M', 'Sand'), ('Joerg', 'Sand'), ('Jorg', 'M', 'Sand'), ('Jorg', 'Sand')]
    """
    found = set()
    for words in (plain_words(name), plain_words(_with_two_letters(name))):
        full = [word for word in words if len(word) > 1]
        found |= {tuple(words), tuple(full if len(full) > 1 else words)}
    return found


def patterns_of(form: Form) -> list[str]:
    """What a name of several words is found by, in letters of any case."""
    words = [word_pattern(word) for word in form]
    last, rest = words[-1], _GAP.join(words[:-1])
    found = [
        f"{_START}{_GAP.join(words)}s?{_END}",
        rf"{_START}{last}(?:\s?,\s?|[-_+/.]){rest}{_END}",
    ]
    joined = "".join(words)
    length = sum(map(len, form))
    if length >= ANYWHERE:
        found.append(joined)
    elif length >= JOINED:
        found.append(f"{_START}{joined}{_END}")
    return found


def word_pattern(word: str) -> str:
    """A word of a name, in which an apostrophe may be left out or be another sign.

    >>> [bool(re.fullmatch(word_pattern("O'Neil"), word)) for word in ("O-Neil", "ONeil", "Neil")]
    [True, True, False]
    """
    return r"[\W_]{0,3}".join(map(re.escape, word.split("'")))


def bounded(words: Iterable[str]) -> str:
    """One of some patterns as a word by itself; the longest first."""
    return f"{_START}(?:{'|'.join(sorted(words, key=len, reverse=True))}){_END}"


def _with_two_letters(name: str) -> str:
    parts = unicodedata.normalize("NFD", name)
    for one, two in _TWO_LETTERS:
        parts = parts.replace(one, two)
    return parts
