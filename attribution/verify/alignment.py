"""Where in a text the words of a quotation stand: alignment word by word, with numpy.

The quotation is aligned whole, the text from any place to any other (Sellers 1980). Words of the text that
the quotation leaves out cost much, but little where it says so, by an ellipsis or brackets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

MATCH, CHANGED, ADDED, LEFT_OUT = 100, -100, -80, -60
LEAST = 10  # a word, for a place besides the best
OMITTED, REPLACED = -1, -12  # a word left out at an ellipsis, or in favour of words in brackets
BLOCK = 20_000  # words of text that are looked at together
APART = 200_000  # words between two texts that are looked at as one, as it were: more than pays anywhere

Row = NDArray[np.int32]
Gap = Literal["none", "ellipsis", "brackets"]
_COSTS = {"none": LEFT_OUT, "ellipsis": OMITTED, "brackets": REPLACED}


class Pair(NamedTuple):
    """A word of the quotation and its place in the text; one of them may be None."""

    given: int | None
    found: int | None


@dataclass(frozen=True, slots=True)
class Alignment:
    """How well a quotation fits at a place, in hundredths of a word, and how."""

    score: int
    pairs: tuple[Pair, ...]

    @property
    def found(self) -> tuple[int, int]:
        """First word of the text that belongs to it, and the one behind the last."""
        places = [pair.found for pair in self.pairs if pair.found is not None]
        return (places[0], places[-1] + 1) if places else (0, 0)


def align(given: Sequence[str], gaps: Sequence[Gap], text: Sequence[str], most: int = 5) -> list[Alignment]:
    """The best places of `given` in `text`, the best first; `gaps` says what follows each given word."""
    wanted, costs, coded = _coded(given, gaps, text)
    found: dict[tuple[int, int], Alignment] = {}
    for first, block in _blocks(coded, len(given)):
        for alignment in _align_block(wanted, costs, block, first, most):
            best = found.setdefault(alignment.found, alignment)
            if alignment.score > best.score:
                found[alignment.found] = alignment
    chosen: list[Alignment] = []
    for alignment in sorted(found.values(), key=lambda alignment: -alignment.score):
        start, end = alignment.found
        if all(end <= other.found[0] or start >= other.found[1] for other in chosen):
            chosen.append(alignment)
    return chosen[:most]


def best_scores(given: Sequence[str], gaps: Sequence[Gap], texts: Sequence[Sequence[str]]) -> list[int]:
    """How well the best place of each text fits, sooner than `align` tells it.

    The texts are looked at as one, since numpy takes as long for the words of one as for those of ten.

    >>> best_scores(["noon"], ["none"], [["at", "noon"], ["at", "one"]])
    [100, -80]
    """
    if not texts:
        return []
    start = ""  # which is no word, before each text
    joined = [key for text in texts for key in (start, *text)]
    lengths = [1 + len(text) for text in texts]
    starts = np.cumsum([0, *lengths[:-1]])
    wanted, costs, coded = _coded(given, gaps, joined)
    *_, last = _rows(wanted, costs, coded, starts)
    return [int(best) for best in np.maximum.reduceat(last, starts)]


def _coded(given: Sequence[str], gaps: Sequence[Gap], text: Sequence[str]) -> tuple[Row, Row, Row]:
    """The words as numbers, those of the text that nobody wants as -1, and what passing over one costs."""
    numbers = {key: number for number, key in enumerate(dict.fromkeys(given))}
    wanted = np.array([numbers[key] for key in given], np.int32)
    costs = np.array([_COSTS[gap] for gap in gaps], np.int32)
    return wanted, costs, np.array([numbers.get(key, -1) for key in text], np.int32)


def _blocks(text: Row, given: int) -> Iterator[tuple[int, Row]]:
    """Parts of a text with their places, which overlap by more than so many given words may take."""
    for first in range(0, max(1, len(text)), BLOCK):
        yield first, text[first : first + BLOCK + 3 * given + 200]


def _align_block(wanted: Row, costs: Row, text: Row, first: int, most: int) -> list[Alignment]:
    table = _fill(wanted, costs, text)
    ends = _ends(table[-1], len(wanted), most)
    plain = table[:, : max(ends, default=0) + 1].tolist(), wanted.tolist(), text.tolist()
    return [_trace(*plain, end, first) for end in ends]


def _ends(last: Row, wanted: int, most: int) -> list[int]:
    """Where the best places end, apart from each other."""
    ends: list[int] = []
    apart = max(2, wanted // 2)
    near = np.zeros(len(last), np.bool_)
    for end in map(int, np.argsort(-last, kind="stable")[: 50 * most]):
        if len(ends) == most or last[end] < LEAST * wanted * bool(ends):
            break
        if not near[end]:
            ends.append(end)
            near[max(0, end - apart + 1) : end + apart] = True
    return ends


def _fill(wanted: Row, costs: Row, text: Row) -> Row:
    """The best score of the first words of the quotation with the text up to each word."""
    return np.stack([*_rows(wanted, costs, np.concatenate([[-1], text]), np.zeros(1, np.intp))])


def _rows(wanted: Row, costs: Row, text: Row, starts: NDArray[np.intp]) -> Iterator[Row]:
    """The rows of that table, over texts one after the other, each with a place before its first word.

    `starts` are those places. Nothing leads from one text to the next.
    """
    place = np.arange(len(text), dtype=np.int32)
    for start in starts[1:]:
        place[start:] += APART
    before = np.zeros(len(text), np.int32)
    yield before
    for row, word in enumerate(wanted, 1):
        best = before + ADDED
        diagonal = before[:-1] + np.where(text[1:] == word, MATCH, CHANGED)
        np.maximum(best[1:], diagonal, out=best[1:])
        best[starts] = row * ADDED
        if row < len(wanted):
            passed = costs[row - 1] * place
            best -= passed
            np.maximum.accumulate(best, out=best)
            best += passed
        before = best
        yield best


def _trace(table: list[list[int]], wanted: list[int], text: list[int], end: int, first: int) -> Alignment:
    """The way through the table that leads to a place; in lists, since numpy hands out one by one slowly."""
    pairs: list[Pair] = []
    row, column = len(wanted), end
    while row:
        here = table[row][column]
        if column:
            step = MATCH if text[column - 1] == wanted[row - 1] else CHANGED
            if here == table[row - 1][column - 1] + step:
                row, column = row - 1, column - 1
                pairs.append(Pair(row, first + column))
                continue
        if here == table[row - 1][column] + ADDED:
            row -= 1
            pairs.append(Pair(row, None))
        else:
            column -= 1
            pairs.append(Pair(None, first + column))
    return Alignment(table[-1][end], tuple(reversed(pairs)))
