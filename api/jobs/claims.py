"""What workers do with the items of jobs: claim, answer, give back what a dead worker had.

Every step is one short transaction, and each holds only for who has the item at that moment. So an item gets
one answer, however often its ticket runs, and whoever was taken for dead and comes back writes nothing.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, delete, exists, insert, not_, select, update

from api.database import Database
from api.jobs.tables import DONE, FAILED, WAITING, WORKING, items, jobs, totals, traces, workers

ATTEMPTS = 3  # an article that has cost so many workers their life is not tried again
DEAD_SECONDS = 30  # a worker that was not seen for so long is dead

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands."""

    job: str
    number: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Items of a job that wait, from `first` up to and with `last`."""

    job: str
    first: int
    last: int


class Claims:
    """The items of a database, as workers see them.

    `lost` is the answer to an article that nobody survived; a finished job is kept for so many `days`.
    """

    def __init__(self, database: Database, lost: dict[str, Any], *, days: float = 7) -> None:
        self._database = database
        self._lost = json.dumps(lost, ensure_ascii=False)
        self._keep_seconds = days * _DAY

    def waiting(self, job: str, first: int, last: int) -> list[int]:
        """The numbers of the items that wait, between two numbers that count."""
        query = (
            select(items.c.number)
            .where(items.c.job == job, items.c.number.between(first, last), items.c.state == WAITING)
            .order_by(items.c.number)
        )
        with self._database.read() as connection:
            return list(connection.scalars(query))

    def take(self, place: Place, worker: str) -> dict[str, Any] | None:
        """Claims an item for `worker`: its article, or None where it is gone, answered or another's."""
        query = (
            update(items)
            .where(_at(place), items.c.state == WAITING)
            .values(state=WORKING, worker=worker, attempts=items.c.attempts + 1)
            .returning(items.c.article)
        )
        with self._database.write() as connection:
            article = connection.scalar(query)
        return None if article is None else dict(json.loads(article))

    def trace(self, job: str) -> dict[str, str]:
        """In which trace the job was handed in: headers of W3C Trace Context, none where there was none."""
        with self._database.read() as connection:
            carried = connection.scalar(select(traces.c.carried).where(traces.c.job == job))
        return dict(json.loads(carried)) if carried else {}

    def answer(self, place: Place, worker: str, answer: dict[str, Any], *, failed: bool) -> bool:
        """Writes the answer, if the item is still the worker's; True when it was."""
        text = json.dumps(answer, ensure_ascii=False)
        query = (
            update(items)
            .where(_at(place), items.c.state == WORKING, items.c.worker == worker)
            .values(state=FAILED if failed else DONE, answer=text, article=None, worker=None)
        )
        with self._database.write() as connection:
            written = connection.execute(query).rowcount > 0
            if written:
                found = len(answer.get("quotations", ()))
                _count(connection, done=not failed, failed=failed, quotations=found)
        return written

    def finish(self, job: str | None = None) -> int:
        """Notes that jobs are finished, that of the name or all, which have no item without an answer."""
        now = time.time()
        unanswered = exists().where(items.c.job == jobs.c.id, items.c.state.in_((WAITING, WORKING)))
        query = update(jobs).where(jobs.c.finished.is_(None), ~unanswered)
        if job is not None:
            query = query.where(jobs.c.id == job)
        with self._database.write() as connection:
            return connection.execute(query.values(finished=now, expires=now + self._keep_seconds)).rowcount

    def beat(self, worker: str, holding: Place | None) -> None:
        """Shows that `worker` lives. What it claimed and does not hold any more is given back."""
        left = items.c.worker == worker
        if holding is not None:
            left = and_(left, not_(_at(holding)))
        with self._database.write() as connection:
            seen = update(workers).where(workers.c.id == worker).values(seen=time.time())
            if not connection.execute(seen).rowcount:
                connection.execute(insert(workers).values(id=worker, seen=time.time()))
            self._give_back(connection, left, blamed=True)

    def leave(self, worker: str, *, blamed: bool) -> None:
        """Gives back what `worker` has, who works no more; `blamed` counts it as a try of the article."""
        with self._database.write() as connection:
            self._give_back(connection, items.c.worker == worker, blamed=blamed)
            connection.execute(delete(workers).where(workers.c.id == worker))

    def bury_dead(self) -> int:
        """Gives back what workers had who were not seen for long; returns how many items that were."""
        now = time.time()
        with self._database.write() as connection:
            connection.execute(delete(workers).where(workers.c.seen < now - DEAD_SECONDS))
            alive = exists().where(workers.c.id == items.c.worker)
            return self._give_back(connection, ~alive, blamed=True)

    def remove_expired(self) -> int:
        """Removes the jobs whose time is over; returns how many."""
        with self._database.write() as connection:
            return connection.execute(delete(jobs).where(jobs.c.expires < time.time())).rowcount

    def gaps(self, limit: int = 10_000) -> list[Gap]:
        """Where items wait: the first so many of them, those that follow each other together."""
        query = (
            select(items.c.job, items.c.number)
            .where(items.c.state == WAITING)
            .order_by(items.c.job, items.c.number)
            .limit(limit)
        )
        found: list[Gap] = []
        with self._database.read() as connection:
            for job, number in connection.execute(query):
                if found and found[-1].job == job and found[-1].last == number - 1:
                    found[-1] = Gap(job, found[-1].first, number)
                else:
                    found.append(Gap(job, number, number))
        return found

    def _give_back(self, connection: Connection, which: ColumnElement[bool], *, blamed: bool) -> int:
        tries = items.c.attempts if blamed else items.c.attempts - 1
        spent = tries >= ATTEMPTS
        query = (
            update(items)
            .where(items.c.state == WORKING, which)
            .values(
                attempts=tries,
                worker=None,
                state=case((spent, FAILED), else_=WAITING),
                answer=case((spent, self._lost), else_=None),
                article=case((spent, None), else_=items.c.article),
            )
            .returning(items.c.state)
        )
        left = connection.scalars(query).all()
        if FAILED in left:
            _count(connection, failed=left.count(FAILED))
        return len(left)


def _at(place: Place) -> ColumnElement[bool]:
    return and_(items.c.job == place.job, items.c.number == place.number)


def _count(connection: Connection, *, done: int = 0, failed: int = 0, quotations: int = 0) -> None:
    """Adds to the totals: the last thing in a transaction, for all of them want this one row."""
    connection.execute(
        update(totals).values(
            done=totals.c.done + int(done),
            failed=totals.c.failed + int(failed),
            quotations=totals.c.quotations + quotations,
        )
    )
