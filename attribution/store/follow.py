"""Searches that somebody follows, and what they match since then.

A search is run over what came in since it was run last, by the numbers of quotations; what was found is kept
with its time, so that a feed says the same whenever it is read. Searches are brought up to date when they are
asked for, and by whoever delivers webhooks: ingest does not wait for them.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from attribution.errors import InputError
from attribution.store.fulltext import WORDS, has
from attribution.store.history import check_plain
from attribution.store.matches import Matches
from attribution.store.query import LARGEST, Query
from attribution.store.search import Found, found_by_id
from attribution.store.store import Store
from attribution.store.tables import matches, quotations, searches

MOST_SEARCHES = 500
PREFIX = "atf_"  # of tokens, by which logs know them
LONGEST_NAME = 200  # code points
PAGE = 50  # matches
AT_ONCE = 5_000  # matches of one search that are kept in one statement


class UnknownSearch(InputError):
    """Nobody follows a search of this number."""

    code = "search-not-found"


@dataclass(frozen=True, slots=True)
class Followed:
    """A search that somebody follows. `outcome` is that of the last attempt to tell its webhook."""

    id: int
    name: str
    query: Query
    webhook: str | None
    author: str
    added: datetime
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A quotation that a search matches, and when that was found. Numbers rise with time."""

    id: int
    at: datetime
    quotation: Found


def follow(
    store: Store, name: str, query: Query, *, author: str, webhook: str | None = None
) -> tuple[Followed, str]:
    """Follows a search from now on; returns it with the token for its feed, which is kept nowhere.

    Raises InputError for a name that cannot be, and where there are too many searches.
    """
    check_plain(name, "name")
    if not name.strip() or len(name) > LONGEST_NAME:
        raise InputError(f"1 to {LONGEST_NAME} characters", field="name")
    token = _new_token()
    with store.write() as connection:
        if (connection.scalar(select(func.count()).select_from(searches)) or 0) >= MOST_SEARCHES:
            raise InputError(f"{MOST_SEARCHES} searches are followed already", field="name")
        values = {
            "name": name,
            "query": query.to_json(),
            "token": _hash(token),
            "webhook": webhook,
            "seen": _newest(connection),
            "told": 0,
            "attempts": 0,
            "author": author,
            "added": datetime.now(UTC),
        }
        row = connection.execute(insert(searches).values(values).returning(*searches.c)).one()
        return read_followed(row), token


def renew_token(store: Store, search: int) -> str:
    """A new token for the feed of a search; the one before lets nobody in any more."""
    token = _new_token()
    with store.write() as connection:
        _row(connection, search)
        mine = update(searches).where(searches.c.id == search)
        connection.execute(mine.values(token=_hash(token)))
    return token


def unfollow(store: Store, search: int) -> None:
    """Forgets a search and its matches. Raises UnknownSearch."""
    with store.write() as connection:
        _row(connection, search)
        connection.execute(delete(searches).where(searches.c.id == search))


def followed(store: Store) -> list[Followed]:
    """All searches, the newest first."""
    with store.read() as connection:
        rows = connection.execute(select(searches).order_by(searches.c.id.desc())).all()
    return [read_followed(row) for row in rows]


def get_followed(store: Store, search: int, *, token: str | None = None) -> Followed:
    """A search; with `token`, only for who has the token of its feed. Raises UnknownSearch."""
    with store.read() as connection:
        row = _row(connection, search)
    if token is not None and not hmac.compare_digest(row.token, _hash(token)):
        raise UnknownSearch(f"no search {search}")
    return read_followed(row)


def find_matches(store: Store, *, only: int | None = None) -> int:
    """Runs searches over what came in since they were run; returns how many matches are new."""
    with store.read() as connection:
        if not _behind(connection, only):
            return 0
    with store.write() as connection:
        newest = _newest(connection)
        return sum(_run(connection, row, newest) for row in _behind(connection, only))


def matches_of(store: Store, search: int, *, before: int = LARGEST, limit: int = PAGE) -> list[Match]:
    """Matches of a search, the newest first, from below number `before`. Raises UnknownSearch."""
    if not 0 < before <= LARGEST or not 0 < limit <= PAGE:
        raise InputError(f"at most {PAGE}, from below a number", field="before")
    query = (
        select(matches)
        .where(matches.c.search_id == search, matches.c.id < before)
        .order_by(matches.c.id.desc())
        .limit(limit)
    )
    with store.read() as connection:
        asked = read_followed(_row(connection, search))
        return read_matches(connection, asked, connection.execute(query).all())


def read_matches(connection: Connection, asked: Followed, rows: Sequence[Row[Any]]) -> list[Match]:
    """Matches with their quotations, in the order of the rows."""
    words = asked.query.read.get("words")
    phrases = [phrase for group in words.groups for phrase in group] if words else []
    found = {one.id: one for one in found_by_id(connection, [row.quotation_id for row in rows], phrases)}
    return [Match(row.id, row.at, found[row.quotation_id]) for row in rows if row.quotation_id in found]


def read_followed(row: Row[Any]) -> Followed:
    """A search from its row."""
    query = Query.from_json(row.query)
    return Followed(row.id, row.name, query, row.webhook, row.author, row.added, row.outcome)


def _behind(connection: Connection, only: int | None) -> Sequence[Row[Any]]:
    """The searches that have something to look at."""
    mine = [searches.c.id == only] if only is not None else []
    query = select(searches).where(searches.c.seen < _newest(connection), *mine).order_by(searches.c.id)
    return connection.execute(query).all()


def _run(connection: Connection, row: Row[Any], newest: int) -> int:
    """Keeps what a search matches among the quotations that it has not seen."""
    asked = Matches(connection, Query.from_json(row.query))
    where = [quotations.c.id > row.seen, quotations.c.id <= newest, *asked.filters]
    if asked.groups:  # each of the few that are new is looked at: many may have the words
        where.append(has(connection.dialect, WORDS, asked.groups, common=True))
    now, total = datetime.now(UTC), 0
    found = (
        connection.execute(select(quotations.c.id).where(*where).order_by(quotations.c.id)).scalars().all()
    )
    for start in range(0, len(found), AT_ONCE):
        rows = [
            {"search_id": row.id, "quotation_id": number, "at": now}
            for number in found[start : start + AT_ONCE]
        ]
        connection.execute(insert(matches), rows)
        total += len(rows)
    connection.execute(update(searches).where(searches.c.id == row.id).values(seen=newest))
    return total


def _newest(connection: Connection) -> int:
    return connection.scalar(select(func.max(quotations.c.id))) or 0


def _row(connection: Connection, search: int) -> Row[Any]:
    row = None
    if 0 < search <= LARGEST:
        row = connection.execute(select(searches).where(searches.c.id == search)).one_or_none()
    if row is None:
        raise UnknownSearch(f"no search {search}")
    return row


def _new_token() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
