"""Cuts an article into windows that an encoder can read, so that each cue is read with room on both sides."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

Window = tuple[int, int]  # pieces, half-open


def windows(length: int, *, size: int, overlap: int, breaks: Sequence[int] = ()) -> list[Window]:
    """Windows of at most `size` pieces over `length` pieces, each sharing `overlap` or more with the next.

    A window ends at the last of `breaks` (ascending piece numbers) that leaves it at least half full.
    Raises ValueError when the overlap is not under half of the size.

    >>> windows(10, size=6, overlap=2)
    [(0, 6), (4, 10)]
    """
    if not 0 <= overlap < size / 2:
        raise ValueError(f"an overlap of {overlap} is not under half of {size}")
    made: list[Window] = []
    start = 0
    while start + size < length:
        end = start + size
        last = bisect_right(breaks, end) - 1
        if last >= 0 and breaks[last] > start + size // 2 + overlap:
            end = breaks[last]
        made.append((start, end))
        start = end - overlap
    made.append((start, length))
    return made


def owners(made: Sequence[Window], *, before: int) -> list[Window]:
    """For each window the pieces whose cues are read in it: the parts cover everything and share nothing.

    In the overlap of two windows the first `before` pieces fall to the earlier one.
    """
    cuts = [following[0] + min(before, earlier[1] - following[0]) for earlier, following in pairwise(made)]
    edges = [made[0][0], *cuts, made[-1][1]]
    return [(edges[i], edges[i + 1]) for i in range(len(made))]
