"""The courier, over receivers on this machine; and what is left when its worker is killed."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook as Signer

import api.jobs.webhooks
from api import create_app
from api.config import Config
from api.database import Database
from api.jobs import courier, schedule
from api.jobs.addresses import read_url
from api.jobs.courier import JobCourier, sign
from api.jobs.store import Job, JobStore, Upload
from api.jobs.webhooks import Webhook
from tests.api.conftest import FakeExtractor
from tests.api.jobs.processes import Place
from tests.api.jobs.receiver import DOWN, OK, Received, Receiver, receiving
from tests.api.jobs.test_webhooks import finish
from tests.api.waiting import wait_for

SECRET = "whsec_" + "T3N0Ynk" * 6 + "IQ=="
OLD_SECRET = "whsec_" + "S3dheWE" * 6 + "IQ=="
GONE = b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"


@dataclass
class Scene:
    """Two receivers that may be called, and the courier of a worker that runs no processes."""

    receiver: Receiver
    other: Receiver
    config: Config
    store: JobStore
    courier: JobCourier

    def create(self, url: str = "") -> Job:
        target = read_url(url or self.receiver.url)
        job, _ = self.store.create([Upload({"text": "One."}, id="a-1")], webhook=target)
        return finish(Database.of(self.config), job)

    def webhook(self, job: Job) -> Webhook:
        found = self.store.get(job.id)
        assert found is not None
        assert found.webhook is not None
        return found.webhook


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, Any]:
    return {"state": str(tmp_path), "webhook_secret": SECRET}


@pytest.fixture
def scene(settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setattr(courier, "LAST_SECONDS", 0.2)
    with receiving() as receiver, receiving() as other:
        hosts = [f"http://127.0.0.1:{port}" for port in (receiver.port, other.port)]
        config = Config.load({**settings, "webhook_hosts": hosts}, {})
        scene = Scene(receiver, other, config, JobStore(Database.of(config)), JobCourier(config))
        yield scene
        scene.courier.stop()
    for thread in threading.enumerate():  # with no receiver they end: none may log into another test
        if thread.name in {"courier", "webhook"}:
            thread.join(10)
            assert not thread.is_alive()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts follow each other at once."""
    monkeypatch.setattr(schedule, "FIRST_SECONDS", 0.01)
    monkeypatch.setattr(schedule, "FACTOR", 1.0)


def event_of(request: Received, *secrets: str) -> dict[str, Any]:
    """The event, after its signature was checked as a receiver does."""
    for secret in secrets or [SECRET]:
        Signer(secret).verify(request.body, request.headers)
    return dict(json.loads(request.body))


