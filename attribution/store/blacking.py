"""Words of a person blacked out: each letter by a bar, so that all places stay as they were."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Protocol

from attribution.store.name_forms import bounded, forms_of, patterns_of, word_pattern
from attribution.store.naming import read_person
from attribution.store.spelling import WORD, placed_readings, plain_words, readings

BAR = "█"


def blacked(text: str) -> str:
    """The text with a bar for each letter, figure and sign; blanks and punctuation stay.

    >>> blacked("“We open at 9,” said O’Neil.")
    '“██ ████ ██ █,” ████ █’████.'
    """
    return "".join(letter if _stays(letter) else BAR for letter in text)


def _stays(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "PZ" or unicodedata.category(letter) == "Cc"


class Names:
    """Names of a person, found in any text, however they are spelled and whatever stands between their words.

    A name of one word, and `words`, are found as they are written, or in capitals: "Will" is not "will".

    >>> names = Names(["Mara J. Lindqvist"])
    >>> names.black("Mara J Lindqvist, MARA  J. LINDQVIST, Mara Lindqvist’s and Mara")
    '████ █ █████████, ████  █. █████████, ████ █████████’s and Mara'
    """

    def __init__(self, names: Iterable[str], words: Iterable[str] = ()) -> None:
        self.names = sorted({name for name in names if plain_words(name)})
        self._same = {_joined(name) for name in self.names}
        forms = {form for name in self.names for form in forms_of(name)}
        several = [form for form in forms if len(form) > 1]
        self._slugs = [[_letters(word) for word in form] for form in several]
        alone = {form[0] for form in forms if len(form) == 1}
        alone |= {word for one in words for word in plain_words(one)}
        self._needles = {_longest(form) for form in (*several, *((word,) for word in alone))}
        self._patterns = [
            re.compile(pattern, flags)
            for pattern, flags in (
                ("|".join(pattern for form in several for pattern in patterns_of(form)), re.IGNORECASE),
                (_single(alone), 0),
                ("|".join(map(_handle, map(word_pattern, alone))), re.IGNORECASE),
            )
            if pattern
        ]

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where they stand."""
        if not self.holds(text):
            return []
        found = {one.place(*span) for one in placed_readings(text) for span in self._spans(one.text)}
        return sorted(found)

    def holds(self, text: str) -> bool:
        """Whether any of them stands there."""
        return any(one.search(read) for read in readings(text) if self._may(read) for one in self._patterns)

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def means(self, name: str) -> bool:
        """Whether a name is one of them, however it is spelled."""
        return _joined(name) in self._same

    def black(self, text: str) -> str:
        """The text without them."""
        return black_at(text, self.places(text))

    def in_address(self, text: str) -> bool:
        """Whether a name of several words stands in an address or an id, joined in any way."""
        for read in readings(text):
            found = [_letters(word) for word in WORD.findall(read)]
            joined = "".join(found)
            orders = [order for slug in self._slugs for order in (slug, [slug[-1], *slug[:-1]])]
            if any(set(order) <= set(found) or "".join(order) in joined for order in orders):
                return True
        return False

    def of_several_words(self) -> Names:
        """Those of them that tell who is meant wherever they stand: a surname alone is many people's."""
        return Names(name for name in self.names if len(plain_words(name)) > 1)

    def with_words(self, others: Iterable[str]) -> Names:
        """With each of their words by itself as well, but for those that are words of other names too."""
        taken = {word.casefold() for name in others for word in plain_words(name)}
        mine = {
            word
            for name in self.names
            for word in plain_words(name)
            if word.casefold() in read_person(name).parts and len(word) > 1
        }
        kept = [name for name in self.names if _joined(name) not in taken]
        return Names(kept, [word for word in mine if word.casefold() not in taken])

    def _may(self, read: str) -> bool:
        """Whether it is worth looking, which is told much faster."""
        small = read.lower()
        return any(needle in small for needle in self._needles)

    def _spans(self, read: str) -> Iterator[tuple[int, int]]:
        return (match.span() for one in self._patterns for match in one.finditer(read))


class Found(Protocol):
    """What is found in texts: names, sayings."""

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where it stands."""
        ...


def black_each(value: Any, wanted: Collection[Found]) -> Any:
    """A value of JSON without what is found in its texts.

    >>> black_each({"who": ["Mara Lindqvist", 1]}, [Names(["Mara Lindqvist"])])
    {'who': ['████ █████████', 1]}
    """
    if isinstance(value, str):
        return black_at(value, [place for one in wanted for place in one.places(value)])
    if isinstance(value, list):
        return [black_each(item, wanted) for item in value]
    if isinstance(value, dict):
        return {black_each(key, wanted): black_each(item, wanted) for key, item in value.items()}
    return value


def black_at(text: str, places: Iterable[tuple[int, int]]) -> str:
    """The text with all that stands in some places blacked out."""
    letters = list(text)
    for start, end in places:
        letters[start:end] = blacked(text[start:end])
    return "".join(letters)


def _single(words: Collection[str]) -> str:
    forms = {word_pattern(form) for word in words for form in (word, word.upper())}
    return bounded(forms) if forms else ""


def _handle(pattern: str) -> str:
    """A word by which somebody goes on a network, or in an address of mail."""
    return f"(?<=[@#]){pattern}(?![^\\W_])|(?<![^\\W_]){pattern}(?=@)"


def _longest(form: Iterable[str]) -> str:
    """The longest piece of a name that stands in it whatever is between its words."""
    return max((piece.lower() for word in form for piece in word.split("'")), key=len)


def _joined(name: str) -> str:
    return " ".join(plain_words(name)).casefold()


def _letters(word: str) -> str:
    return word.replace("'", "").casefold()
