"""The rows of claims, kept with the words that they are of, whatever becomes of these."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Row, delete, insert, select

from attribution.store.tables import claim_events, claims, quotations


def carry_claims(connection: Connection, moved: Iterable[tuple[str, str]]) -> None:
    """Gives words that are told by another fingerprint by now the claim of the one before.

    What has a claim already keeps that one. The claim of the fingerprint before stays, as other quotations
    may still have that.
    """
    pairs = {(before, after) for before, after in moved if before != after}
    if not pairs:
        return
    known = claims.c.fingerprint.in_({name for pair in pairs for name in pair})
    there = {row.fingerprint: row for row in connection.execute(select(claims).where(known))}
    for before, after in sorted(pairs):
        if before in there and after not in there:
            there[after] = _copy(connection, there[before], after)


def prune_claims(connection: Connection) -> None:
    """Deletes claims of words that no quotation has any more, with their history."""
    stands = select(quotations.c.id).where(quotations.c.fingerprint == claims.c.fingerprint).exists()
    connection.execute(delete(claims).where(~stands))


def _copy(connection: Connection, row: Row[int], fingerprint: str) -> Row[int]:
    values = {**row._asdict(), "fingerprint": fingerprint}
    del values["id"]
    made = connection.execute(insert(claims).values(values).returning(*claims.c)).one()
    told = connection.execute(
        select(claim_events).where(claim_events.c.claim_id == row.id).order_by(claim_events.c.id)
    ).all()
    for event in told:
        copied = {**event._asdict(), "claim_id": made.id}
        del copied["id"]
        connection.execute(insert(claim_events).values(copied))
    return made