def test_a_known_signature() -> None:
    """The example of the scheme's own documentation."""
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = sign(
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",),
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        at,
        '{"test": 2432232314}',
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_the_event(scene: Scene) -> None:
    job = scene.create()
    scene.courier.start()
    wait_for(lambda: scene.webhook(job).state == "delivered")
    [request] = scene.receiver.received
    event = event_of(request)
    assert request.headers["content-type"] == "application/json"
    assert request.headers["webhook-id"] == event["id"] == f"msg_{job.id}"
    assert event.keys() == {"id", "type", "created", "job"}
    assert (event["type"], event["created"]) == ("job.finished", event["job"]["finished"])
    told = {name: event["job"][name] for name in ("id", "state", "total", "done", "failed")}
    assert told == {"id": job.id, "state": "finished", "total": 1, "done": 1, "failed": 0}
    assert b"geheim" not in request.body
    assert scene.webhook(job) == Webhook(scene.receiver.url, "delivered", 1, "delivered", 204, None)


def test_failures_are_followed_by_the_same_event_under_the_same_name(scene: Scene, at_once: None) -> None:
    scene.receiver.answers = [DOWN, DOWN, OK]
    job = scene.create()
    scene.courier.start()
    wait_for(lambda: scene.webhook(job).state == "delivered")
    requests = scene.receiver.received
    assert len(requests) == scene.webhook(job).attempts == 3
    assert len({request.body for request in requests}) == 1
    assert {request.headers["webhook-id"] for request in requests} == {f"msg_{job.id}"}
    assert event_of(requests[2])


def test_what_is_gone_is_given_up_at_once(
    scene: Scene, at_once: None, caplog: pytest.LogCaptureFixture
) -> None:
    scene.receiver.answers = [GONE]
    job = scene.create()
    scene.courier.start()
    wait_for(lambda: scene.webhook(job).state == "given-up")
    assert scene.webhook(job) == Webhook(scene.receiver.url, "given-up", 1, "status", 410, None)
    assert caplog.messages == ["a webhook is given up"]


def test_a_receiver_is_as_late_as_it_asks_for(scene: Scene) -> None:
    scene.receiver.answers = [b"HTTP/1.1 503 Later\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n"]
    job = scene.create()
    scene.courier.start()
    wait_for(lambda: scene.webhook(job).last_status == 503)
    assert (scene.webhook(job).next_attempt or 0) - time.time() == pytest.approx(600, abs=10)


def test_a_host_that_hangs_holds_up_no_other(scene: Scene) -> None:
    over = threading.Event()
    scene.receiver.answers = [lambda connection: over.wait(60) and None]  # without an answer
    for _ in range(12):
        scene.create()
    job = scene.create(scene.other.url)
    scene.courier.start()
    wait_for(lambda: scene.webhook(job).state == "delivered")
    assert len(scene.receiver.received) <= 1
    over.set()


def test_many_of_one_host_follow_each_other_without_a_pause(scene: Scene) -> None:
    jobs = [scene.create() for _ in range(10)]
    scene.courier.start()
    wait_for(
        lambda: all(scene.webhook(job).state == "delivered" for job in jobs), seconds=9 * courier.POLL_SECONDS
    )
    assert len(scene.receiver.received) == 10


def test_secrets_that_change_are_both_used(scene: Scene) -> None:
    both = JobCourier(Config.load({**vars_of(scene.config), "webhook_secret": [SECRET, OLD_SECRET]}, {}))
    job = scene.create()
    both.start()
    wait_for(lambda: scene.webhook(job).state == "delivered")
    both.stop()
    assert event_of(scene.receiver.received[0], SECRET, OLD_SECRET)
    assert len(scene.receiver.received[0].headers["webhook-signature"].split()) == 2


def vars_of(config: Config) -> dict[str, Any]:
    return {"state": config.state, "webhook_hosts": config.webhook_hosts}


def test_without_hosts_nothing_is_sent(scene: Scene, settings: dict[str, Any]) -> None:
    job = scene.create()
    off = JobCourier(Config.load(settings, {}))
    off.start()
    time.sleep(0.2)
    off.stop()
    assert (scene.webhook(job).state, scene.webhook(job).attempts) == ("due", 0)
    assert scene.receiver.received == []


def test_a_host_that_is_not_listed_any_more_is_not_called(scene: Scene) -> None:
    job = scene.create(scene.receiver.url.replace("127.0.0.1", "127.0.0.2"))
    scene.courier.start()
    wait_for(lambda: scene.webhook(job).last_outcome == "host-not-allowed")
    assert scene.webhook(job).state == "due"


def test_the_log_has_neither_secret_nor_query(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    scene.receiver.answers = [DOWN]
    job = scene.create()
    scene.courier.start()
    wait_for(lambda: scene.webhook(job).last_status == 500)
    wait_for(lambda: "a webhook failed" in caplog.messages)
    said = str([vars(record) for record in caplog.records])
    assert f"http://127.0.0.1:{scene.receiver.port}" in said
    assert all(word not in said for word in ("geheim", "hooks", SECRET, SECRET.removeprefix("whsec_")))
    assert SECRET not in repr(scene.config)


def test_a_database_that_fails_ends_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    job, real = scene.create(), api.jobs.webhooks.Deliveries.claim
    failures = iter([OSError("away")])

    def claim(self: Any, busy: Any = ()) -> Any:
        for failure in failures:
            raise failure
        return real(self, busy)

    monkeypatch.setattr(api.jobs.webhooks.Deliveries, "claim", claim)
    scene.courier.start()
    wait_for(lambda: scene.webhook(job).state == "delivered")


def test_a_worker_that_is_killed_between_the_end_of_a_job_and_its_delivery(place: Place) -> None:
    """As a whole, with an attempt under way: the next worker makes it again, under the same name.

    The job is handed in and looked at over HTTP.
    """
    with receiving() as receiver:
        receiver.answers = [lambda connection: time.sleep(20), OK]
        place.settings["webhook_hosts"] = [f"http://127.0.0.1:{receiver.port}"]
        place.settings["webhook_secret"] = [SECRET]
        client = create_app(place.settings, extractor=FakeExtractor()).test_client()
        body = {"articles": [{"text": "One."}], "webhook": receiver.url}
        address = f"/v1/jobs/{client.post('/v1/jobs', json=body).json['id']}"  # type: ignore[index]
        worker = place.start_worker(attempt=0.5)
        place.wait(lambda: receiver.received)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        job = client.get(address).json or {}
        assert (job["state"], job["webhook"]["state"], job["webhook"]["attempts"]) == ("finished", "due", 1)
        second = place.start_worker()
        place.wait(lambda: (client.get(address).json or {})["webhook"]["state"] == "delivered")
        events = [event_of(request) for request in receiver.received]
        assert [event["id"] for event in events] == [f"msg_{job['id']}"] * 2
        assert events[0]["job"] == {name: value for name, value in job.items() if name != "webhook"}
        second.send_signal(signal.SIGTERM)
        assert second.wait(20) == 0
