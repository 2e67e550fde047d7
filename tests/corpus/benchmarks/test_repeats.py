"""The benchmark of clusters, with few articles."""

from __future__ import annotations

import json
from itertools import islice

import pytest

from attribution.corpus.benchmarks.clusters import main
from attribution.corpus.benchmarks.repeats import QUOTATIONS, Maker


def test_the_same_articles_each_time() -> None:
    mine, theirs = ([*Maker(3).articles(20)] for _ in range(2))
    assert mine == theirs
    assert all(QUOTATIONS - 1 <= len(row["quotations"]) <= QUOTATIONS for row in islice(mine, 5))


def test_copies_are_there_and_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--articles", "40", "--memory", "300MB"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert 240 < told["statements"] <= 40 * QUOTATIONS
    assert told["precision"] == 1
    assert told["recall"] > 0.7
    assert told["memory_mb"] > 50
    assert told["cpu_seconds"] > 0
