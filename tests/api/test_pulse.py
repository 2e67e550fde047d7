from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

import api.pulse
from api import create_app
from api.config import Config
from api.engine import Engine
from api.metrics import Metrics, shared_metrics, take_place
from api.pulse import Pulse
from api.turns import FIRST_RATE
from tests.api.conftest import FakeExtractor
from tests.api.test_metrics import numbers


def beating() -> int:
    return sum(thread.name == "pulse" for thread in threading.enumerate())


@pytest.fixture
def shared() -> Iterator[Metrics]:
    with shared_metrics():
        take_place(1)
        yield Metrics()
        take_place(0)


def test_what_waits_is_written_down(fake: FakeExtractor) -> None:
    engine, metrics = Engine(Config(), fake), Metrics()
    with engine.admit(), engine.admit(), engine._turns.turn(500_000):
        Pulse(metrics, engine).beat()
    found = numbers(metrics.expose(None).decode())
    assert found["attribution_queue_requests",] == 2
    assert found["attribution_queue_articles",] == 0
    assert found["attribution_expected_wait_seconds",] == pytest.approx(FIRST_RATE * 500_000, rel=0.1)


def test_alone_nothing_beats(fake: FakeExtractor) -> None:
    create_app({}, extractor=fake).test_client().get("/v1/health/live")
    assert beating() == 0


def test_one_thread_a_process_keeps_on_whatever_happens(
    shared: Metrics,
    fake: FakeExtractor,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    done = threading.Event()

    def beat(self: Pulse) -> None:
        if caplog.records:
            done.set()
        raise OSError("no room")

    monkeypatch.setattr(api.pulse, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr(Pulse, "beat", beat)
    pulse = Pulse(shared, Engine(Config(), fake))
    pulse.start()
    pulse.start()
    assert beating() == 1
    assert done.wait(5)
    pulse.stop()
    assert beating() == 0
