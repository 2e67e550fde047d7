"""Bootstrap over articles: how far a figure would move on other articles of the same kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from attribution.evaluation.score import GROUPS, Counts, Figures

Interval = tuple[float, float]

SEED = 17
COVERAGE = 95.0

MAIN = tuple((group, measure, "F1") for group in GROUPS for measure in ("found", "attributed"))
MAIN_SPEAKERS = (("name",), ("name_when_given",), ("role", "F1"))


def intervals(
    counts: Sequence[Counts],
    figures: Callable[[Counts], Figures],
    paths: Iterable[tuple[str, ...]],
    *,
    samples: int,
) -> dict[str, Interval]:
    """The 95 % percentile interval of each figure, by its path joined with blanks.

    Draws `samples` times as many articles as there are, with replacement, always the same draws. Raises
    ValueError for less than one sample or no article.
    """
    if samples < 1 or not counts:
        raise ValueError("a bootstrap needs at least one sample and one article")
    drawn = [figures(total) for total in _totals(counts, samples)]
    tails = [(100 - COVERAGE) / 2, (100 + COVERAGE) / 2]
    found = {}
    for path in paths:
        low, high = np.percentile([_at(one, path) for one in drawn], tails)
        found[" ".join(path)] = (round(float(low), 1), round(float(high), 1))
    return found


def _totals(counts: Sequence[Counts], samples: int) -> Iterable[Counts]:
    keys = sorted({key for one in counts for key in one})
    table = np.array([[one[key] for key in keys] for one in counts], dtype=np.int64)
    size = len(counts)
    weights = np.random.default_rng(SEED).multinomial(size, [1 / size] * size, size=samples)
    for row in weights @ table:
        yield Counter(dict(zip(keys, row.tolist(), strict=True)))


def _at(figures: Figures, path: tuple[str, ...]) -> float:
    value = figures
    for key in path:
        value = value[key]
    return float(value)  # type: ignore[arg-type]
