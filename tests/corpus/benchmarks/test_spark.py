from __future__ import annotations

import argparse

from attribution.corpus.benchmarks import spark


def test_figures() -> None:
    seconds = {
        "local": {"few": 5.0, "half": 55.0, "all": 105.0},
        "spark": {"few": 20.0, "half": 80.0, "all": 130.0},
    }
    args = argparse.Namespace(articles=1000, workers=2)
    found = spark._figures(seconds, args, 500_000)
    assert {name: round(value, 3) for name, value in found.items()} == {
        "local_articles_a_second": 10.0,
        "spark_articles_a_second": 9.091,
        "spark_words_a_core_second": 2272.727,
        "overhead_of_spark": 0.1,
        "core_hours_a_million_articles_said": 66.667,
        "core_hours_a_million_articles_measured": 61.111,
        "seconds_of_all_said_over_measured": 1.077,
    }
