from __future__ import annotations

import os
import time

from api.jobs.heartbeat import Heartbeat


def test_the_age_is_that_of_the_last_beat() -> None:
    heartbeat = Heartbeat()
    assert 0 <= heartbeat.age < 10
    time.sleep(0.05)
    assert heartbeat.age >= 0.05
    begun = time.monotonic()
    heartbeat.beat()
    assert 0 <= heartbeat.age <= time.monotonic() - begun


def test_a_parent_sees_the_beats_of_its_child() -> None:
    heartbeat = Heartbeat()
    time.sleep(0.05)
    child = os.fork()
    if child == 0:
        heartbeat.beat()
        os._exit(0)
    begun = time.monotonic()
    assert os.waitpid(child, 0) == (child, 0)
    assert heartbeat.age < 0.05 + time.monotonic() - begun
