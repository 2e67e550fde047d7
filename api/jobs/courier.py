"""Delivers webhooks, those of finished jobs among them: threads of one process of each worker."""

from __future__ import annotations

import json
import logging
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from standardwebhooks import Webhook as Signer

from api.config import Config
from api.database import Database
from api.jobs import sending
from api.jobs.addresses import AddressError, Hosts, read_url
from api.jobs.schedule import next_attempt
from api.jobs.schemas import JobEventSchema
from api.jobs.sending import Reply
from api.jobs.store import Job, JobStore
from api.jobs.webhooks import Attempt, Deliveries
from attribution import __version__

log = logging.getLogger(__name__)

A = TypeVar("A")  # an attempt

TYPE = "job.finished"
POLL_SECONDS = 1.0
AT_ONCE = 8  # attempts; a host has one at a time, so that one that hangs does not hold up the others
LAST_SECONDS = 5.0  # for attempts under way at the stop; one that is cut short is made again


def describe_event(job: Job) -> dict[str, Any]:
    """The event that tells of a finished job: the same on every attempt."""
    event = {"id": event_id(job.id), "type": TYPE, "created": job.finished, "job": job}
    return dict(JobEventSchema().dump(event))


def event_id(job: str) -> str:
    """Names the event, so that a receiver knows it again.

    >>> event_id("01975c2e-7f3a-7c41-9d0e-5b1f2a3c4d5e")
    'msg_01975c2e-7f3a-7c41-9d0e-5b1f2a3c4d5e'
    """
    return f"msg_{job}"


def sign(secrets: tuple[str, ...], name: str, at: datetime, body: str) -> dict[str, str]:
    """The headers of Standard Webhooks: a signature by each of the secrets. `at` must be in UTC."""
    signatures = " ".join(Signer(secret).sign(name, at, body) for secret in secrets)
    return {
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signatures,
    }


class Courier(ABC, Generic[A]):
    """Delivers what is due. Nothing runs before `start`, and nothing at all where webhooks are off.

    What there is to deliver, and what comes of it, is for those who inherit to know.
    """

    def __init__(self, config: Config) -> None:
        self._hosts = Hosts(config.webhook_hosts)
        self._secrets = config.webhook_secret
        self._lock = threading.Lock()
        self._running: dict[str, threading.Thread] = {}  # by origin
        self._woken = threading.Event()
        self._stopped = threading.Event()

    @abstractmethod
    def claim(self, busy: Collection[str]) -> A | None:
        """The next attempt that is due, none at the `busy` origins; None without one."""

    @abstractmethod
    def origin(self, attempt: A) -> str:
        """Whom an attempt goes to."""

    @abstractmethod
    def attempt(self, attempt: A) -> Reply | None:
        """Makes one attempt and notes what came of it; None where nothing is left to tell of."""

    def start(self) -> None:
        """Begins to deliver, in threads of this process."""
        if self._hosts:
            threading.Thread(target=self._run, name="courier", daemon=True).start()

    def stop(self) -> None:
        """Begins no more attempts, and waits a moment for those under way."""
        self._stopped.set()
        self._woken.set()
        end = time.monotonic() + LAST_SECONDS
        with self._lock:
            under_way = list(self._running.values())
        for thread in under_way:
            thread.join(max(0.0, end - time.monotonic()))

    def deliver_due(self) -> int:
        """Begins the attempts that are due and have room; returns how many."""
        begun = 0
        while not self._stopped.is_set():
            with self._lock:
                busy = set(self._running)
            attempt = self.claim(busy) if len(busy) < AT_ONCE else None
            if attempt is None:
                break
            thread = threading.Thread(target=self._work, args=(attempt,), name="webhook", daemon=True)
            with self._lock:  # before it ends it takes the lock, too
                thread.start()
                self._running[self.origin(attempt)] = thread
            begun += 1
        return begun

    def send(self, url: str, name: str, event: Mapping[str, Any]) -> Reply:
        """Signs an event and sends it to an address."""
        try:
            target = read_url(url)
        except AddressError:
            return Reply("host-not-allowed")  # an older version took it
        body = json.dumps(event, ensure_ascii=False)
        signed = sign(self._secrets, name, datetime.now(UTC), body)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"attribution/{__version__}",
            **signed,
        }
        return sending.send(target, self._hosts, headers, body.encode())

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._woken.clear()
            try:
                self.deliver_due()
            except Exception:
                log.exception("webhooks cannot be looked for; the next try is in %d s", POLL_SECONDS)
            self._woken.wait(POLL_SECONDS)

    def _work(self, attempt: A) -> None:
        try:
            self.attempt(attempt)
        except Exception:
            log.exception("an attempt to deliver a webhook failed; it is made again")
        finally:
            with self._lock:
                del self._running[self.origin(attempt)]
            self._woken.set()


class JobCourier(Courier[Attempt]):
    """Tells of finished jobs."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        database = Database.of(config)
        self._store = JobStore(database)
        self._deliveries = Deliveries(database)

    def claim(self, busy: Collection[str]) -> Attempt | None:
        """The webhook that has been due for the longest."""
        return self._deliveries.claim(busy)

    def origin(self, attempt: Attempt) -> str:
        """Whom it goes to."""
        return attempt.origin

    def attempt(self, attempt: Attempt) -> Reply | None:
        """Makes one attempt and notes what came of it; None where the job is gone."""
        job = self._store.get(attempt.job)
        if job is None:
            return None
        reply = self.send(attempt.url, event_id(job.id), describe_event(job))
        again = None
        if reply.outcome != "delivered" and reply.status != HTTPStatus.GONE:
            again = next_attempt(time.time(), attempt.finished, attempt.number, reply.retry_after)
        self._deliveries.settle(attempt, reply.outcome, reply.status, next_attempt=again)
        _tell(attempt, reply, again)
        return reply


def _tell(attempt: Attempt, reply: Reply, again: float | None) -> None:
    known = {"job": attempt.job, "receiver": attempt.origin, "attempt": attempt.number}
    what = {**known, "outcome": reply.outcome, "status": reply.status}
    if reply.outcome == "delivered":
        log.info("a webhook is delivered", extra=what)
    elif again is None:
        log.warning("a webhook is given up", extra=what)
    else:
        log.info("a webhook failed", extra={**what, "next_seconds": round(again - time.time())})
