"""The webhooks of searches that are followed: who is to be told of which matches, and how far that is.

A search tells of its matches in their order, some at a time: what it is telling of is written down before the
first attempt, so that every attempt is of the same event. An attempt is claimed by an update that holds for
one process, and has its time; when that is over without a word of it, it is made again. So each match is
told at least once, whoever is killed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, or_, select, update

from attribution.store.follow import Followed, Match, read_followed, read_matches
from attribution.store.store import Store
from attribution.store.tables import matches, searches

MOST_TOLD = 50  # matches of one event
ATTEMPT_SECONDS = 60.0  # after which an attempt is taken for lost

_IS = searches.c


@dataclass(frozen=True, slots=True)
class Announcement:
    """An attempt that was claimed: the how manieth to tell of these matches, the first of them `begun` then.

    `last` is the number of the last match.
    """

    search: Followed
    url: str
    last: int
    number: int
    begun: float
    matches: tuple[Match, ...]


def claim_announcement(
    store: Store, busy: Collection[str] = (), *, origin_of: Callable[[str], str] = str
) -> Announcement | None:
    """What has been due for the longest, none at the `busy` origins; None without anything."""
    now = time.time()
    with store.read() as connection:
        due = connection.execute(select(searches).where(*_due(now)).order_by(_IS.next_attempt, _IS.id)).all()
    row = next((row for row in due if origin_of(str(row.webhook)) not in busy), None)
    if row is None:
        return None
    with store.write() as connection:
        last = row.telling or _last(connection, row)
        begun = row.begun or now
        taken = update(searches).where(_unchanged(row.id, row.told, row.attempts)).values(
            telling=last, attempts=row.attempts + 1, begun=begun, next_attempt=now + ATTEMPT_SECONDS
        )  # fmt: skip
        if not connection.execute(taken).rowcount:
            return None  # another took it meanwhile
        told = _matches(connection, row, last)
    return Announcement(read_followed(row), row.webhook, last, row.attempts + 1, begun, told)


def settle_announcement(
    store: Store, told: Announcement, outcome: str, *, next_attempt: float | None
) -> None:
    """Notes what came of an attempt, unless it was taken for lost; None: there is no other one."""
    mine = and_(_IS.id == told.search.id, _IS.telling == told.last, _IS.attempts == told.number)
    values: dict[str, Any] = {"outcome": outcome, "next_attempt": next_attempt}
    if next_attempt is None:
        values |= {"told": told.last, "telling": None, "attempts": 0, "begun": None}
    with store.write() as connection:
        connection.execute(update(searches).where(mine).values(values))


def _due(now: float) -> tuple[ColumnElement[bool], ...]:
    news = exists(select(matches.c.id).where(matches.c.search_id == _IS.id, matches.c.id > _IS.told))
    ready = or_(_IS.next_attempt.is_(None), _IS.next_attempt <= now)
    return (_IS.webhook.is_not(None), ready, or_(news, _IS.telling.is_not(None)))


def _unchanged(search: int, told: int, attempts: int) -> ColumnElement[bool]:
    return and_(_IS.id == search, _IS.told == told, _IS.attempts == attempts)


def _last(connection: Connection, row: Row[Any]) -> int:
    """The last of the matches that one event can hold."""
    news = select(matches.c.id).where(matches.c.search_id == row.id, matches.c.id > row.told)
    some = news.order_by(matches.c.id).limit(MOST_TOLD).subquery()
    return int(connection.scalar(select(func.max(some.c.id))) or row.told)


def _matches(connection: Connection, row: Row[Any], last: int) -> tuple[Match, ...]:
    mine = (matches.c.search_id == row.id, matches.c.id > row.told, matches.c.id <= last)
    rows = connection.execute(select(matches).where(*mine).order_by(matches.c.id)).all()
    return tuple(read_matches(connection, read_followed(row), rows))
