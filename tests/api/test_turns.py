from __future__ import annotations

import threading
import time
from functools import partial

import pytest

from api.turns import FIRST_RATE, OVERHEAD, Turns
from attribution.errors import DeadlineExceeded
from tests.api.waiting import wait_for


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, which goes on by what is added to it: estimates are of fractions of a second."""
    now = [time.monotonic()]
    monkeypatch.setattr("api.turns.time.monotonic", lambda: sum(now))
    return now


def test_turns_come_in_the_order_of_asking() -> None:
    turns, order, asked = Turns(), [], []

    def work(n: int) -> None:
        with turns.turn(1):
            order.append(n)

    with turns.turn(1):
        for n in range(6):
            thread = threading.Thread(target=work, args=(n,))
            thread.start()
            asked.append(thread)
            wait_for(lambda n=n: len(turns) == n + 1)
    for thread in asked:
        thread.join(5)
    assert order == list(range(6))


def test_who_would_wait_too_long_is_told_at_once(clock: list[float]) -> None:
    turns = Turns()
    with turns.turn(100_000):
        assert turns.expected_wait() == pytest.approx(FIRST_RATE * (100_000 + OVERHEAD))
        with turns.turn(1, patience=0.5) as turn:
            assert not turn
    with turns.turn(1, patience=0.5) as turn:
        assert turn


def test_the_more_are_refused_the_shorter_the_queue(clock: list[float]) -> None:
    turns = Turns()
    with turns.turn(10_000):
        wait = turns.expected_wait()
        assert not turns.is_full(1.5 * wait)
        for _ in range(200):
            turns.count_refusal()
        assert turns.is_full(1.5 * wait)
        assert not turns.is_full(2.5 * wait)
        with turns.turn(1, patience=1.5 * wait) as turn:
            assert not turn
    for _ in range(200):
        with turns.turn(0, patience=10):
            pass
    with turns.turn(10_000):
        assert not turns.is_full(1.5 * turns.expected_wait())


def test_who_was_refused_long_ago_makes_no_queue_shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    turns, begun = Turns(), time.monotonic()
    for _ in range(200):
        turns.count_refusal()
    for now, full in [(begun, True), (begun + 60, False)]:
        monkeypatch.setattr("api.turns.time.monotonic", partial(float, now))
        with turns.turn(10_000):
            assert turns.is_full(1.5 * turns.expected_wait()) is full


def test_who_was_let_in_and_waits_too_long_is_told_too() -> None:
    turns = Turns()
    with turns.turn(1):
        asked = time.monotonic()
        with turns.turn(1, patience=0.1) as turn:
            assert not turn
        assert 0.1 < time.monotonic() - asked < 2
        with pytest.raises(DeadlineExceeded), turns.turn(1, until=time.monotonic() + 0.02, patience=1):
            pytest.fail("there was no turn to be had")
        assert len(turns) == 0
    with turns.turn(1, patience=0.1) as turn:
        assert turn


def test_when_it_is_closed_nobody_gets_a_turn_any_more() -> None:
    turns, found = Turns(), []

    def work() -> None:
        with turns.turn(1) as turn:
            found.append(turn)

    with turns.turn(1) as own:
        waiting = [threading.Thread(target=work) for _ in range(3)]
        for thread in waiting:
            thread.start()
        wait_for(lambda: len(turns) == 3)
        turns.close()
        for thread in waiting:
            thread.join(5)
        with turns.turn(1, patience=10) as turn:
            found.append(turn)
    assert own
    assert found == [False] * 4
    assert len(turns) == 0


def test_a_turn_that_does_not_come_in_time() -> None:
    turns = Turns()
    with turns.turn(1):
        with pytest.raises(DeadlineExceeded), turns.turn(1, until=time.monotonic() + 0.02):
            pytest.fail("there was no turn to be had")
        assert len(turns) == 0


def test_work_that_fails_gives_the_turn_on_and_teaches_nothing(clock: list[float]) -> None:
    turns = Turns()
    with turns.turn(0):
        before = turns.expected_wait()
    with pytest.raises(KeyError), turns.turn(10_000):
        raise KeyError
    with turns.turn(0):
        assert turns.working_seconds == 0
        assert turns.expected_wait() <= before


def test_behind_work_that_hangs_the_wait_grows() -> None:
    turns = Turns()
    with turns.turn(1):
        time.sleep(0.3)
        assert turns.expected_wait() > 0.2
        with turns.turn(1, patience=0.1) as turn:
            assert not turn


def test_the_rate_is_learned(clock: list[float]) -> None:
    turns = Turns()
    for _ in range(60):
        with turns.turn(1_000):
            clock.append(0.001)
    with turns.turn(1_000_000):
        assert turns.expected_wait() < FIRST_RATE * 1_000_000 / 4
    assert turns.working_seconds == 0
