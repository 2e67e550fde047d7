"""A load of a few seconds, and how its figures are made."""

from __future__ import annotations

import json

import pytest

from api.benchmarks.articles import articles
from api.benchmarks.load import Answer, main, percentile, rate, summary


def test_articles_have_their_length_and_differ() -> None:
    texts = articles(40)
    assert {len(text.split()) for text in texts} == {600}
    assert len(set(texts)) == 40


def test_percentiles() -> None:
    values = [number / 100 for number in range(100, 0, -1)]
    assert [percentile(values, share) for share in (50, 95, 99, 100)] == [0.5, 0.95, 0.99, 1.0]
    assert percentile([0.3], 99) == 0.3
    assert percentile([], 99) is None


def test_the_rate_counts_good_answers_while_more_is_asked() -> None:
    # in a queue of two: the first answer ends what was asked before, the last ones come when nobody asks
    answers = [Answer(0.5 * number, 1, 200) for number in range(11)]
    assert rate(answers) == pytest.approx(2)
    assert rate([*answers, Answer(2, 0.1, 429)]) == pytest.approx(2)
    assert rate([Answer(10, 1, 503)]) == 0
    assert rate([Answer(10, 1, 200)]) == 0


def test_refusals_do_not_shorten_what_good_answers_took() -> None:
    found = summary([Answer(0, 2, 200), Answer(0, 0.01, 429), Answer(0, 0.01, 0)])
    assert found == {"statuses": {"0": 1, "200": 1, "429": 1}, "p50": 2, "p95": 2, "p99": 2}


@pytest.mark.system  # half a minute of both cores
def test_a_load_of_a_few_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    options = [
        "--seconds",
        "2",
        "--rounds",
        "1",
        "--clients",
        "2",
        "--workers",
        "2",
        "--users",
        "8",
        "--articles",
        "10",
    ]
    assert main([*options, "--json", "--no-floor"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["extract_many_per_second"] > 0
    assert set(result["clients"]["2"]["statuses"]) == {"200"}
    assert result["clients"]["2"]["articles_per_second"] > 0
    assert set(result["overload"]["statuses"]) <= {"200", "429", "503"}
    assert result["overload"]["recovery_seconds"] < 30
