"""What somebody said about something, over time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from attribution.store.matches import COUNTED, Matches
from attribution.store.ordering import by_day
from attribution.store.query import Query
from attribution.store.search import Found, found_by_id, phrases_of
from attribution.store.store import Store
from attribution.store.tables import quotations


@dataclass(frozen=True, slots=True)
class Month:
    """How many quotations appeared in a month, YYYY-MM."""

    month: str
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Months in their order, without those in which nothing was said; the first and the last quotation.

    `undated` quotations are of no known day. Where `capped`, only some of the quotations were counted.
    """

    months: tuple[Month, ...]
    first: Found | None
    last: Found | None
    total: int
    undated: int
    capped: bool


def timeline(store: Store, query: Query) -> Timeline:
    """The quotations that fit, counted by the month of publication."""
    with store.read() as connection:
        matches = Matches(connection, query)
        days = connection.execute(matches.some(quotations.c.day, limit=COUNTED + 1)).scalars().all()
        ends = []
        for newest in (False, True):
            ends += by_day(matches, newest=newest).keys(None, 1, undated=False)
        shown = found_by_id(connection, [key.id for key in ends], phrases_of(query))
    capped, days = len(days) > COUNTED, days[:COUNTED]
    months = Counter(day[:7] for day in days if day)
    return Timeline(
        tuple(Month(month, months[month]) for month in sorted(months)),
        shown[0] if shown else None,
        shown[-1] if shown else None,
        len(days),
        sum(day is None for day in days),
        capped,
    )
