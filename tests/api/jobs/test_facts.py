from __future__ import annotations

import socket
import threading
import time
from pathlib import Path

import pytest

import api.jobs.facts
from api.database import Database
from api.jobs.claims import Claims, Place
from api.jobs.facts import JobFacts, JobWatch, read_facts
from api.jobs.store import JobStore, Upload


def test_what_is_told_adds_up(database: Database) -> None:
    store, claims = JobStore(database), Claims(database, {"title": "Lost"})
    before = time.time()
    bad = Upload(None, {"title": "No article"})
    job, _ = store.create([*(Upload({"text": str(number)}) for number in range(6)), bad])
    gone, _ = store.create([Upload({"text": "7"})])
    for number in range(5):
        claims.take(Place(job.id, number), "ferry")
    claims.beat("ferry", Place(job.id, 4))
    for number in range(2):
        assert not claims.answer(Place(job.id, number), "ferry", {"quotations": [1]}, failed=False)
        claims.take(Place(job.id, number), "ferry")
        claims.answer(Place(job.id, number), "ferry", {"quotations": [1, 2]}, failed=False)
    claims.take(Place(gone.id, 0), "ferry")
    claims.answer(Place(gone.id, 0), "ferry", {"title": "Too long"}, failed=True)
    claims.finish()
    store.delete(gone.id)
    told = read_facts(database)
    assert (told.open, told.waiting, told.working) == (1, 3, 1)
    assert told.oldest == job.created
    assert told.workers == 1
    assert before <= (told.worker_seen or 0) <= time.time()
    assert (told.done, told.failed, told.quotations) == (2, 1, 4)


def test_an_article_that_was_lost_has_failed(database: Database) -> None:
    job, _ = JobStore(database).create([Upload({"text": "1"}), Upload({"text": "2"})])
    claims = Claims(database, {"title": "Lost"})
    for worker in ("ada", "bo", "cem"):
        claims.take(Place(job.id, 0), worker)
        claims.leave(worker, blamed=True)
    assert read_facts(database).failed == 1


def test_a_worker_that_is_dead_is_none_and_remembered(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    Claims(database, {}).beat("ferry", None)
    monkeypatch.setattr(api.jobs.facts, "DEAD_SECONDS", -1)
    told = read_facts(database)
    assert told.workers == 0
    assert told.worker_seen is not None


def test_nothing_is_made_where_nobody_has_kept_anything(tmp_path: Path) -> None:
    assert JobWatch(Database(folder=tmp_path / "state")).look() == JobFacts()
    assert not list(tmp_path.iterdir())


def test_a_database_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.jobs.facts, "PATIENCE", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections, and says nothing
        watch = JobWatch(Database(f"postgresql://127.0.0.1:{silent.getsockname()[1]}/none"))
        before, threads = time.monotonic(), threading.active_count()
        assert [watch.look() for _ in range(20)] == [None] * 20
        assert time.monotonic() - before < 2
        assert threading.active_count() <= threads + 1


def test_a_slow_database_is_believed_for_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = threading.Event()
    monkeypatch.setattr(api.jobs.facts, "PATIENCE", 10)
    monkeypatch.setattr(api.jobs.facts, "FRESH_SECONDS", 0)
    watch = JobWatch(Database(folder=tmp_path))
    assert watch.look() == JobFacts()
    monkeypatch.setattr(api.jobs.facts, "PATIENCE", 0.05)
    monkeypatch.setattr(api.jobs.facts, "read_facts", lambda _: answers.wait(10) and JobFacts(open=1))
    assert watch.look() == JobFacts()
    monkeypatch.setattr(api.jobs.facts, "STALE_SECONDS", 0)
    assert watch.look() is None
    monkeypatch.setattr(api.jobs.facts, "STALE_SECONDS", 10)
    answers.set()
    monkeypatch.setattr(api.jobs.facts, "PATIENCE", 10)
    assert watch.look() == JobFacts(open=1)


def test_a_database_that_cannot_be_used_is_told_of_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "attribution.db").write_bytes(b"no database at all" * 100)
    watch = JobWatch(Database(folder=tmp_path))
    assert [watch.look() for _ in range(3)] == [None] * 3
    assert len(caplog.records) == 1
