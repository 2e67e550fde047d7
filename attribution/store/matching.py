"""Which quotation of a changed article is which of the one before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

LEAST_ALIKE = 0.6  # of the terms of both, for one that was changed

Row = tuple[str, str | None, str]  # fingerprint, speaker, terms


@dataclass(frozen=True, slots=True)
class Pair:
    """Places in the two lists, and whether the words are the same."""

    before: int
    after: int
    same: bool


def match(before: Sequence[Row], after: Sequence[Row]) -> list[Pair]:
    """Pairs of quotations of two versions: the same words first, then the most alike; each is in one pair.

    Of several with the same words the one by the same speaker goes first, then the order decides.

    >>> old = [("a", "Lee", "we will win"), ("b", "Roy", "never say so")]
    >>> new = [("c", "Roy", "never say so again"), ("a", "Lee", "we will win")]
    >>> [(pair.before, pair.after, pair.same) for pair in match(old, new)]
    [(0, 1, True), (1, 0, False)]
    """
    found: list[Pair] = []
    left, right = dict(enumerate(before)), dict(enumerate(after))
    for width in (2, 1):  # words and speaker, then words alone
        places = defaultdict(list)
        for place, row in right.items():
            places[row[:width]].append(place)
        for place, row in list(left.items()):
            if there := places[row[:width]]:
                found.append(Pair(place, there.pop(0), same=True))
                del left[place], right[found[-1].after]
    for pair in _alike(left, right):
        if pair.before in left and pair.after in right:
            found.append(pair)
            del left[pair.before], right[pair.after]
    return sorted(found, key=lambda pair: pair.before)


def _alike(left: dict[int, Row], right: dict[int, Row]) -> Iterator[Pair]:
    scores = []
    for before, old in left.items():
        for after, new in right.items():
            score = Indel.normalized_similarity(old[2].split(), new[2].split(), score_cutoff=LEAST_ALIKE)
            if score:
                scores.append((-score, old[1] != new[1], before, after))
    for _, _, before, after in sorted(scores):
        yield Pair(before, after, same=False)
