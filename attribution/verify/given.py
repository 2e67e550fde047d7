"""A quotation as somebody gives it: its words, and where it says itself that it was edited."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from attribution.lang.verifying import Verifying
from attribution.verify.alignment import Gap
from attribution.verify.words import Word, key_of, words_of

_PART = re.compile(
    r"(?P<letter>\[\w+\]\w+|\w+\[\w?['’]\w+\])"  # "[T]he", and what makes another word: "[un]safe", "can['t]"
    r"|(?P<ellipsis>\[\s*(?:…|\.{3,4}|\. \. \.)\s*\]|\(\s*(?:…|\.{3})\s*\)|…|\.{3,4}|\. \. \.)"
    r"|(?P<sic>\[\s*sic\s*\])"
    r"|(?P<brackets>\[[^\[\]]{0,200}\])",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Given:
    """Words as given, what follows each, and the words in brackets behind each (-1: before the first)."""

    text: str
    words: list[Word] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    brackets: dict[int, tuple[int, int]] = field(default_factory=dict)
    edited: bool = False

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return self.text.rstrip("”’\"' ").endswith("?")


def read_given(text: str, data: Verifying) -> Given:
    """The quotation in `text`.

    >>> from attribution.lang.verifying import verifying
    >>> given = read_given("[W]e will open … the bridge [of Ostby] soon", verifying("en"))
    >>> [word.key for word in given.words], given.gaps.index("ellipsis"), given.gaps.index("brackets")
    (['we', 'will', 'open', 'the', 'bridge', 'soon'], 2, 4)
    """
    given, place = Given(text), 0
    for part in _PART.finditer(text):
        _add(given, words_of(text, data, place, part.start()))
        place = part.end()
        given.edited = True
        last = len(given.words) - 1
        if part["letter"]:
            key = key_of(part[0].replace("[", "").replace("]", ""), data)
            _add(given, [Word(part.start(), part.end(), key)])
        elif part["brackets"]:
            given.brackets[last] = (part.start(), part.end())
        if last >= 0 and given.gaps[last] != "ellipsis" and (part["ellipsis"] or part["brackets"]):
            given.gaps[last] = "ellipsis" if part["ellipsis"] else "brackets"
    _add(given, words_of(text, data, place))
    return given


def _add(given: Given, words: list[Word]) -> None:
    given.words += words
    given.gaps += ["none"] * len(words)
