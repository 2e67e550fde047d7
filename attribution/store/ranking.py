"""Quotations by relevance, from a place on: of many that fit, the last ones that came in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, literal, or_, select, tuple_

from attribution.store.cursors import read_cursor
from attribution.store.fulltext import between, expected_rows
from attribution.store.matches import COUNTED, Count, Matches
from attribution.store.ordering import check_cursor_day
from attribution.store.tables import quotations

RANKED = 5_000  # quotations that are put in order of relevance: the last ones kept, where more fit
SLACK = 1.2  # times as many as are wanted, since how many rows there are is a guess


class RankKey(NamedTuple):
    """The place of a quotation by relevance, among those above the number `lowest`, up to `top`."""

    score: float
    id: int
    day: str
    top: int
    lowest: int


def read_rank_key(cursor: str | None, asked: Mapping[str, Any]) -> RankKey | None:
    """The place that a cursor names; None without one. Raises CursorError."""
    if cursor is None:
        return None
    key = RankKey(*read_cursor(cursor, asked, ((float,), (int,), (str,), (int,), (int,))))
    check_cursor_day(key.day)
    return key


def by_relevance(matches: Matches, after: RankKey | None, limit: int) -> tuple[list[RankKey], Count]:
    """The keys of the next quotations behind `after`, the best first, then the newest; how many fit in all.

    What came in after the first page was taken is left out. bm25 counts how frequent words are, so scores
    move a little as quotations come in: a page goes on behind the last quotation's score as it is now.
    """
    if after is not None:
        return _next(matches, after.lowest, after.top, after, limit), matches.count()
    top = matches.connection.scalar(select(func.max(quotations.c.id))) or 0
    if matches.connection.dialect.name == "sqlite":  # which lists the newest first, and counts quickly
        return _next(matches, 0, top, None, limit), matches.count()
    return _First(matches, top, limit).page()


class _First:
    """The first page, and how many quotations fit, on PostgreSQL: where that will do, by one look at each.

    It lists all rows with a word before it hands out the first. What takes long is to look at them, so of
    many those are looked at that stand above a number, and no more than are to be counted.
    """

    def __init__(self, matches: Matches, top: int, limit: int) -> None:
        self._matches, self._top, self._limit = matches, top, limit

    def page(self) -> tuple[list[RankKey], Count]:
        """The best, of those that came in last where many fit."""
        some = self._matches.some(quotations.c.id, limit=None)
        expected = expected_rows(self._matches.connection, some)
        if lowest := self._above(COUNTED, expected):
            found = self._best(lowest)
            if found.fit > COUNTED:
                return found.keys, (COUNTED, True)
            if found.fit >= RANKED:
                return found.keys, self._matches.count()
        found = self._best(0, COUNTED + 1)
        if found.fit <= COUNTED:
            return found.keys, (found.fit, False)
        return self._of_more_than_expected(found.last), (COUNTED, True)

    def _of_more_than_expected(self, last: int) -> list[RankKey]:
        """The best, where COUNTED of them stand up to the number `last`."""
        if lowest := self._above(RANKED, round(COUNTED * self._top / last)):
            found = self._best(lowest)
            if found.fit >= RANKED:
                return found.keys
        return self._best(0).keys

    def _above(self, wanted: int, expected: int) -> int:
        """A number above which about so many of the rows stand, or some more; 0 where there are too few."""
        return max(0, self._top - round(self._top * SLACK * wanted / max(expected, 1)))

    def _best(self, lowest: int, most: int | None = None) -> _Best:
        """The best of the last RANKED above a number, and how many are above it, at most so many."""
        some = _scored(self._matches, lowest, self._top).limit(most).subquery()
        all_of_them = (func.count().over().label("fit"), func.max(some.c.id).over().label("last"))
        newest = select(some, *all_of_them).order_by(some.c.id.desc()).limit(RANKED).subquery()
        query = select(newest, func.min(newest.c.id).over().label("first"))
        query = query.order_by(newest.c.score, newest.c.day.desc(), newest.c.id.desc()).limit(self._limit)
        rows = self._matches.connection.execute(query).all()
        if not rows:
            return _Best([], 0, 0)
        keys = [RankKey(row.score, row.id, row.day, self._top, row.first - 1) for row in rows]
        return _Best(keys, rows[0].fit, rows[0].last)


class _Best(NamedTuple):
    """The best of some rows, how many these are, and the greatest number of them."""

    keys: list[RankKey]
    fit: int
    last: int


def _next(matches: Matches, lowest: int, top: int, after: RankKey | None, limit: int) -> list[RankKey]:
    """The keys of the best quotations between these numbers, behind `after`."""
    some = _scored(matches, lowest, top).order_by(matches.hits.number.desc()).limit(RANKED).subquery()
    query = select(some.c.score, some.c.id, some.c.day)
    if after is not None:
        score = _score_now(matches, after)
        equal = tuple_(some.c.day, some.c.id) < tuple_(literal(after.day), literal(after.id))
        query = query.where(or_(some.c.score > score, and_(some.c.score == score, equal)))
    query = query.order_by(some.c.score, some.c.day.desc(), some.c.id.desc()).limit(limit)
    return [RankKey(*row, top, lowest) for row in matches.connection.execute(query)]


def _scored(matches: Matches, lowest: int, top: int) -> Select[tuple[float, int, str]]:
    """What fits between two numbers, each with its score."""
    hits = matches.hits
    day = func.coalesce(quotations.c.day, "").label("day")
    return (
        select(hits.score.label("score"), quotations.c.id, day)
        .select_from(hits.rows)
        .where(hits.found, *matches.filters, *between(matches.connection.dialect, lowest, top))
    )


def _score_now(matches: Matches, after: RankKey) -> float:
    """The score of the last quotation that was seen; as it was then, if it is no more."""
    hits = matches.hits
    query = select(hits.score).select_from(hits.rows).where(hits.found, hits.number == after.id)
    now = matches.connection.scalar(query)
    return after.score if now is None else now
