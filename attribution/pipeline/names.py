"""Names as words: which short form fits which long one. No spaCy here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from attribution.lang.first_names import fold
from attribution.lang.titles import Titles

POSSESSIVE = re.compile("['’‘]s$")
NICKNAME = re.compile("“[^“”]+”|‘[^‘’]+’")
WORD = re.compile("“[^“”]+”|‘[^‘’]+’(?= )|[^\\s]+")
Fit = Literal["same", "surname", "first-name", "part"]


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name without titles: `words` as written, `keys` folded, without initials and suffix."""

    words: tuple[str, ...]
    keys: tuple[str, ...]
    suffix: str = ""

    @property
    def text(self) -> str:
        """The name as one string."""
        return " ".join(self.words)

    @property
    def full(self) -> bool:
        """Whether there is more than one word to go by."""
        return len(self.keys) > 1


def parse_name(words: list[str], titles: Titles) -> Name:
    """The name that `words` spell; ALL-CAPS ones are put in title case.

    >>> from attribution.lang.titles import titles
    >>> parse_name(["ROSA", "J.", "LEE"], titles("en")).text
    'Rosa J. Lee'
    """
    kept = [
        word if NICKNAME.fullmatch(word) and 0 < number < len(words) - 1 else _bare(word)
        for number, word in enumerate(words)
    ]
    while len(kept) > 1 and kept[-1].lower().replace(".", "") in titles.honours:
        kept.pop()
    long = [w for w in kept if len(w) > 3 and w.isalpha()]
    if long and all(w.isupper() for w in long) and len(kept) > 1:
        kept = [w.title() if w.isupper() else w for w in kept]
    suffix = ""
    keys = []
    for number, word in enumerate(kept):
        key = fold(word).strip(".,“”‘’")
        if number and key in titles.suffixes:
            suffix = key
        elif len(key.replace(".", "")) > 1:
            keys.append(key)
    if not keys:
        keys = [fold(word).strip(".,") for word in kept]
    return Name(tuple(kept), tuple(keys), suffix)


def words_of_name(text: str) -> list[str]:
    """The words of a name, a nickname in marks being one.

    >>> words_of_name("Ned “Big Ned” Lee")
    ['Ned', '“Big Ned”', 'Lee']
    """
    return WORD.findall(text)


def _bare(word: str) -> str:
    """A word of a name without the marks around it and the ending of an owner."""
    return POSSESSIVE.sub("", word.strip(',"“”‘'))


def fit(short: Name, long: Name, titles: Titles) -> Fit | None:
    """How `short` can be a form of `long`, or None.

    >>> from attribution.lang.titles import titles
    >>> data = titles("en")
    >>> fit(parse_name(["Lee"], data), parse_name(["Ann", "Lee"], data), data)
    'surname'
    """
    a, b = short.keys, long.keys
    if a == b:
        return "same"
    if len(a) > 1 and len(b) > 1:
        return _fit_full(a, b, titles)
    if a == b[-len(a) :]:
        return "surname"
    if a == b[: len(a)]:
        return "first-name"
    return "part" if len(a) == 1 and len(a[0]) > 2 and a[0] in b else None


def _fit_full(a: tuple[str, ...], b: tuple[str, ...], titles: Titles) -> Fit | None:
    """The case of two names of several words each."""
    if a[-1] == b[-1] and same_first(a[0], b[0], titles):
        return "same"
    small, big = (a, b) if len(a) < len(b) else (b, a)
    if len(small) < len(big):
        if small == big[-len(small) :]:
            return "surname"
        if small == big[: len(small)]:
            return "first-name"
        # of two surnames the first one, "de la Cruz" for "Rosa de la Cruz Vega"
        if small[0] in titles.particles and big[1 : len(small) + 1] == small:
            return "part"
    return None


def same_first(a: str, b: str, titles: Titles) -> bool:
    """Whether two first names can be one: equal, a short form, or cut short.

    >>> from attribution.lang.titles import titles
    >>> same_first("bill", "william", titles("en"))
    True
    """
    if a == b or b in titles.nicknames.get(a, ()) or a in titles.nicknames.get(b, ()):
        return True
    if set(titles.nicknames.get(a, ())) & set(titles.nicknames.get(b, ())):
        return True
    small, big = sorted((a, b), key=len)
    if len(small) > 2 and big.startswith(small) and len(big) - len(small) > 1:
        return True
    return len(small) > 4 and len(big) == len(small) + 1 and _one_letter_more(small, big)


def _one_letter_more(small: str, big: str) -> bool:
    """Whether `big` is `small` with one letter put in: a slip of spelling."""
    return any(big[:i] + big[i + 1 :] == small for i in range(len(big)))


def slip(a: str, b: str) -> bool:
    """Whether two surnames differ by one slip of the keyboard: a letter more, less or other, or two swapped.

    >>> slip("macready", "mcready"), slip("marsh", "march"), slip("marsh", "harsh"), slip("lee", "lea")
    (True, True, False, False)
    """
    small, big = sorted((a, b), key=len)
    if small == big or len(small) < 4 or len(big) - len(small) > 1 or a[0] != b[0]:
        return False
    if len(small) < len(big):
        return len(small) > 4 and _one_letter_more(small, big)
    other = [i for i in range(len(a)) if a[i] != b[i]]
    if len(other) == 1:
        return len(a) > 4 or a[-1] == b[-1]
    i, j = other[0], other[-1]
    return len(other) == 2 and j == i + 1 and a[i] == b[j] and a[j] == b[i]
