from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from attribution.client import ArticleRefused, Busy, Retries, ServiceFailure, UnexpectedAnswer, Unreachable
from attribution.client.errors import Problem, ServiceError, error_of

PROBLEM = Problem("about:blank", "A title", 503, "A detail.")
RATE_LIMITED = Problem("/problems/rate-limited", "A title", 429, "A detail.")


def busy(retry_after: float | None = None) -> Busy:
    return Busy(PROBLEM, retry_after)


def test_the_waits_double_up_to_the_longest() -> None:
    retries = Retries(attempts=9, first=1, longest=5)
    waits = [retries.pause(sent, busy()) for sent in range(1, 9)]
    for wait, most in zip(waits, [1, 2, 4, 5, 5, 5, 5, 5], strict=True):
        assert wait is not None
        assert most / 2 <= wait <= most


def test_no_wait_is_shorter_than_asked_for() -> None:
    wait = Retries(first=0).pause(1, busy(7))
    assert wait is not None
    assert 7 <= wait <= 7.7


def test_a_wait_that_is_too_long_is_none() -> None:
    assert Retries(longest=30).pause(1, busy(31)) is None


def test_the_last_attempt_is_the_last() -> None:
    assert Retries(attempts=3).pause(2, busy()) is not None
    assert Retries(attempts=3).pause(3, busy()) is None


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (busy(), True),
        (Unreachable("no answer"), True),
        (UnexpectedAnswer("HTML"), False),
        (ServiceFailure(PROBLEM), False),
        (ArticleRefused(PROBLEM), False),
        (Busy(RATE_LIMITED), False),  # without a time to come again there is none
        (Busy(RATE_LIMITED, 3), True),
    ],
)
def test_what_is_sent_again(error: ServiceError, again: bool) -> None:
    assert (Retries().pause(1, error) is not None) is again


@pytest.mark.parametrize(("header", "seconds"), [("3", 3.0), ("", None), ("soon", None)])
def test_what_the_service_asks_for(header: str, seconds: float | None) -> None:
    assert error_of(httpx.Response(503, headers={"Retry-After": header})).retry_after == seconds


def test_the_service_asks_for_a_date() -> None:
    header = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    seconds = error_of(httpx.Response(429, headers={"Retry-After": header})).retry_after
    assert seconds is not None
    assert 15 < seconds <= 20
