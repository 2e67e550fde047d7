"""Which rows of an index have most of what is looked for, weighed by how rare it is; bounded in any store."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

ROUNDS = (300, 3_000)  # rows with a key: the rare ones first; from the last on it tells too little
ENOUGH = 8  # keys that are rare, beside which the commoner ones are not looked up
SCALE = 100_000  # rows, by which is reckoned how rare a key is
MOST_FOUND = 300  # rows

Numbers = NDArray[np.int64]
LookUp = Callable[[Sequence[str], int], Sequence[Numbers]]  # the rows of each key, so many at most


def numbers_of(written: str | None) -> Numbers:
    """Numbers as a database writes them together, with commas: by the row they take ten times as long.

    >>> numbers_of("3,14"), len(numbers_of(None))
    (array([ 3, 14]), 0)
    """
    return np.fromstring(written or "", np.int64, sep=",")


def rarest(look_up: LookUp, keys: Sequence[str], common: Collection[str] = ()) -> list[Numbers]:
    """The rows of each key that some have and that is not common, of the rarest at least.

    `common` are those of which that is known, which are not looked up.
    """
    found: list[Numbers] = []
    keys = [key for key in keys if key not in common]
    for most in ROUNDS:
        lists = look_up(keys, most + 1)
        found += [numbers for numbers in lists if 0 < len(numbers) <= most]
        keys = [key for key, numbers in zip(keys, lists, strict=True) if len(numbers) > most]
        if len(found) >= ENOUGH or not keys:
            break
    return found


def weight_of(rows: int) -> float:
    """How much a key tells that so many rows have."""
    return math.log(1 + SCALE / (1 + rows))


def shares_of(lists: Sequence[Numbers]) -> dict[int, float]:
    """What speaks for each row, of what could; the MOST_FOUND best."""
    if not lists:
        return {}
    weights = [weight_of(len(numbers)) for numbers in lists]
    each = [np.full(len(numbers), weight) for numbers, weight in zip(lists, weights, strict=True)]
    numbers, places = np.unique(np.concatenate(lists), return_inverse=True)
    scores = np.bincount(places, np.concatenate(each)) / sum(weights)
    best = np.argsort(-scores, kind="stable")[:MOST_FOUND]
    return {int(numbers[place]): float(scores[place]) for place in best}


def best_of(shares: Mapping[int, float], most: int) -> list[int]:
    """The rows for which most speaks, the newest first where it is the same."""
    return sorted(shares, key=lambda number: (-shares[number], -number))[:most]
