"""Quotations found: in an order, page by page.

A page ends with a cursor, the place behind its last quotation. So what was there all along is neither
repeated nor left out while other quotations come in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Row, select

from attribution.errors import InputError
from attribution.store.cursors import write_cursor
from attribution.store.matches import Count, Matches
from attribution.store.ordering import DayKey, by_day, read_day_key
from attribution.store.query import Query
from attribution.store.ranking import RankKey, by_relevance, read_rank_key
from attribution.store.snippets import Snippet, snippet_of
from attribution.store.store import Store
from attribution.store.tables import articles, claims, quotations
from attribution.store.words import Phrase

Order = Literal["relevance", "newest", "oldest"]
ORDERS: tuple[Order, ...] = get_args(Order)
MOST = 100  # quotations on a page

_IS = quotations.c


@dataclass(frozen=True, slots=True)
class Found:
    """A quotation as it is in the store, where it stands, and what to show of it.

    `start` and `end` are code points of the article's input; `day` is that of publication.
    """

    id: int
    text: str
    snippet: Snippet
    type: str
    act: str | None
    negated: bool
    statement: bool
    reason: str | None
    speaker_id: int | None
    speaker: str | None
    role: str | None
    affiliation: str | None
    article_id: int
    article: str
    title: str | None
    url: str | None
    outlet: str | None
    day: str | None
    local: str
    start: int
    end: int
    confidence: float
    review: str
    gone: bool
    worth: float | None
    claim: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what was found, the cursor of the next page, and how many there are in all.

    Where `capped`, there are more than `total`.
    """

    items: tuple[Found, ...]
    next: str | None
    total: int
    capped: bool


def search(
    store: Store, query: Query, *, order: Order | None = None, limit: int = 20, cursor: str | None = None
) -> Page:
    """A page of the quotations that fit `query`.

    Without `order` by relevance where the query has words, else the newest first; what has no day comes last.
    By relevance what is as good as another stands by its day. Raises InputError for an order or a limit that
    there is not, CursorError for a cursor of another search.
    """
    if order is not None and order not in ORDERS:
        raise InputError(f"none of {', '.join(ORDERS)}", field="order")
    check_limit(limit)
    with store.read() as connection:
        return _Search(connection, query, order).page(limit, cursor)


def check_limit(limit: int) -> None:
    """Raises InputError for a page that is too long or has nothing on it."""
    if not 1 <= limit <= MOST:
        raise InputError(f"not from 1 to {MOST}", field="limit")


def phrases_of(query: Query) -> list[Phrase]:
    """What to highlight in what is found."""
    return [
        phrase for name in ("words", "about") if name in query.read for phrase in query.read[name].phrases
    ]


def found_by_id(
    connection: Connection, numbers: Sequence[int], phrases: Iterable[Phrase] = ()
) -> list[Found]:
    """The quotations of these numbers, in this order; what is not there is left out."""
    rows = connection.execute(
        select(quotations, articles.c.key, articles.c.title, articles.c.url, claims.c.status)
        .join(articles, articles.c.id == _IS.article_id)
        .outerjoin(claims, claims.c.fingerprint == _IS.fingerprint)
        .where(_IS.id.in_(numbers))
    )
    wanted = list(phrases)
    found = {row.id: _found(row, wanted) for row in rows}
    return [found[number] for number in numbers if number in found]


def _found(row: Row[Any], phrases: list[Phrase]) -> Found:
    same = {
        name: getattr(row, name) for name in Found.__slots__ if name not in ("snippet", "article", "claim")
    }
    return Found(**same, snippet=snippet_of(row.text, phrases), article=row.key, claim=row.status or "new")


class _Search:
    """One search in one transaction."""

    def __init__(self, connection: Connection, query: Query, order: Order | None) -> None:
        self.matches = Matches(connection, query)
        self.order: Order = order or "relevance"
        if self.order == "relevance" and not self.matches.groups:
            self.order = "newest"
        self.asked = {"query": query.to_json(), "order": self.order}

    def page(self, limit: int, cursor: str | None) -> Page:
        """The page behind `cursor`."""
        keys, (total, capped) = self._keys(cursor, limit + 1)
        shown = keys[:limit]
        following = write_cursor(self.asked, shown[-1]) if len(keys) > limit else None
        phrases = phrases_of(self.matches.query)
        items = found_by_id(self.matches.connection, [key.id for key in shown], phrases)
        return Page(tuple(items), following, total, capped)

    def _keys(self, cursor: str | None, limit: int) -> tuple[Sequence[DayKey | RankKey], Count]:
        if self.order == "relevance":
            return by_relevance(self.matches, read_rank_key(cursor, self.asked), limit)
        query, days = self.matches.query, by_day(self.matches, newest=self.order == "newest")
        undated = query.since is None and query.until is None
        keys = days.keys(read_day_key(cursor, self.asked), limit, undated=undated)
        return keys, self.matches.count()
