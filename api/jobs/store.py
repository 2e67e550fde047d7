"""What senders do with jobs: make them, look at them, take their answers, remove them."""

from __future__ import annotations

import json
import secrets
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, insert, select, true
from sqlalchemy.exc import IntegrityError

from api.database import Database
from api.jobs.addresses import Target
from api.jobs.tables import DONE, FAILED, WAITING, WORKING, items, jobs, traces
from api.jobs.webhooks import Webhook, insert_webhook, read_webhooks

JobState = Literal["waiting", "working", "finished"]

_PAGE = 200  # rows in memory at once
_FINAL = (DONE, FAILED)


@dataclass(frozen=True, slots=True)
class Upload:
    """An item as it came: an article for the extractor, or the problem that is its answer already."""

    article: dict[str, Any] | None
    problem: dict[str, Any] | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job and how far it is. Times are in seconds since 1970."""

    id: str
    digest: str
    total: int
    done: int
    failed: int
    working: int
    created: float
    finished: float | None
    expires: float | None
    webhook: Webhook | None = None

    @property
    def state(self) -> JobState:
        """`waiting` until the first item is in work, `finished` when the last is answered."""
        if self.finished is not None:
            return "finished"
        return "working" if self.done + self.failed + self.working else "waiting"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to an item: `extraction` or `problem`, as JSON text."""

    number: int
    id: str | None
    state: str
    text: str


