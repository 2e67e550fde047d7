"""How far the check of what somebody said is: new, in check, checked, dismissed; by whom, and why.

What quotations say in the same words is one claim: whoever marks one of them marks all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Row, distinct, func, insert, select, update

from attribution.claims import Rating
from attribution.errors import InputError
from attribution.export.characters import one_line
from attribution.export.identifiers import web_address
from attribution.store.current import LARGEST, NoQuotation, Outdated
from attribution.store.history import Signature, check_plain
from attribution.store.search import MOST, Found, found_by_id
from attribution.store.store import Store
from attribution.store.tables import STANDS, claim_events, claims, quotations
from attribution.store.worth import rating_of

Status = Literal["new", "in-check", "checked", "dismissed"]
STATUSES: tuple[Status, ...] = get_args(Status)

_IS = quotations.c
_NEVER: Mapping[str, Any] = dict.fromkeys(("verdict", "url", "note", "author", "at")) | {"status": "new"}


@dataclass(frozen=True, slots=True)
class KeptClaim:
    """What a quotation says, as a claim: how much it is worth checking, and how far that is.

    `articles`, `outlets` and `speakers` tell in how many it stands in the same words, those counted by the
    name that the articles have. `version` is what the next change is to expect. Who changed the status last,
    and when, is None where nobody has.
    """

    quotation: Found
    rating: Rating | None
    articles: int
    outlets: int
    speakers: int
    status: Status
    verdict: str | None
    url: str | None
    note: str | None
    author: str | None
    at: datetime | None
    version: str


@dataclass(frozen=True, slots=True)
class ClaimEvent:
    """A change of a claim: from which status to which, and what was said with it."""

    id: int
    status_before: Status
    status: Status
    verdict: str | None
    url: str | None
    note: str | None
    author: str
    at: datetime


def mark_claim(
    store: Store,
    quotation: int,
    status: Status,
    *,
    author: str,
    verdict: str | None = None,
    url: str | None = None,
    note: str | None = None,
    expected: str | None = None,
) -> KeptClaim:
    """Sets how far the check of what a quotation says is, for all that say it in the same words.

    What is checked has a verdict and the address of the page that tells it; nothing else has. `expected` is
    the version of the claim that was seen; None takes any. Raises NotKept, Outdated, and InputError for what
    cannot be; then nothing was done.
    """
    Signature(author)
    check_plain(note or "", "note")
    if status not in STATUSES:
        raise InputError(f"a status is one of {', '.join(STATUSES)}", field="status")
    _check_verdict(status, verdict, url)
    said = {"status": status, "verdict": verdict, "url": url, "note": note or None, "author": author}
    with store.write() as connection:
        [before] = claims_of(connection, [_row(connection, quotation).id])
        if expected is not None and expected != before.version:
            raise Outdated("the claim has changed since it was read", version=before.version)
        _note(connection, quotation, before.status, {**said, "at": datetime.now(UTC)})
        [after] = claims_of(connection, [quotation])
        return after


def claim_of(store: Store, quotation: int) -> KeptClaim:
    """What a quotation says, as a claim. Raises NotKept."""
    with store.read() as connection:
        [found] = claims_of(connection, [_row(connection, quotation).id])
        return found


def claim_history(store: Store, quotation: int, *, after: int = 0, limit: int = MOST) -> list[ClaimEvent]:
    """What became of a claim, in order, from the number `after` on. Raises NotKept."""
    names = ("id", "status_before", "status", "verdict", "url", "note", "author", "at")
    with store.read() as connection:
        row = _row(connection, quotation)
        query = (
            select(*(claim_events.c[name] for name in names))
            .join(claims, claims.c.id == claim_events.c.claim_id)
            .where(claims.c.fingerprint == row.fingerprint, claim_events.c.id > min(after, LARGEST))
            .order_by(claim_events.c.id)
        )
        return [ClaimEvent(*event) for event in connection.execute(query.limit(limit))]


def claims_of(connection: Connection, numbers: Sequence[int]) -> list[KeptClaim]:
    """What the quotations of these numbers say, in this order; what is not there is left out."""
    rows = {row.id: row for row in connection.execute(select(quotations).where(_IS.id.in_(numbers)))}
    names = {row.fingerprint for row in rows.values()}
    known = {
        row.fingerprint: row
        for row in connection.execute(_with_last_event().where(claims.c.fingerprint.in_(names)))
    }
    counts = {row.fingerprint: row for row in connection.execute(_counts(names))}
    return [
        _claim(found, rows[found.id], known.get(rows[found.id].fingerprint), counts)
        for found in found_by_id(connection, numbers)
    ]


def _with_last_event() -> Any:
    last = select(func.max(claim_events.c.id)).where(claim_events.c.claim_id == claims.c.id)
    return select(claims, last.scalar_subquery().label("last"))


def _counts(names: set[str]) -> Any:
    """In how many articles, in which outlets and by whom it stands, without what went or was rejected."""
    many = {"articles": _IS.article_id, "outlets": _IS.outlet, "speakers": _IS.speaker}
    query = select(_IS.fingerprint, *(func.count(distinct(of)).label(name) for name, of in many.items()))
    return query.where(_IS.fingerprint.in_(names), STANDS).group_by(_IS.fingerprint)


def _claim(found: Found, row: Row[Any], known: Row[Any] | None, counts: Mapping[str, Row[Any]]) -> KeptClaim:
    said = known._mapping if known else _NEVER
    count = counts.get(row.fingerprint)
    return KeptClaim(
        quotation=found,
        rating=rating_of(row),
        articles=count.articles if count else 0,
        outlets=count.outlets if count else 0,
        speakers=count.speakers if count else 0,
        version=f"{row.fingerprint[:12]}-{said.get('last') or 0}",
        **{name: said[name] for name in _NEVER},
    )


def _note(connection: Connection, quotation: int, before: Status, said: Mapping[str, Any]) -> None:
    name = connection.scalar(select(_IS.fingerprint).where(_IS.id == quotation))
    number = connection.scalar(select(claims.c.id).where(claims.c.fingerprint == name))
    if number is None:
        made = insert(claims).values(fingerprint=name, **said).returning(claims.c.id)
        number = connection.execute(made).scalar_one()
    else:
        connection.execute(update(claims).where(claims.c.id == number).values(said))
    connection.execute(insert(claim_events).values(claim_id=number, status_before=before, **said))


def _check_verdict(status: Status, verdict: str | None, url: str | None) -> None:
    for field, value in (("verdict", verdict), ("url", url)):
        check_plain(value or "", field)
        if (value is not None) != (status == "checked"):
            raise InputError("what is checked has a verdict and a url, and nothing else has", field=field)
    if verdict is not None and not one_line(verdict):
        raise InputError("a verdict has words", field="verdict")
    if url is not None and web_address(url) is None:
        raise InputError("no address of a page on the web", field="url")


def _row(connection: Connection, quotation: int) -> Row[Any]:
    query: Any = select(_IS.id, _IS.fingerprint).where(_IS.id == quotation)
    row: Row[Any] | None = connection.execute(query).one_or_none() if 0 < quotation <= LARGEST else None
    if row is None:
        raise NoQuotation(f"there is no quotation {quotation} in the store")
    return row
