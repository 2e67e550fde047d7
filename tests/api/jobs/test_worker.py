"""Workers as processes: what they do, and what is left of a job when they are killed."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter

from api.jobs.claims import ATTEMPTS, Gap
from api.jobs.tickets import Tickets
from tests.api.jobs.processes import Place, RedisServer

TEXTS = [f"“Berth {number} is free,” said Ines Okafor." for number in range(60)]


def hand_out(place: Place, job_id: str, total: int) -> None:
    Tickets(place.config).write([Gap(job_id, 0, total - 1)])


def test_every_article_is_answered_once(either: Place) -> None:
    job = either.create(TEXTS)
    hand_out(either, job.id, job.total)
    either.start_worker()
    either.check_answers(job)
    assert Counter(name for name, _ in either.seen()) == {str(number): 1 for number in range(60)}
    assert len({process for _, process in either.seen()}) == 2
    first = next(either.store.answers(job.id))
    assert json.loads(first.text)["quotations"][0]["text"] == TEXTS[0]


def test_a_job_whose_tickets_were_lost(either: Place) -> None:
    job = either.create(TEXTS[:10])
    either.start_worker()
    either.check_answers(job)


def test_tickets_that_come_twice(either: Place) -> None:
    job = either.create(TEXTS[:20])
    for _ in range(3):
        hand_out(either, job.id, job.total)
    either.start_worker()
    either.check_answers(job)
    assert len(either.seen()) == 20


def test_a_process_that_is_killed(either: Place) -> None:
    job = either.create(TEXTS)
    hand_out(either, job.id, job.total)
    either.start_worker(pause=0.05)
    for already in (5, 25):
        seen = either.wait(lambda: found if len(found := either.seen()) > already else None)  # noqa: B023
        os.kill(seen[-1][1], signal.SIGKILL)
    either.check_answers(job)
    assert len({process for _, process in either.seen()}) >= 3  # another took its place


def test_a_worker_that_is_killed_as_a_whole(either: Place) -> None:
    job = either.create(TEXTS)
    hand_out(either, job.id, job.total)
    worker = either.start_worker(pause=0.05)
    either.wait(lambda: len(either.seen()) > 10)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    assert either.store.get(job.id).finished is None  # type: ignore[union-attr]
    either.start_worker()
    either.check_answers(job)


def test_processes_whose_parent_is_killed_end_by_themselves(place: Place) -> None:
    worker = place.start_worker()
    place.wait(lambda: place.living() == 2)
    worker.kill()
    worker.wait()
    place.wait(lambda: place.living() == 0)


def test_a_deadly_article_is_given_up_and_the_others_are_not(place: Place) -> None:
    job = place.create([*TEXTS[:5], "Deadly.", *TEXTS[5:10], "Wrong."])
    hand_out(place, job.id, job.total)
    place.start_worker()
    place.check_answers(job, failed=2)
    lost, wrong = [json.loads(a.text) for a in place.store.answers(job.id, failed_only=True)]
    assert (lost["type"], wrong["type"]) == ("/problems/article-lost", "/problems/internal-error")
    assert "inner" not in str(wrong)
    assert Counter(name for name, _ in place.seen())["5"] == ATTEMPTS


def test_an_article_that_does_not_end_is_given_up_at_once(place: Place) -> None:
    job = place.create([*TEXTS[:5], "Hang.", *TEXTS[5:10]])
    hand_out(place, job.id, job.total)
    place.start_worker(article=1, hung=0.5)
    place.check_answers(job, failed=1)
    [answer] = [json.loads(a.text) for a in place.store.answers(job.id, failed_only=True)]
    assert answer["type"] == "/problems/article-lost"
    assert "did not end" in answer["detail"]
    tried = [process for name, process in place.seen() if name == "5"]
    assert len(tried) == 1
    [line] = [line for line in (place.folder / "log").read_text().splitlines() if "does not end" in line]
    assert line
    after = place.create(TEXTS[:20])
    hand_out(place, after.id, after.total)
    place.check_answers(after)
    assert tried[0] not in {process for name, process in place.seen()[11:]}


def test_a_process_of_which_no_thread_runs_is_killed(place: Place) -> None:
    job = place.create([*TEXTS[:5], "Lock.", *TEXTS[5:10]])
    hand_out(place, job.id, job.total)
    worker = place.start_worker(still=2.5)
    place.check_answers(job, failed=1)
    [answer] = [json.loads(a.text) for a in place.store.answers(job.id, failed_only=True)]
    assert answer["type"] == "/problems/article-lost"
    assert "stands still" in (place.folder / "log").read_text()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0


def test_processes_are_replaced_when_they_have_done_enough(place: Place) -> None:
    place.settings["recycle"] = 10
    job = place.create(TEXTS)
    hand_out(place, job.id, job.total)
    place.start_worker()
    place.check_answers(job)
    done = Counter(process for _, process in place.seen())
    assert len(done) >= 5
    assert max(done.values()) <= 11
    assert len(place.seen()) == 60


def test_a_stop_finishes_the_articles_in_hand_and_leaves_the_rest(either: Place) -> None:
    job = either.create(TEXTS)
    hand_out(either, job.id, job.total)
    worker = either.start_worker(pause=0.3)
    either.wait(lambda: len(either.seen()) >= 4)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(15) == 0
    stopped = either.store.get(job.id)
    assert stopped is not None
    assert stopped.working == 0
    assert stopped.done == len(either.seen()) < 60
    assert either.living() == 0
    either.start_worker()
    either.check_answers(job)
    assert len(either.seen()) == 60


def test_a_removed_job_is_not_worked_on(place: Place) -> None:
    job = place.create(TEXTS)
    hand_out(place, job.id, job.total)
    place.start_worker(pause=0.1)
    place.wait(lambda: len(place.seen()) > 4)
    assert place.store.delete(job.id)
    after = place.create(TEXTS[:2])
    place.check_answers(after)
    assert len(place.seen()) < 30


def test_redis_is_killed_and_comes_back_with_nothing(redis: RedisServer, tmp_path: object) -> None:
    place = Place(tmp_path, {"state": str(tmp_path), "redis": redis.url})  # type: ignore[arg-type]
    try:
        job = place.create(TEXTS)
        hand_out(place, job.id, job.total)
        place.start_worker(pause=0.05)
        place.wait(lambda: len(place.seen()) > 10)
        redis.kill()
        redis.start()
        place.check_answers(job)
        assert len(place.seen()) == 60
    finally:
        place.stop()
