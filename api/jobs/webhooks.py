"""The webhooks of jobs: who is to be told, and how far that is.

An attempt is claimed by an update that holds for one process, and has its time: when that is over without a
word of it, the attempt is taken for lost and made again. So a webhook is sent at least once, whoever is
killed, and twice at times.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, or_, select, update

from api.database import Database
from api.jobs.addresses import Target
from api.jobs.tables import GIVEN_UP, Outcome, jobs, webhook_totals, webhooks

WebhookState = Literal["waiting", "due", "delivered", "given-up"]

ATTEMPT_SECONDS = 60.0  # after which an attempt is taken for lost; it ends by itself before


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook as its sender sees it. Times are in seconds since 1970."""

    url: str
    state: WebhookState
    attempts: int
    last_outcome: str | None
    last_status: int | None
    next_attempt: float | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that was claimed: the how manieth it is, for the job that was `finished` then."""

    job: str
    url: str
    origin: str
    number: int
    finished: float


def insert_webhook(connection: Connection, job: str, target: Target) -> None:
    """Has `target` be told when the job is finished."""
    connection.execute(insert(webhooks).values(job=job, url=target.url, origin=target.origin, attempts=0))


def read_webhooks(connection: Connection, names: Sequence[str]) -> dict[str, Webhook]:
    """Those of the jobs of these names, by name."""
    query = select(webhooks, jobs.c.finished).join(jobs).where(webhooks.c.job.in_(names))
    return {row.job: _read(row) for row in connection.execute(query)}


class Deliveries:
    """The webhooks of a database, as who delivers them sees them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, busy: Collection[str] = ()) -> Attempt | None:
        """The webhook that has been due for the longest, none at the `busy` origins; None without one."""
        now = time.time()
        with self._database.read() as connection:
            found = connection.execute(_first_due(now, busy)).one_or_none()
        if found is None:
            return None
        number = found.attempts + 1
        query = update(webhooks).where(_open(found.job, found.attempts))
        with self._database.write() as connection:
            taken = connection.execute(query.values(attempts=number, next_attempt=now + ATTEMPT_SECONDS))
        if not taken.rowcount:
            return None  # another took it meanwhile
        return Attempt(found.job, found.url, found.origin, number, found.finished)

    def settle(
        self, attempt: Attempt, outcome: Outcome, status: int | None, *, next_attempt: float | None
    ) -> None:
        """Notes what came of an attempt, unless it was taken for lost; None: there is no other one."""
        given_up = next_attempt is None and outcome != "delivered"
        query = update(webhooks).where(_open(attempt.job, attempt.number))
        with self._database.write() as connection:
            done = connection.execute(
                query.values(
                    last_outcome=outcome,
                    last_status=status,
                    next_attempt=next_attempt,
                    settled=time.time() if next_attempt is None else None,
                )
            )
            if done.rowcount:
                _count(connection, outcome, *([GIVEN_UP] if given_up else []))


def _first_due(now: float, busy: Collection[str]) -> Select[tuple[str, str, str, int, float]]:
    columns = webhooks.c
    due = and_(columns.settled.is_(None), or_(columns.next_attempt.is_(None), columns.next_attempt <= now))
    return (
        select(columns.job, columns.url, columns.origin, columns.attempts, jobs.c.finished)
        .join(jobs)
        .where(due, jobs.c.finished.is_not(None), columns.origin.not_in(busy))
        .order_by(func.coalesce(columns.next_attempt, jobs.c.finished))
        .limit(1)
    )


def _open(job: str, attempts: int) -> ColumnElement[bool]:
    return and_(webhooks.c.job == job, webhooks.c.attempts == attempts, webhooks.c.settled.is_(None))


def _count(connection: Connection, *names: str) -> None:
    """Adds to the totals: the last thing in a transaction, for others want these rows too."""
    query = update(webhook_totals).where(webhook_totals.c.name.in_(names))
    connection.execute(query.values(count=webhook_totals.c.count + 1))


def _read(row: Row[tuple[object, ...]]) -> Webhook:
    state: WebhookState = "waiting" if row.finished is None else "due"
    if row.settled is not None:
        state = "delivered" if row.last_outcome == "delivered" else GIVEN_UP
    return Webhook(row.url, state, row.attempts, row.last_outcome, row.last_status, row.next_attempt)
