"""Learning from choices: the weights come back, and a prior holds where there are few cases."""

from __future__ import annotations

import numpy as np
import pytest

from attribution.errors import EvaluationError
from attribution.training.choosing import Case, cross_validated, fit, judged

WEIGHTS = {"near": 1.5, "subject": -0.5}


def drawn(size: int, *, articles: int = 20) -> list[Case]:
    """Cases whose chances are what WEIGHTS say."""
    random = np.random.default_rng(7)
    cases = []
    for number in range(size):
        table = random.normal(0, 1, (3, 2))
        scores = np.exp(table @ np.array(list(WEIGHTS.values())))
        right = int(random.choice(3, p=scores / scores.sum()))
        features = tuple(dict(zip(WEIGHTS, row, strict=True)) for row in table.tolist())
        cases.append(Case(f"a{number % articles}", features, right))
    return cases


def test_the_weights_come_back() -> None:
    assert fit(drawn(5000), dict.fromkeys(WEIGHTS, 0.0)) == pytest.approx(WEIGHTS, abs=0.1)


def test_a_feature_without_cases_stays_at_its_prior() -> None:
    made = fit(drawn(50), {"near": 0.0, "subject": 0.0, "never": -2.0})
    assert made["never"] == pytest.approx(-2.0)


def test_a_prior_holds_against_few_cases_and_yields_to_many() -> None:
    few, many = (fit(drawn(size), {"near": -3.0, "subject": 0.0})["near"] for size in (2, 5000))
    assert few < -1.5
    assert many > 1.2


def test_features_without_a_prior_do_not_count() -> None:
    assert list(fit(drawn(20), {"near": 0.0})) == ["near"]


def test_how_well_weights_choose() -> None:
    case = Case("a1", ({"near": 1.0}, {"near": 0.0}), 0)
    good, bad = judged([case], {"near": 2.0}), judged([case], {"near": -2.0})
    assert (good.right, bad.right) == (1.0, 0.0)
    assert good.likelihood == pytest.approx(-np.log(1 + np.exp(-2.0)))
    assert str(bad).startswith("0.0 % of 1 right, log likelihood -2.127")


def test_cross_validation_judges_every_case_once_by_other_articles() -> None:
    cases = drawn(200)
    found, seen = cross_validated(cases, dict.fromkeys(WEIGHTS, 0.0)), judged(cases, WEIGHTS)
    assert found.cases == 200
    assert found.likelihood == pytest.approx(seen.likelihood, abs=0.1)


def test_too_little_gold_is_said() -> None:
    with pytest.raises(EvaluationError, match="no case"):
        fit([], {"near": 0.0})
    with pytest.raises(EvaluationError, match="5 articles with cases, not 2"):
        cross_validated(drawn(20, articles=2), {"near": 0.0})
