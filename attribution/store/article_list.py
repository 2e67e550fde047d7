"""Articles looked up, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, func, not_, or_, select

from attribution.store.conditions import Condition
from attribution.store.cursors import Listed, write_cursor
from attribution.store.fulltext import TITLES, has
from attribution.store.ordering import ByDay, read_day_key
from attribution.store.query import check_narrowing, check_text
from attribution.store.search import check_limit
from attribution.store.store import Store
from attribution.store.tables import appearances, articles, quotations
from attribution.store.words import read_words


@dataclass(frozen=True, slots=True)
class Listing:
    """An article, as a list shows it; `quotations` are those that stand in it."""

    id: int
    key: str
    url: str | None
    title: str | None
    outlet: str | None
    published: str | None
    day: str | None
    language: str | None
    revision: int
    added: datetime
    changed: datetime
    quotations: int


@dataclass(frozen=True)
class ArticleQuery:
    """Which articles are looked for: those that fit everything that is given.

    `words` are in the title; `speaker` is the number of an entry of the registry that is quoted there;
    `since` and `until` are days of publication; `key` is the article's own id. Raises InputError, which names
    the field, for what cannot be looked for.
    """

    words: str | None = None
    outlet: tuple[str, ...] = ()
    speaker: int | None = None
    since: str | None = None
    until: str | None = None
    key: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        for name in ("words", "key", "url"):
            if getattr(self, name) is not None:
                check_text(getattr(self, name), name)
        check_narrowing(self.outlet, self.since, self.until, self.speaker)


def find_articles(
    store: Store, query: ArticleQuery, *, limit: int = 20, cursor: str | None = None
) -> Listed[Listing]:
    """A page of articles, the last published first. Raises InputError and CursorError."""
    check_limit(limit)
    asked = {"articles": asdict(query)}
    with store.read() as connection:
        days = ByDay(connection, articles, _article_conditions(connection, query))
        undated = query.since is None and query.until is None
        keys = days.keys(read_day_key(cursor, asked), limit + 1, undated=undated)
        items = listings_of(connection, [key.id for key in keys[:limit]])
    return Listed(tuple(items), write_cursor(asked, keys[limit - 1]) if len(keys) > limit else None)


def _article_conditions(connection: Connection, query: ArticleQuery) -> list[Condition]:
    found: list[Condition] = []
    if query.words is not None:
        read = read_words(query.words)
        if read.groups:
            found.append(has(connection.dialect, TITLES, read.groups))
        if read.without:
            unwanted = has(connection.dialect, TITLES, [read.without])
            found.append(or_(articles.c.terms.is_(None), not_(unwanted)))
    if query.outlet:
        found.append(articles.c.outlet.in_(query.outlet))
    if query.speaker is not None:
        there = select(appearances.c.article_id).where(appearances.c.speaker_id == query.speaker)
        found.append(articles.c.id.in_(there))
    if query.since is not None:
        found.append(articles.c.day >= query.since)
    if query.until is not None:
        found.append(articles.c.day <= query.until)
    given = ((articles.c.key, query.key), (articles.c.url, query.url))
    return [*found, *(column == value for column, value in given if value is not None)]


def listings_of(connection: Connection, numbers: Sequence[int]) -> list[Listing]:
    """The articles of these numbers, in this order."""
    standing = select(func.count()).where(
        quotations.c.article_id == articles.c.id, quotations.c.gone.is_(False)
    )
    columns = [articles.c[name] for name in Listing.__slots__ if name != "quotations"]
    query = select(*columns, standing.scalar_subquery().label("quotations")).where(articles.c.id.in_(numbers))
    found = {row.id: Listing(**row._mapping) for row in connection.execute(query)}
    return [found[number] for number in numbers]
