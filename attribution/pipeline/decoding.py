"""From the chances that a network gives to spans: the most likely labels, whole words, whole quotations.

All positions are piece numbers until `Decoded`, whose ranges are code points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attribution.models.network import CONTENT, CUE, NEAR, NONE, REACH, SOURCE, CueReading, Floats
from attribution.models.pieces import Ints, Pieces

Span = tuple[int, int]  # half-open
_NEVER = 1e4
_CERTAIN = -0.02  # log-chance of none from which a piece is taken for none unseen


@dataclass(frozen=True, slots=True)
class Costs:
    """What it costs, in natural logarithms, that a piece has another label than the one before.

    `content` where a content begins or ends, `other` for sources and cues; at the ends of paragraphs the cost
    is multiplied by `paragraph`. `source` is added to the chance of a source: a source has few pieces, and
    missing it costs more than one too many.
    """

    content: float = 1.5
    other: float = 0.1
    paragraph: float = 0.3
    source: float = 0.7

    def changes(self) -> NDArray[np.float64]:
        """The cost from each label to each."""
        table = np.full((4, 4), self.other)
        table[CONTENT, :] = table[:, CONTENT] = self.content
        np.fill_diagonal(table, 0.0)
        return table


@dataclass(slots=True)
class Decoded:
    """One relation: `content`, `cue` and `source` as ranges of code points, and its chances."""

    content: list[list[int]]
    cue: list[int]
    source: list[int] | None
    relation: float
    stated: float
    content_chance: float
    source_chance: float | None
    labels: Ints  # of the pieces from first - REACH on
    first: int


def decode(readings: Sequence[CueReading], pieces: Pieces, costs: Costs) -> list[Decoded]:
    """One relation for each cue that has a content, in the order of the cues."""
    if not readings:
        return []
    scores = np.stack([reading.labels for reading in readings])
    scores[:, :, SOURCE] += costs.source
    weights = np.stack([_weights(reading.first, pieces, costs) for reading in readings])
    labels = np.zeros(scores.shape[:2], np.int64)
    for rows, part in _parts(scores):
        labels[rows, part] = best_labels(scores[rows, part], weights[rows, part], costs.changes())
    found = (_decoded(*each, pieces) for each in zip(readings, labels, strict=True))
    return [one for one in found if one is not None]


def _parts(scores: Floats) -> Iterator[tuple[Ints, slice]]:
    """Rows whose labels lie near their cue, then the rest, each with the pieces that may have a label."""
    likely = scores[:, :, NONE] < _CERTAIN
    beyond = np.ones(scores.shape[1], bool)
    beyond[REACH - NEAR : REACH + NEAR + 1] = False
    far = likely[:, beyond].any(1)
    for rows in (np.flatnonzero(~far), np.flatnonzero(far)):
        columns = np.flatnonzero(likely[rows].any(0))
        if len(columns):
            yield rows, slice(max(int(columns[0]) - 1, 0), int(columns[-1]) + 2)


def best_labels(scores: Floats, weights: NDArray[np.float64], changes: NDArray[np.float64]) -> Ints:
    """The most likely labels of each row of `scores` `[rows, pieces, labels]` (Viterbi).

    It costs `weights[row, i] * changes[a, b]` that piece `i` has label b and the one before it label a.
    """
    rows, length, labels = scores.shape
    best = scores[:, 0].astype(np.float64)
    came = np.zeros((rows, length, labels), np.int64)
    for i in range(1, length):
        steps = best[:, :, None] - weights[:, i, None, None] * changes
        came[:, i] = steps.argmax(1)
        best = steps.max(1) + scores[:, i]
    chosen = np.zeros((rows, length), np.int64)
    chosen[:, -1] = best.argmax(1)
    for i in range(length - 1, 0, -1):
        chosen[:, i - 1] = came[np.arange(rows), i, chosen[:, i]]
    return chosen


def _weights(first: int, pieces: Pieces, costs: Costs) -> NDArray[np.float64]:
    """Labels change where words begin, more easily where paragraphs do."""
    at = np.arange(first - REACH, first + REACH + 1)
    inside = (at >= 0) & (at < len(pieces))
    at = at.clip(0, len(pieces) - 1)
    gap = pieces.starts[at] == pieces.ends[at]
    after_gap = np.concatenate([[False], gap[:-1]])
    made = np.where(pieces.firsts[at] > 0, 1.0, _NEVER)
    made[gap | after_gap] = costs.paragraph
    made[~inside] = 0.0
    return made


def _decoded(reading: CueReading, labels: Ints, pieces: Pieces) -> Decoded | None:
    base = reading.first - REACH
    chances = np.exp(reading.labels)
    at = (base + np.arange(len(labels))).clip(0, len(pieces) - 1)
    written = pieces.starts[at] < pieces.ends[at]  # no piece of content runs over the end of a paragraph
    content = [run for run in runs((labels == CONTENT) & written) if _has_letters(run, base, pieces)]
    if not content:
        return None
    sources = runs(labels == SOURCE)
    source = max(sources, key=lambda run: chances[run[0] : run[1], SOURCE].sum(), default=None)
    cue = next((run for run in runs(labels == CUE) if run[0] <= REACH < run[1]), None)
    inside = np.concatenate([chances[a:b, CONTENT] for a, b in content])
    return Decoded(
        content=[_range(run, base, pieces) for run in content],
        cue=_range(cue, base, pieces)
        if cue
        else [int(pieces.starts[reading.first]), int(pieces.ends[reading.last])],
        source=_range(source, base, pieces) if source else None,
        relation=reading.relation,
        stated=reading.stated,
        content_chance=float(inside.mean()),
        source_chance=float(chances[source[0] : source[1], SOURCE].mean()) if source else None,
        labels=labels,
        first=reading.first,
    )


def runs(chosen: NDArray[np.bool_]) -> list[Span]:
    """Where `chosen` holds without a break.

    >>> runs(np.array([0, 1, 1, 0, 1], bool))
    [(1, 3), (4, 5)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[0], chosen.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _range(run: Span, base: int, pieces: Pieces) -> list[int]:
    return [int(pieces.starts[base + run[0]]), int(pieces.ends[base + run[1] - 1])]


def _has_letters(run: Span, base: int, pieces: Pieces) -> bool:
    low, high = base + run[0], base + run[1]
    return bool(
        (pieces.ids[low:high] > _SIGNS).any() and (pieces.starts[low:high] < pieces.ends[low:high]).any()
    )


_SIGNS = 1063  # pieces up to here are single signs of the vocabulary, no words
