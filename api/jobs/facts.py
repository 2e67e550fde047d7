"""How jobs stand, for whoever watches the service: asked of the database, and never waited for.

A database that hangs must not hang what tells of it. So the question is asked in a thread, by one at a time,
and who wants the answer waits for a moment at most.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from api.database import Database
from api.jobs.claims import DEAD_SECONDS
from api.jobs.tables import (
    WAITING,
    WORKING,
    items,
    jobs,
    totals,
    webhook_totals,
    webhooks,
    workers,
)
from attribution.store.database import without_values

log = logging.getLogger(__name__)

PATIENCE = 0.5  # seconds that somebody waits for the answer
FRESH_SECONDS = 1.0  # an answer is given again for so long
STALE_SECONDS = 10.0  # and in need for so long


@dataclass(frozen=True, slots=True)
class JobFacts:
    """How jobs stand. Times are in seconds since 1970.

    `open` jobs have `waiting` and `working` articles; the oldest of them is from `oldest`. So many `workers`,
    processes, live, and one was last seen at `worker_seen`. `done`, `failed` and `quotations` are what
    workers have ever answered and found. Of finished jobs `webhooks_due` are not delivered yet;
    `webhooks` says how often attempts ended how, and how many were given up.
    """

    open: int = 0
    waiting: int = 0
    working: int = 0
    oldest: float | None = None
    workers: int = 0
    worker_seen: float | None = None
    done: int = 0
    failed: int = 0
    quotations: int = 0
    webhooks_due: int = 0
    webhooks: Mapping[str, int] = field(default_factory=dict)


def read_facts(database: Database) -> JobFacts:
    """Asks the database, which counts no more than the articles without an answer; they are bounded."""
    if not database.begun():
        return JobFacts()
    with database.read() as connection:
        open_jobs = select(func.count(), func.min(jobs.c.created)).where(jobs.c.finished.is_(None))
        unfinished, oldest = connection.execute(open_jobs).one()
        alive = workers.c.seen > time.time() - DEAD_SECONDS
        living, seen = connection.execute(select(func.count().filter(alive), func.max(workers.c.seen))).one()
        row = connection.execute(select(totals.c.done, totals.c.failed, totals.c.quotations)).one()
        by_state = _count_items(connection)
        due, sent = _count_webhooks(connection)
    return JobFacts(
        open=unfinished,
        waiting=by_state.get(WAITING, 0),
        working=by_state.get(WORKING, 0),
        oldest=oldest,
        workers=living,
        worker_seen=seen,
        done=row.done,
        failed=row.failed,
        quotations=row.quotations,
        webhooks_due=due,
        webhooks=sent,
    )


class JobWatch:
    """The facts of a database, for the threads of a process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._asking = threading.Thread()
        self._begun = 0.0
        self._found: tuple[float, JobFacts | None] = (-math.inf, None)

    def look(self) -> JobFacts | None:
        """The facts, or None where the database does not answer; takes PATIENCE at most.

        They are FRESH_SECONDS old at most, but of a database that is slow STALE_SECONDS.
        """
        with self._lock:
            now = time.monotonic()
            at, facts = self._found
            if now - at < FRESH_SECONDS:
                return facts
            if not self._asking.is_alive():
                self._asking, self._begun = threading.Thread(target=self._ask, daemon=True), now
                self._asking.start()
            asking, left = self._asking, max(0.0, self._begun + PATIENCE - now)
        asking.join(left)
        at, facts = self._found
        return facts if time.monotonic() - at < STALE_SECONDS else None

    def _ask(self) -> None:
        try:
            facts = read_facts(self._database)
        except Exception as error:
            log.warning("the database does not tell how jobs stand: %s", without_values(error))
            self._found = time.monotonic(), None
        else:
            self._found = time.monotonic(), facts


def _count_items(connection: Connection) -> dict[str, int]:
    query = (
        select(items.c.state, func.count().label("articles"))
        .where(items.c.state.in_((WAITING, WORKING)))
        .group_by(items.c.state)
    )
    return {row.state: row.articles for row in connection.execute(query)}


def _count_webhooks(connection: Connection) -> tuple[int, dict[str, int]]:
    due = (
        select(func.count())
        .select_from(webhooks.join(jobs))
        .where(webhooks.c.settled.is_(None), jobs.c.finished.is_not(None))
    )
    sent = select(webhook_totals.c.name, webhook_totals.c.count)
    return connection.scalar(due) or 0, {row.name: row[1] for row in connection.execute(sent)}
