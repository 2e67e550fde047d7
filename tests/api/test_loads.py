from __future__ import annotations

import os
import time

import pytest

from api.loads import PLACES, STALE_SECONDS, Loads


def test_alone_a_process_has_the_least() -> None:
    loads = Loads()
    loads.tell(1, 40, 50)
    assert loads.is_least(1)
    assert not loads.is_much(1)


@pytest.mark.parametrize(
    ("own", "other", "least", "much"),
    [
        ((0, 0), (0, 0), True, False),
        ((1, 1), (0, 9), False, False),
        ((1, 9), (1, 8), False, False),
        ((2, 2), (0, 0), False, True),
        ((2, 2), (3, 3), True, False),
    ],
)
def test_beside_another(own: tuple[int, int], other: tuple[int, int], least: bool, much: bool) -> None:
    loads = Loads()
    loads.tell(1, *own)
    loads.tell(2, *other)
    assert (loads.is_least(1), loads.is_much(1)) == (least, much)


def test_who_left_or_stands_still_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    loads = Loads()
    loads.tell(1, 5, 5)
    loads.tell(2, 0, 0)
    loads.leave(2)
    assert loads.is_least(1)
    loads.tell(2, 0, 0)
    assert not loads.is_least(1)
    later = time.monotonic() + STALE_SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert loads.is_least(1)


def test_a_fork_shares_them() -> None:
    loads = Loads()
    child = os.fork()
    if not child:
        loads.tell(2, 0, 0)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    loads.tell(1, 3, 3)
    assert loads.is_much(1)


def test_more_processes_than_places() -> None:
    loads = Loads()
    loads.tell(PLACES, 5, 5)
    loads.leave(PLACES)
    loads.tell(PLACES - 2, 1, 1)
    assert loads.is_least(PLACES - 2)
