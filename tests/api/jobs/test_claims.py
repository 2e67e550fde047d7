"""What workers and senders do with the tables, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import text, update

from api.database import Database
from api.jobs import claims as module
from api.jobs.claims import ATTEMPTS, Claims, Gap, Place
from api.jobs.facts import read_facts
from api.jobs.store import JobStore, Upload, new_job_id
from api.jobs.tables import jobs, workers
from api.problems import Problem

LOST = {"type": "/problems/article-lost"}


@pytest.fixture
def store(database: Database) -> JobStore:
    return JobStore(database)


@pytest.fixture
def claims(database: Database) -> Claims:
    return Claims(database, LOST, days=1)


def uploads(count: int) -> list[Upload]:
    return [Upload({"text": f"“{number}”"}, id=str(number)) for number in range(count)]


def test_an_item_has_one_worker_and_one_answer(store: JobStore, claims: Claims) -> None:
    job, new = store.create(uploads(2))
    place = Place(job.id, 1)
    assert new
    assert claims.waiting(job.id, 0, 9) == [0, 1]
    assert claims.take(place, "w1") == {"text": "“1”"}
    assert claims.take(place, "w2") is None
    assert not claims.answer(place, "w2", {}, failed=False)
    assert claims.answer(place, "w1", {"found": "é"}, failed=False)
    assert not claims.answer(place, "w1", {"found": "other"}, failed=True)
    assert claims.take(place, "w1") is None
    assert [answer.number for answer in store.answers(job.id)] == []  # the first is missing
    assert claims.take(Place(job.id, 0), "w1")
    assert claims.answer(Place(job.id, 0), "w1", {"no": 1}, failed=True)
    first, second = store.answers(job.id)
    assert (first.state, second.state) == ("failed", "done")
    assert json.loads(second.text) == {"found": "é"}
    assert [answer.number for answer in store.answers(job.id, failed_only=True)] == [0]


def test_a_claim_that_was_taken_away_writes_nothing(store: JobStore, claims: Claims) -> None:
    job, _ = store.create(uploads(1))
    place = Place(job.id, 0)
    claims.take(place, "slow")
    assert claims.bury_dead() == 1  # never seen
    claims.take(place, "quick")
    assert not claims.answer(place, "slow", {}, failed=False)
    assert claims.answer(place, "quick", {}, failed=False)


def test_who_beats_is_alive(database: Database, store: JobStore, claims: Claims) -> None:
    job, _ = store.create(uploads(2))
    held, left = Place(job.id, 0), Place(job.id, 1)
    claims.beat("w1", None)
    claims.take(held, "w1")
    claims.take(left, "w1")
    claims.beat("w1", held)
    assert claims.waiting(job.id, 0, 1) == [1]
    assert claims.bury_dead() == 0
    assert time.time() - (read_facts(database).worker_seen or 0) < 5
    with database.write() as connection:
        connection.execute(update(workers).values(seen=time.time() - module.DEAD_SECONDS - 1))
    assert claims.bury_dead() == 1
    assert claims.waiting(job.id, 0, 1) == [0, 1]
    assert read_facts(database).worker_seen is None


def test_an_article_is_given_up_unless_its_workers_left_in_peace(store: JobStore, claims: Claims) -> None:
    job, _ = store.create(uploads(1))
    for _ in range(2 * ATTEMPTS):
        assert claims.take(Place(job.id, 0), "w1")
        claims.leave("w1", blamed=False)
    for _ in range(ATTEMPTS):
        assert claims.take(Place(job.id, 0), "w1")
        claims.leave("w1", blamed=True)
    assert claims.take(Place(job.id, 0), "w1") is None
    (answer,) = store.answers(job.id)
    assert (answer.state, json.loads(answer.text)) == ("failed", LOST)


def test_a_job_ends_with_its_last_item_and_goes_when_its_time_is_over(
    database: Database, store: JobStore, claims: Claims
) -> None:
    job, _ = store.create(uploads(1))
    other, _ = store.create(uploads(1))
    claims.take(Place(job.id, 0), "w1")
    assert claims.finish() == 0
    claims.answer(Place(job.id, 0), "w1", {}, failed=False)
    assert claims.finish(other.id) == 0
    assert claims.finish(job.id) == 1
    ended = store.get(job.id)
    assert ended is not None
    assert ended.state == "finished"
    assert (ended.expires or 0) - (ended.finished or 0) == pytest.approx(86_400)
    assert claims.remove_expired() == 0
    with database.write() as connection:
        connection.execute(update(jobs).where(jobs.c.id == job.id).values(expires=time.time() - 1))
    assert claims.remove_expired() == 1
    assert [left.id for left in store.newest()] == [other.id]


def test_gaps_are_what_waits(store: JobStore, claims: Claims) -> None:
    job, _ = store.create(uploads(6))
    for number in (0, 3):
        claims.take(Place(job.id, number), "w1")
    assert claims.gaps() == [Gap(job.id, 1, 2), Gap(job.id, 4, 5)]
    assert claims.gaps(limit=1) == [Gap(job.id, 1, 1)]


def test_a_job_is_made_as_a_whole_or_not_at_all(store: JobStore) -> None:
    def broken() -> Iterator[Upload]:
        yield from uploads(500)
        raise Problem("too-many-items", "Too many.")

    with pytest.raises(Problem):
        store.create(broken())
    assert store.newest() == []
    assert store.count_open() == (0, 0)


def test_two_senders_of_one_key_get_one_job(store: JobStore) -> None:
    made, barrier = [], threading.Barrier(4)

    def create() -> None:
        barrier.wait()
        made.append(store.create(uploads(50), key="k"))

    threads = [threading.Thread(target=create) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({job.id for job, _ in made}) == 1
    assert sorted(new for _, new in made) == [False, False, False, True]
    assert made[0][0].total == 50


def test_many_workers_take_each_item_once(database: Database, store: JobStore, claims: Claims) -> None:
    job, _ = store.create(uploads(60))
    taken: list[int] = []

    def take_all(name: str) -> None:
        for number in claims.waiting(job.id, 0, 59):
            if claims.take(Place(job.id, number), name) and claims.answer(
                Place(job.id, number), name, {}, failed=False
            ):
                taken.append(number)

    threads = [threading.Thread(target=take_all, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(60))
    assert claims.finish() == 1


def test_removing_a_job_removes_its_items(database: Database, store: JobStore, claims: Claims) -> None:
    job, _ = store.create(uploads(3))
    claims.take(Place(job.id, 0), "w1")
    assert not store.delete(job.id, owner="another")
    assert store.delete(job.id, owner="")
    assert not claims.answer(Place(job.id, 0), "w1", {}, failed=False)
    with database.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM job_items")) == 0


def test_names_sort_by_age() -> None:
    names = []
    for _ in range(5):
        names.append(new_job_id())
        time.sleep(0.002)
    assert names == sorted(names)
    assert all(name[14] == "7" and name[19] in "89ab" for name in names)
