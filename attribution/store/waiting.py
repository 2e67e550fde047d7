"""What is to be reviewed next, and what was decided on a quotation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, literal, select, tuple_

from attribution.errors import InputError
from attribution.store.current import LARGEST, NoQuotation
from attribution.store.cursors import CursorError, read_cursor, write_cursor
from attribution.store.matches import Matches
from attribution.store.query import Query
from attribution.store.reviewing import seen
from attribution.store.search import MOST, Found, found_by_id
from attribution.store.store import Store
from attribution.store.tables import quotations, reviews

STATES = ("again", "new")  # in this order: what was decided once, and changed since, comes first

_IS = quotations.c


@dataclass(frozen=True, slots=True)
class Waiting:
    """A quotation that nobody has decided on, and the version that a decision on it is to expect."""

    quotation: Found
    version: str


@dataclass(frozen=True, slots=True)
class Queue:
    """Some of what waits, and the cursor of the next page."""

    items: tuple[Waiting, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class PastReview:
    """What somebody decided on a quotation; `before` and `after` are the values that were corrected."""

    id: int
    quotation: int
    action: str
    author: str
    reason: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    at: datetime


class _Key(NamedTuple):
    state: str
    confidence: float
    id: int


def queue(
    store: Store,
    query: Query | None = None,
    *,
    below: float | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> Queue:
    """What is to be reviewed of that which fits `query`, the least sure first.

    What was decided on and has changed since goes before all else. `below` leaves out what is surer than
    that. Raises InputError for a query that names states of reviews, and CursorError.
    """
    query = query or Query()
    if query.review or query.gone:
        raise InputError("the queue has what waits for a review alone", field="review")
    if not 1 <= limit <= MOST:
        raise InputError(f"not from 1 to {MOST}", field="limit")
    asked = {"query": query.to_json(), "below": below, "list": "reviews"}
    after = _read(cursor, asked)
    with store.read() as connection:
        keys = list(_keys(connection, query, below, after, limit + 1))
        following = write_cursor(asked, keys[limit - 1]) if len(keys) > limit else None
        return Queue(tuple(_waiting(connection, [key.id for key in keys[:limit]])), following)


def _read(cursor: str | None, asked: dict[str, Any]) -> _Key | None:
    if cursor is None:
        return None
    key = _Key(*read_cursor(cursor, asked, ((str,), (float, int), (int,))))
    if key.state not in STATES:
        raise CursorError
    return key


def _keys(
    connection: Connection, query: Query, below: float | None, after: _Key | None, limit: int
) -> Iterator[_Key]:
    for state in STATES[STATES.index(after.state) if after else 0 :]:
        found = replace(query, review=(state,))
        chosen = select(_IS.confidence, _IS.id).where(*Matches(connection, found).where)
        if below is not None:
            chosen = chosen.where(_IS.confidence <= below)
        if after is not None and after.state == state:
            place = tuple_(literal(after.confidence), literal(after.id))
            chosen = chosen.where(tuple_(_IS.confidence, _IS.id) > place)
        rows = connection.execute(chosen.order_by(_IS.confidence, _IS.id).limit(limit)).all()
        yield from (_Key(state, row.confidence, row.id) for row in rows)
        limit -= len(rows)
        if not limit:
            return


def _waiting(connection: Connection, numbers: Sequence[int]) -> list[Waiting]:
    last = func.max(reviews.c.id)
    query = select(reviews.c.quotation_id, last).where(reviews.c.quotation_id.in_(numbers))
    latest = {row[0]: row[1] for row in connection.execute(query.group_by(reviews.c.quotation_id))}
    rows = {row.id: row for row in connection.execute(select(quotations).where(_IS.id.in_(numbers)))}
    return [
        Waiting(found, seen(rows[found.id]._asdict(), latest.get(found.id)))
        for found in found_by_id(connection, numbers)
    ]


def reviews_of(store: Store, quotation: int, *, after: int = 0, limit: int = MOST) -> list[PastReview]:
    """What was decided on a quotation, in order, from the number `after` on. Raises NotKept."""
    with store.read() as connection:
        known = select(_IS.id).where(_IS.id == quotation)
        if not 0 < quotation <= LARGEST or connection.scalar(known) is None:
            raise NoQuotation(f"there is no quotation {quotation} in the store")
        mine = (reviews.c.quotation_id == quotation, reviews.c.id > min(after, LARGEST))
        rows = connection.execute(select(reviews).where(*mine).order_by(reviews.c.id).limit(limit)).all()
    return [
        PastReview(
            id=row.id,
            quotation=row.quotation_id,
            action=row.action,
            author=row.author,
            reason=row.reason,
            before=row.before,
            after=row.after,
            at=row.at,
        )
        for row in rows
    ]
