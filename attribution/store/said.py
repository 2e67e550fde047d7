"""What a person said, found again wherever it stands: in headlines, in other versions, in notes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from attribution.store.spelling import WORD, placed_readings, plain_words, readings

LEAST = 3  # words: fewer are anybody's
_BETWEEN = 4  # characters between two words at most


class Said:
    """Sayings of at least three words, found in any text, whatever marks and markup stand between the words.

    >>> said = Said(["“Our platypuses dance,”", "No."])
    >>> said.places("OUR PLATYPUSES DANCE, it says"), said.places("No.")
    ([(0, 20)], [])
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._by_start: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
        for text in texts:
            for part in text.split(" … "):
                words = tuple(word.casefold() for word in plain_words(part))
                if len(words) >= LEAST:
                    self._by_start[words[:LEAST]].add(words)

    def __bool__(self) -> bool:
        return bool(self._by_start)

    def holds(self, text: str) -> bool:
        """Whether any of it stands there."""
        return bool(self._by_start) and any(self._spans(read) for read in readings(text))

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where it stands."""
        if not self.holds(text):
            return []
        found = {one.place(*span) for one in placed_readings(text) for span in self._spans(one.text)}
        return sorted(found)

    def _spans(self, read: str) -> list[tuple[int, int]]:
        matches = list(WORD.finditer(read))
        words = [match[0].casefold() for match in matches]
        found = []
        for first in range(len(words) - LEAST + 1):
            for saying in self._by_start.get(tuple(words[first : first + LEAST]), ()):
                here = matches[first : first + len(saying)]
                if tuple(words[first : first + len(saying)]) == saying and _close(here):
                    found.append((here[0].start(), here[-1].end()))
        return found


def _close(matches: Sequence[re.Match[str]]) -> bool:
    return all(after.start() - before.end() <= _BETWEEN for before, after in pairwise(matches))