class JobStore:
    """The jobs in a database. `owner` is who may see a job; None sees all."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(
        self,
        uploads: Iterable[Upload],
        *,
        owner: str = "",
        digest: str = "",
        key: str | None = None,
        trace: Mapping[str, str] | None = None,
        webhook: Target | None = None,
    ) -> tuple[Job, bool]:
        """The job of these items, and whether it is new: one with the same `key` is given back instead.

        Who works on it goes on in `trace`, the headers of W3C Trace Context; `webhook` is told of its end.

        All of it is committed, or nothing is; an error of `uploads` goes through.
        """
        name, now = new_job_id(), time.time()
        row = {"id": name, "owner": owner, "idempotency_key": key, "digest": digest, "created": now}
        try:
            with self._database.write() as connection:
                connection.execute(insert(jobs).values(**row, total=0))
                if trace:
                    connection.execute(insert(traces).values(job=name, carried=json.dumps(dict(trace))))
                if webhook is not None:
                    insert_webhook(connection, name, webhook)
                total = _insert_items(connection, name, uploads)
                connection.execute(jobs.update().where(jobs.c.id == name).values(total=total))
        except IntegrityError:
            known = self.find_by_key(owner, key) if key else None
            if known is None:
                raise
            return known, False
        return self.get(name, owner=owner) or _raise_gone(name), True

    def find_by_key(self, owner: str, key: str) -> Job | None:
        """The job that `owner` made under an idempotency key."""
        with self._database.read() as connection:
            found = connection.scalar(
                select(jobs.c.id).where(jobs.c.owner == owner, jobs.c.idempotency_key == key)
            )
        return self.get(found, owner=owner) if found else None

    def get(self, job: str, *, owner: str | None = None) -> Job | None:
        """The job, None where there is none for `owner`."""
        found = self._select(jobs.c.id == job, owner, 1)
        return found[0] if found else None

    def newest(self, *, owner: str | None = None, before: str = "", limit: int = 50) -> list[Job]:
        """Jobs, the newest first, from after the one named `before`."""
        return self._select(jobs.c.id < before if before else true(), owner, limit)

    def delete(self, job: str, *, owner: str | None = None) -> bool:
        """Removes a job with all its items; whoever works on one will find it gone. False without a job."""
        with self._database.write() as connection:
            query = delete(jobs).where(jobs.c.id == job, _owned(owner))
            return connection.execute(query).rowcount > 0

    def answers(
        self, job: str, *, after: int = -1, limit: int | None = None, failed_only: bool = False
    ) -> Iterator[Answer]:
        """The answers in the order of the items, from after number `after`, up to the first that is missing.

        With `failed_only` the problems alone, whatever is missing. Read page by page: no long transaction.
        """
        expected = after + 1
        while limit is None or limit > 0:
            page = self._page(job, expected, min(_PAGE, limit or _PAGE), failed_only)
            for answer in page:
                if not failed_only and answer.number != expected:
                    return
                yield answer
                expected = answer.number + 1
            limit = None if limit is None else limit - len(page)
            if not page:
                return

    def count_open(self, owner: str | None = None) -> tuple[int, int]:
        """How many jobs of `owner` are not finished, and how many items of all are not answered."""
        with self._database.read() as connection:
            unfinished = select(func.count()).where(jobs.c.finished.is_(None), _owned(owner))
            unanswered = select(func.count()).where(items.c.state.in_((WAITING, WORKING)))
            return connection.scalar(unfinished) or 0, connection.scalar(unanswered) or 0

    def _select(self, where: ColumnElement[bool], owner: str | None, limit: int) -> list[Job]:
        with self._database.read() as connection:
            query = select(jobs).where(where, _owned(owner)).order_by(jobs.c.id.desc()).limit(limit)
            rows = connection.execute(query).mappings().all()
            names = [row["id"] for row in rows]
            counts, hooks = _count_items(connection, names), read_webhooks(connection, names)
        return [_read_job(row, counts[row["id"]], hooks.get(row["id"])) for row in rows]

    def _page(self, job: str, first: int, limit: int, failed_only: bool) -> list[Answer]:
        states = (FAILED,) if failed_only else _FINAL
        query = (
            select(items.c.number, items.c.article_id, items.c.state, items.c.answer)
            .where(items.c.job == job, items.c.number >= first, items.c.state.in_(states))
            .order_by(items.c.number)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [Answer(*row) for row in connection.execute(query)]


def new_job_id() -> str:
    """A name that nobody can guess and that sorts by age: a UUID of version 7."""
    bits = (time.time_ns() // 1_000_000 << 80) | secrets.randbits(80)
    bits = bits & ~(0xF << 76) | 0x7 << 76
    return str(uuid.UUID(int=bits & ~(0x3 << 62) | 0x2 << 62))


def _insert_items(connection: Connection, job: str, uploads: Iterable[Upload]) -> int:
    numbered, total = enumerate(uploads), 0
    while page := list(islice(numbered, _PAGE)):
        connection.execute(insert(items), [_item_row(job, number, upload) for number, upload in page])
        total += len(page)
    return total


def _item_row(job: str, number: int, upload: Upload) -> dict[str, Any]:
    given = json.dumps(upload.article, ensure_ascii=False) if upload.article is not None else None
    problem = json.dumps(upload.problem, ensure_ascii=False) if upload.problem is not None else None
    return {
        "job": job,
        "number": number,
        "article_id": upload.id,
        "article": given,
        "state": FAILED if problem else WAITING,
        "attempts": 0,
        "answer": problem,
    }


def _count_items(connection: Connection, names: list[str]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {name: {} for name in names}
    query = (
        select(items.c.job, items.c.state, func.count())
        .where(items.c.job.in_(names))
        .group_by(items.c.job, items.c.state)
    )
    for job, state, count in connection.execute(query):
        counts[job][state] = count
    return counts


def _read_job(row: RowMapping, counts: dict[str, int], webhook: Webhook | None) -> Job:
    return Job(
        id=row["id"],
        digest=row["digest"],
        total=row["total"],
        done=counts.get(DONE, 0),
        failed=counts.get(FAILED, 0),
        working=counts.get(WORKING, 0),
        created=row["created"],
        finished=row["finished"],
        expires=row["expires"],
        webhook=webhook,
    )


def _owned(owner: str | None) -> ColumnElement[bool]:
    return true() if owner is None else jobs.c.owner == owner


def _raise_gone(job: str) -> Job:
    raise LookupError(f"job {job} was removed as it was made")
