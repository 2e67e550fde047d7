"""Quotations of a store rated anew, by the rules of this program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from attribution.claims import rules_of
from attribution.store.proving import read_record
from attribution.store.store import Store
from attribution.store.tables import extractions, facts, quotations
from attribution.store.worth import COLUMNS, rated_by, set_rules, worth_of

BATCH = 200  # extractions in one transaction
PROGRESS = "claims-rated"  # the fact that tells by which rules all up to which extraction is rated


def rate_store(store: Store, *, anew: bool = False) -> Iterator[int]:
    """Rates all quotations by the rules of this program; yields how many are done, now and then.

    Others may read and write meanwhile; how far checks are stays. Where it was stopped it goes on. With
    `anew` even if all are rated by these rules already; else nothing is done then. Records that are damaged
    are passed over, which the check tells.
    """
    with store.read() as connection:
        if rated_by(connection) == rules_of() and not anew:
            return
        last = 0 if anew else _reached(connection)
    done = 0
    while True:
        with store.write() as connection:
            query = select(extractions).where(extractions.c.id > last).order_by(extractions.c.id)
            rows = connection.execute(query.limit(BATCH)).all()
            if not rows:
                connection.execute(delete(facts).where(facts.c.name == PROGRESS))
                set_rules(connection)
                return
            done += sum(_rate(connection, row) for row in rows)
            last = rows[-1].id
            _note(connection, last)
        yield done


def _rate(connection: Connection, extraction: Row[Any]) -> int:
    """Rates the quotations that are of these records; tells how many that are."""
    mine = quotations.c.extraction_id == extraction.id
    numbers = {
        row.local: row.id
        for row in connection.execute(select(quotations.c.id, quotations.c.local).where(mine))
    }
    if not numbers:
        return 0
    try:
        record = read_record(extraction)
    except ValueError:
        return 0
    values = [
        {"_id": numbers[one.id], **worth_of(one, record.speaker_of(one))}
        for one in record.quotations
        if one.id in numbers
    ]
    if values:
        change = update(quotations).where(quotations.c.id == bindparam("_id"))
        connection.execute(change.values({name: bindparam(name) for name in COLUMNS}), values)
    return len(values)


def _reached(connection: Connection) -> int:
    """The last extraction that was rated by these rules, by a run that was stopped."""
    rules, _, last = (connection.scalar(_PROGRESS) or "").rpartition(" ")
    return int(last) if rules == rules_of() else 0


def _note(connection: Connection, last: int) -> None:
    connection.execute(delete(facts).where(facts.c.name == PROGRESS))
    connection.execute(insert(facts).values(name=PROGRESS, value=f"{rules_of()} {last}"))


_PROGRESS = select(facts.c.value).where(facts.c.name == PROGRESS)
