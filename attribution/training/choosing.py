"""Learns what features count from choices: of each case's candidates, gold tells which is meant.

The weights make the right candidates likeliest by a softmax over each case's, drawn by a ridge to what is
known beforehand: a feature that gold tells little of stays near its prior.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attribution.errors import EvaluationError

RIDGE = 5.0
FOLDS = 5
DIGITS = 2  # of the weights that are written
_STEPS = 100
_CLOSE = 1e-8

Numbers = NDArray[np.float64]
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Case:
    """The features of all that can be meant, one of which is right, the one at `right`."""

    article: str
    candidates: tuple[Weights, ...]
    right: int


@dataclass(frozen=True, slots=True)
class Fit:
    """How well weights choose: the share that is right, and the mean log likelihood of what is right."""

    cases: int
    right: float
    likelihood: float

    def __str__(self) -> str:
        return f"{100 * self.right:.1f} % of {self.cases} right, log likelihood {self.likelihood:.3f}"


def fit(cases: Sequence[Case], prior: Weights) -> dict[str, float]:
    """The weights of the features in `prior`, by Newton's method. Raises EvaluationError without a case."""
    if not cases:
        raise EvaluationError("gold has no case to learn from")
    tables = [(_table(case, prior), case.right) for case in cases]
    start = np.array(list(prior.values()))
    weights = start.copy()
    for _ in range(_STEPS):
        slope, curve = -RIDGE * (weights - start), RIDGE * np.eye(len(start))
        for table, right in tables:
            chances = _chances(table, weights)
            mean = chances @ table
            slope += table[right] - mean
            curve += (table.T * chances) @ table - np.outer(mean, mean)
        step = np.linalg.solve(curve, slope)
        weights = weights + step / max(1.0, float(np.abs(step).max()))  # a full step can overshoot
        if np.abs(step).max() < _CLOSE:
            break
    return dict(zip(prior, weights.tolist(), strict=True))


def judged(cases: Sequence[Case], weights: Weights) -> Fit:
    """How well weights choose among the candidates of the cases."""
    return _mean(list(_each(cases, weights)))


def cross_validated(cases: Sequence[Case], prior: Weights) -> Fit:
    """How well weights choose that were learned on the articles of the four other folds.

    Raises EvaluationError for less than five articles.
    """
    articles = sorted({case.article for case in cases})
    if len(articles) < FOLDS:
        raise EvaluationError(f"cross-validation takes {FOLDS} articles with cases, not {len(articles)}")
    fold = {article: number % FOLDS for number, article in enumerate(articles)}
    found: list[tuple[bool, float]] = []
    for number in range(FOLDS):
        weights = fit([case for case in cases if fold[case.article] != number], prior)
        found += _each([case for case in cases if fold[case.article] == number], weights)
    return _mean(found)


def _each(cases: Iterable[Case], weights: Weights) -> Iterator[tuple[bool, float]]:
    names = np.array(list(weights.values()))
    for case in cases:
        chances = _chances(_table(case, weights), names)
        yield int(np.argmax(chances)) == case.right, float(np.log(max(chances[case.right], 1e-12)))


def _mean(found: Sequence[tuple[bool, float]]) -> Fit:
    number = max(1, len(found))
    return Fit(len(found), sum(right for right, _ in found) / number, sum(one for _, one in found) / number)


def _table(case: Case, features: Iterable[str]) -> Numbers:
    names = list(features)
    return np.array([[one.get(name, 0.0) for name in names] for one in case.candidates], np.float64)


def _chances(table: Numbers, weights: Numbers) -> Numbers:
    scores = table @ weights
    shares = np.exp(scores - scores.max())
    return np.asarray(shares / shares.sum(), np.float64)
