"""The words of a quotation and its original, pair by pair: which are the same, what became of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attribution.verify.alignment import Pair
from attribution.verify.given import Given
from attribution.verify.words import Word

Spans = Sequence[tuple[int, int]]


def has_same(given: Given, words: Sequence[Word], pair: Pair) -> bool:
    """Whether both have the same word there."""
    if pair.given is None or pair.found is None:
        return False
    return given.words[pair.given].key == words[pair.found].key


def kinds_of(given: Given, words: Sequence[Word], pairs: Sequence[Pair]) -> Iterator[tuple[str, int, Pair]]:
    """What each pair is, with a number that sets runs apart which are beside each other."""
    before, number = -1, 0
    for pair in pairs:
        if pair.given is None:
            gap = given.gaps[before] if before >= 0 else "none"
            yield (
                ("changed" if gap == "none" else gap),
                number,
                Pair(before if gap == "brackets" else None, pair.found),
            )
            continue
        before = pair.given
        same = has_same(given, words, pair)
        number += same
        yield ("same" if same else "changed"), number, pair
