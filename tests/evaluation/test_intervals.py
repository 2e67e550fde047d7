"""The bootstrap."""

from __future__ import annotations

from collections import Counter

import pytest

from attribution.evaluation import intervals, score
from tests.evaluation.conftest import DIRECT, INDIRECT, MIXED, gold


def counts(right: int, wrong: int) -> list[score.Counts]:
    articles = [gold(id=f"a{n}") for n in range(right + wrong)]
    given = {a.id: [DIRECT, MIXED, INDIRECT] if n < right else [] for n, a in enumerate(articles)}
    return score.count_all(articles, given)


def test_no_spread_where_all_articles_are_alike() -> None:
    found = intervals.intervals(counts(8, 0), score.figures, intervals.MAIN, samples=20)
    assert found["quoted attributed F1"] == (100.0, 100.0)
    assert len(found) == len(intervals.MAIN)


def test_the_interval_holds_the_figure_and_narrows_with_more_articles() -> None:
    paths = [("all", "found", "R")]
    small, large = counts(5, 5), counts(200, 200)
    (few,) = intervals.intervals(small, score.figures, paths, samples=300).values()
    (many,) = intervals.intervals(large, score.figures, paths, samples=300).values()
    assert few[0] < many[0] < 50 < many[1] < few[1]
    # 400 articles, half of them right: a standard error of 2.5 points
    assert many[0] == pytest.approx(45.1, abs=1.0)
    assert many[1] == pytest.approx(54.9, abs=1.0)


def test_the_draws_are_always_the_same() -> None:
    once, again = (intervals.intervals(counts(5, 5), score.figures, intervals.MAIN, samples=50) for _ in "ab")
    assert once == again


def test_nothing_to_draw_from() -> None:
    with pytest.raises(ValueError, match="at least one"):
        intervals.intervals([], score.figures, intervals.MAIN, samples=5)
    with pytest.raises(ValueError, match="at least one"):
        intervals.intervals([Counter()], score.figures, intervals.MAIN, samples=0)
