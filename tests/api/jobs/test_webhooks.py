from __future__ import annotations

import time
from dataclasses import replace

import pytest

import api.jobs.webhooks
from api.database import Database
from api.jobs.addresses import read_url
from api.jobs.claims import Claims, Place
from api.jobs.facts import read_facts
from api.jobs.store import Job, JobStore, Upload
from api.jobs.tables import GIVEN_UP, OUTCOMES, webhook_totals, webhooks
from api.jobs.webhooks import Attempt, Deliveries

URL = "https://desk.example/hooks?token=geheim"


@pytest.fixture
def store(database: Database) -> JobStore:
    return JobStore(database)


@pytest.fixture
def deliveries(database: Database) -> Deliveries:
    return Deliveries(database)


def create(store: JobStore, url: str = URL) -> Job:
    job, _ = store.create([Upload({"text": "One."})], webhook=read_url(url))
    return job


def finish(database: Database, job: Job) -> Job:
    claims = Claims(database, {"title": "Lost"})
    claims.take(Place(job.id, 0), "ada")
    claims.answer(Place(job.id, 0), "ada", {"quotations": []}, failed=False)
    claims.finish(job.id)
    return look(JobStore(database), job)


def look(store: JobStore, job: Job) -> Job:
    found = store.get(job.id)
    assert found is not None
    assert [known.webhook for known in store.newest() if known.id == job.id] == [found.webhook]
    return found


def state_of(store: JobStore, job: Job) -> str:
    hook = look(store, job).webhook
    assert hook is not None
    return hook.state


def claimed(deliveries: Deliveries, *busy: str) -> Attempt:
    attempt = deliveries.claim(busy)
    assert attempt is not None
    return attempt


def test_a_job_without_one_has_none(store: JobStore, database: Database, deliveries: Deliveries) -> None:
    job, _ = store.create([Upload({"text": "One."})])
    finish(database, job)
    assert look(store, job).webhook is None
    assert deliveries.claim() is None


def test_it_waits_for_the_job_and_is_due_then(
    store: JobStore, database: Database, deliveries: Deliveries
) -> None:
    job = create(store)
    assert state_of(store, job) == "waiting"
    assert deliveries.claim() is None
    finished = finish(database, job).finished
    assert state_of(store, job) == "due"
    assert finished is not None
    assert claimed(deliveries) == Attempt(job.id, URL, "https://desk.example:443", 1, finished)


def test_an_attempt_is_for_one(store: JobStore, database: Database, deliveries: Deliveries) -> None:
    job = finish(database, create(store))
    claimed(deliveries)
    assert deliveries.claim() is None
    hook = look(store, job).webhook
    assert hook is not None
    assert (hook.state, hook.attempts) == ("due", 1)


def test_an_attempt_that_nobody_tells_of_is_made_again(
    store: JobStore, database: Database, deliveries: Deliveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = finish(database, create(store))
    monkeypatch.setattr(api.jobs.webhooks, "ATTEMPT_SECONDS", -1)
    lost = claimed(deliveries)
    again = claimed(deliveries)
    assert again == replace(lost, number=2)
    deliveries.settle(
        lost, "timeout", None, next_attempt=None
    )  # who was taken for dead says nothing any more
    assert state_of(store, job) == "due"
    deliveries.settle(again, "delivered", 200, next_attempt=None)
    assert state_of(store, job) == "delivered"
    assert read_facts(database).webhooks["timeout"] == 0


def test_a_failure_has_its_time_and_what_is_settled_stays_so(
    store: JobStore, database: Database, deliveries: Deliveries
) -> None:
    job, later = finish(database, create(store)), time.time() + 100
    deliveries.settle(claimed(deliveries), "status", 500, next_attempt=later)
    hook = look(store, job).webhook
    assert hook == api.jobs.webhooks.Webhook(URL, "due", 1, "status", 500, later)
    assert deliveries.claim() is None
    deliveries.settle(replace(Attempt(job.id, URL, "", 1, 0.0)), "tls", None, next_attempt=time.time() - 1)
    second = claimed(deliveries)
    deliveries.settle(second, "delivered", 204, next_attempt=None)
    assert look(store, job).webhook == api.jobs.webhooks.Webhook(URL, "delivered", 2, "delivered", 204, None)
    deliveries.settle(second, "tls", None, next_attempt=None)
    assert state_of(store, job) == "delivered"
    assert deliveries.claim() is None


def test_one_that_is_given_up(store: JobStore, database: Database, deliveries: Deliveries) -> None:
    job = finish(database, create(store))
    deliveries.settle(claimed(deliveries), "status", 410, next_attempt=None)
    assert state_of(store, job) == "given-up"
    assert deliveries.claim() is None


def test_who_is_busy_is_passed_over(store: JobStore, database: Database, deliveries: Deliveries) -> None:
    first = finish(database, create(store, "https://slow.example/a"))
    finish(database, create(store, "https://slow.example/b"))
    other = finish(database, create(store, "https://slow.example:8443/c"))
    assert claimed(deliveries).job == first.id  # the one that has been due for the longest
    assert claimed(deliveries, "https://slow.example:443").job == other.id
    assert deliveries.claim(["https://slow.example:443"]) is None


def test_a_database_of_before_has_them_too(
    store: JobStore, database: Database, deliveries: Deliveries
) -> None:
    """It is made ready when a process opens it first."""
    with database.write() as connection:
        webhooks.drop(connection)
        webhook_totals.drop(connection)
    database.close()
    job = finish(database, create(store))
    deliveries.settle(claimed(deliveries), "delivered", 200, next_attempt=None)
    assert state_of(store, job) == "delivered"
    assert read_facts(database).webhooks["delivered"] == 1


def test_it_goes_with_its_job(store: JobStore, database: Database, deliveries: Deliveries) -> None:
    job = finish(database, create(store))
    attempt = claimed(deliveries)
    store.delete(job.id)
    deliveries.settle(attempt, "delivered", 200, next_attempt=None)
    assert deliveries.claim() is None


def test_what_came_of_attempts_is_counted(
    store: JobStore, database: Database, deliveries: Deliveries
) -> None:
    before = read_facts(database)
    assert before.webhooks.keys() == {*OUTCOMES, GIVEN_UP}
    jobs = [finish(database, create(store)) for _ in range(3)]
    assert read_facts(database).webhooks_due == 3
    for outcome in ("delivered", "status"):
        deliveries.settle(claimed(deliveries), outcome, 410, next_attempt=None)  # type: ignore[arg-type]
    deliveries.settle(claimed(deliveries), "tls", None, next_attempt=time.time() + 9)
    store.delete(jobs[0].id)
    now = read_facts(database)
    assert now.webhooks_due == 1
    more = {name: now.webhooks[name] - before.webhooks[name] for name in now.webhooks}
    assert {name: count for name, count in more.items() if count} == {
        "delivered": 1, "status": 1, "tls": 1, GIVEN_UP: 1,
    }  # fmt: skip
