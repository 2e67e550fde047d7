from __future__ import annotations

from itertools import pairwise

import pytest

from api.jobs.schedule import WINDOW_SECONDS, next_attempt


def test_the_pauses_grow_for_a_day() -> None:
    now, times = 0.0, [0.0]
    while (again := next_attempt(now, 0.0, len(times), None)) is not None:
        times.append(again)
        now = again
    pauses = [after - before for before, after in pairwise(times)]
    assert 3.75 <= pauses[0] <= 6.25
    assert all(after > before for before, after in pairwise(pauses[:8]))
    assert max(pauses) <= 1.25 * 4 * 3_600
    assert 10 <= len(times) <= 16
    assert times[-1] > WINDOW_SECONDS / 2


def test_receivers_are_not_met_by_all_at_once() -> None:
    assert len({next_attempt(0.0, 0.0, 3, None) for _ in range(20)}) == 20


@pytest.mark.parametrize(("asked", "least"), [(600.0, 600.0), (0.0, 3.75), (1.0, 3.75)])
def test_it_is_as_late_as_the_receiver_asks(asked: float, least: float) -> None:
    again = next_attempt(0.0, 0.0, 1, asked)
    assert again is not None
    assert least <= again <= max(asked, 6.25)


def test_who_asks_for_more_than_the_day_is_given_up() -> None:
    assert next_attempt(0.0, 0.0, 1, WINDOW_SECONDS + 1) is None


def test_after_a_long_silence_there_is_one_attempt_and_no_more() -> None:
    assert next_attempt(10 * WINDOW_SECONDS, 0.0, 1, None) is None
    assert next_attempt(0.0, 0.0, 10_000, None) is not None
