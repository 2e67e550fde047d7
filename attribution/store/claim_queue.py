"""What is to be checked next: claims of a store, the most worth checking or the newest first, each once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import func, literal, select, tuple_

from attribution.errors import InputError
from attribution.store.claiming import KeptClaim, claims_of
from attribution.store.cursors import read_cursor, write_cursor
from attribution.store.matches import COUNTED, Matches
from attribution.store.ordering import DayKey, by_day, read_day_key
from attribution.store.query import Query
from attribution.store.search import check_limit
from attribution.store.store import Store
from attribution.store.tables import quotations

Order = Literal["worth", "newest", "oldest"]
ORDERS: tuple[Order, ...] = get_args(Order)
STEP = 50  # rows looked at together, at least: of several of one claim one is shown

_IS = quotations.c


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """Some of the claims, the cursor of the next page, and how many there are in all.

    Where `capped`, there are more than `total`.
    """

    items: tuple[KeptClaim, ...]
    next: str | None
    total: int
    capped: bool


class _WorthKey(NamedTuple):
    worth: float
    fingerprint: str


def claim_queue(
    store: Store,
    query: Query | None = None,
    *,
    order: Order = "worth",
    limit: int = 20,
    cursor: str | None = None,
) -> ClaimPage:
    """The claims that quotations make which fit `query`; what is no statement makes none.

    Each stands there once, by the quotation of it that comes first in this order; of several that are worth
    the same, the first that was kept. Raises InputError for an order or a limit that there is not,
    CursorError for a cursor of another list.
    """
    if order not in ORDERS:
        raise InputError(f"none of {', '.join(ORDERS)}", field="order")
    check_limit(limit)
    query = replace(query or Query(), statement=True)
    asked = {"query": query.to_json(), "order": order, "list": "claims"}
    with store.read() as connection:
        matches = Matches(connection, query)
        found: list[tuple[Any, int]] = list(islice(_chosen(matches, order, cursor, asked, limit), limit + 1))
        following = write_cursor(asked, found[limit - 1][0]) if len(found) > limit else None
        items = claims_of(connection, [number for _, number in found[:limit]])
        return ClaimPage(tuple(items), following, *_count(matches))


def _chosen(
    matches: Matches, order: Order, cursor: str | None, asked: dict[str, Any], limit: int
) -> Iterator[tuple[_WorthKey | DayKey, int]]:
    """The keys of claims behind `cursor`, each with the number of the quotation that stands for it."""
    step = max(limit + 1, STEP)
    if order == "worth":
        after = _WorthKey(*read_cursor(cursor, asked, ((float, int), (str,)))) if cursor else None
        return _by_worth(matches, after, step)
    return _by_day(matches, read_day_key(cursor, asked), step, newest=order == "newest")


def _by_worth(matches: Matches, after: _WorthKey | None, step: int) -> Iterator[tuple[_WorthKey, int]]:
    first = func.min(_IS.id).label("first")
    query = select(_IS.worth, _IS.fingerprint, first).where(*matches.where, _IS.worth.is_not(None))
    query = query.group_by(_IS.worth, _IS.fingerprint).order_by(_IS.worth.desc(), _IS.fingerprint.desc())
    while True:
        place = tuple_(literal(after.worth), literal(after.fingerprint)) if after else None
        some = query if place is None else query.where(tuple_(_IS.worth, _IS.fingerprint) < place)
        rows = matches.connection.execute(some.limit(step)).all()
        best = _best_worth(matches, [row.fingerprint for row in rows])
        for row in rows:
            after = _WorthKey(row.worth, row.fingerprint)
            if row.worth == best[row.fingerprint]:
                yield after, row.first
        if len(rows) < step:
            return


def _best_worth(matches: Matches, names: Sequence[str]) -> dict[str, float]:
    """The most that quotations of the same words are worth: speaker and cue count too."""
    query = select(_IS.fingerprint, func.max(_IS.worth)).where(*matches.where, _IS.fingerprint.in_(names))
    return {row[0]: row[1] for row in matches.connection.execute(query.group_by(_IS.fingerprint))}


def _by_day(
    matches: Matches, after: DayKey | None, step: int, *, newest: bool
) -> Iterator[tuple[DayKey, int]]:
    days = by_day(matches, newest=newest)
    undated = matches.query.since is None and matches.query.until is None
    while True:
        keys = days.keys(after, step, undated=undated)
        first = _first_by_day(matches, [key.id for key in keys], newest=newest)
        yield from ((key, key.id) for key in keys if key.id in first)
        if len(keys) < step:
            return
        after = keys[-1]


def _first_by_day(matches: Matches, numbers: Sequence[int], *, newest: bool) -> set[int]:
    """Of the claims that these quotations make, the quotation that comes first by day."""
    names = select(_IS.fingerprint).where(_IS.id.in_(numbers))
    order = (_IS.day.desc(), _IS.id.desc()) if newest else (_IS.day, _IS.id)
    place = func.row_number().over(partition_by=_IS.fingerprint, order_by=(_IS.day.is_(None), *order))
    alike = select(_IS.id, place.label("place")).where(*matches.where, _IS.fingerprint.in_(names)).subquery()
    return set(matches.connection.scalars(select(alike.c.id).where(alike.c.place == 1)))


def _count(matches: Matches) -> tuple[int, bool]:
    """How many claims there are among the first COUNTED quotations that fit, and whether more of these do."""
    names = matches.connection.scalars(matches.some(_IS.fingerprint, limit=COUNTED + 1)).all()
    return len(set(names[:COUNTED])), len(names) > COUNTED
