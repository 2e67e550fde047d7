from __future__ import annotations

import time

import pytest

from attribution import Extractor
from attribution.deadlines import check_deadline, cpu_deadline, deadline
from attribution.errors import DeadlineExceeded

ARTICLE = "“The bridge opens at noon,” said Mara Lindqvist, the mayor of Ostby.\n\n" * 400


def test_without_a_deadline_time_never_ends() -> None:
    check_deadline()
    with deadline(None):
        check_deadline()


def test_what_is_late_is_told_so_within_the_block_alone() -> None:
    with deadline(time.monotonic() - 1), pytest.raises(DeadlineExceeded):
        check_deadline()
    check_deadline()


def test_an_inner_deadline_cannot_be_later() -> None:
    with deadline(time.monotonic() - 1), deadline(time.monotonic() + 60), pytest.raises(DeadlineExceeded):
        check_deadline()


@pytest.mark.parametrize("seconds", [0.0, 0.3])
def test_an_article_is_given_up_and_the_next_one_is_sound(extractor: Extractor, seconds: float) -> None:
    begun = time.monotonic()
    with deadline(begun + seconds), pytest.raises(DeadlineExceeded):
        extractor.extract(ARTICLE)
    assert time.monotonic() - begun < 5
    (quotation,) = extractor.extract(ARTICLE.partition("\n")[0]).quotations
    assert quotation.text == "“The bridge opens at noon,”"


def spend(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_cpu_time_is_over() -> None:
    with cpu_deadline(0.01):
        time.sleep(0.02)  # which takes no CPU
        check_deadline()
        spend(0.011)
        with pytest.raises(DeadlineExceeded, match="CPU time"):
            check_deadline()
    check_deadline()


def test_cpu_time_within_less_cpu_time() -> None:
    with cpu_deadline(0.01), cpu_deadline(60.0):
        spend(0.011)
        with pytest.raises(DeadlineExceeded):
            check_deadline()
