"""The tables of jobs. Times are in seconds since 1970."""

from __future__ import annotations

from typing import Any, Literal, get_args

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    insert,
)

from api.database import metadata

ItemState = Literal["waiting", "working", "done", "failed"]
WAITING, WORKING, DONE, FAILED = ITEM_STATES = get_args(ItemState)

Outcome = Literal[
    "delivered",
    "status",
    "timeout",
    "unknown-host",
    "unreachable",
    "tls",
    "no-http",
    "address-refused",
    "host-not-allowed",
]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
GIVEN_UP: Literal["given-up"] = "given-up"

LONGEST_KEY = 255

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(36), primary_key=True),  # begins with its time, so that it sorts by age
    Column("owner", String(64), nullable=False),  # "" where nobody needs a key
    Column("idempotency_key", String(LONGEST_KEY)),
    Column("digest", String(64), nullable=False),  # SHA-256 of what was sent
    Column("total", Integer, nullable=False),
    Column("created", Float, nullable=False),
    Column("finished", Float),
    Column("expires", Float),
    UniqueConstraint("owner", "idempotency_key"),
    Index("jobs_finished", "finished"),
)

items = Table(
    "job_items",
    metadata,
    Column("job", String(36), ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("article_id", Text),  # the sender's own
    Column("article", Text),  # JSON as the extractor takes it; gone when there is an answer
    Column("state", String(7), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("worker", String(32)),  # who works on it
    Column("answer", Text),  # JSON: an Extraction, or a problem
    Index("job_items_state", "state", "job", "number"),
    Index("job_items_of_job", "job", "state", "number"),
)

traces = Table(  # in which trace a job was handed in, where there was one
    "job_traces",
    metadata,
    Column("job", String(36), ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("carried", Text, nullable=False),  # headers of W3C Trace Context, as JSON
)

webhooks = Table(  # who is to be told when a job is finished
    "job_webhooks",
    metadata,
    Column("job", String(36), ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("url", Text, nullable=False),
    Column("origin", Text, nullable=False),  # its scheme, host and port
    Column("attempts", Integer, nullable=False),  # with the one under way
    Column("last_outcome", String(20)),
    Column("last_status", Integer),
    Column("next_attempt", Float),  # while one is under way: when it is taken for lost
    Column("settled", Float),  # delivered or given up
    Index("job_webhooks_open", "settled", "next_attempt"),
)

workers = Table(
    "job_workers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("seen", Float, nullable=False),
)

totals = Table(  # one row: what workers have ever done, also for jobs that were removed
    "job_totals",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("done", BigInteger, nullable=False),
    Column("failed", BigInteger, nullable=False),
    Column("quotations", BigInteger, nullable=False),
)

webhook_totals = (
    Table(  # attempts by outcome, and how many webhooks were given up; also of jobs that are gone
        "job_webhook_totals",
        metadata,
        Column("name", String(20), primary_key=True),
        Column("count", BigInteger, nullable=False),
    )
)


@event.listens_for(totals, "after_create")
def _begin_at_zero(_: Table, connection: Connection, **__: Any) -> None:
    connection.execute(insert(totals).values(id=1, done=0, failed=0, quotations=0))


@event.listens_for(webhook_totals, "after_create")
def _begin_each_at_zero(_: Table, connection: Connection, **__: Any) -> None:
    rows = [{"name": name, "count": 0} for name in (*OUTCOMES, GIVEN_UP)]
    connection.execute(insert(webhook_totals), rows)
