"""How much a quotation is worth checking, as it stands in its row.

A reason is kept as a list of code, start, end and weight; its words are those of the quotation there, and a
fifth item where they stand elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from attribution.claims import Rating, Reason, rate, rules_of
from attribution.claims.rating import LEAST
from attribution.lang.claims import FACTS
from attribution.records import Quotation, Speaker
from attribution.store.findings import Finding
from attribution.store.tables import facts

RULES = "claims"  # the fact that tells by which rules all was rated
COLUMNS = ("worth", "worth_kind", "worth_start", "worth_end", "worth_reasons")


def worth_of(quotation: Quotation, speaker: Speaker | None) -> dict[str, Any]:
    """What the row of a quotation says of its rating."""
    rating = rate(quotation, speaker)
    values = (rating.score, rating.kind, rating.start, rating.end, [*map(_written, rating.reasons)])
    return dict(zip(COLUMNS, values, strict=True))


def rating_of(row: Row[Any]) -> Rating | None:
    """The rating that a row of quotations has; None where it has none yet."""
    if row.worth is None:
        return None
    reasons = tuple(_read(reason, row.text) for reason in row.worth_reasons)
    checkable = row.worth_kind in FACTS and row.worth >= LEAST
    return Rating(row.worth, checkable, row.worth_kind, row.worth_start, row.worth_end, reasons)


def rated_by(connection: Connection) -> str | None:
    """The rules by which the quotations are rated."""
    return connection.scalar(select(facts.c.value).where(facts.c.name == RULES))


def set_rules(connection: Connection) -> None:
    """Writes down that all quotations are rated by the rules of this program."""
    connection.execute(delete(facts).where(facts.c.name == RULES))
    connection.execute(insert(facts).values(name=RULES, value=rules_of()))


def check_rules(connection: Connection) -> Iterator[Finding]:
    """Whether the quotations are rated by the rules of this program."""
    found = rated_by(connection)
    if found != rules_of():
        message = "are rated by other rules than this program's: `attribution store rate` rates them anew"
        yield Finding("rules", "quotations of the store", message)


def _written(reason: Reason) -> list[Any]:
    kept: list[Any] = [reason.code, reason.start, reason.end, reason.weight]
    return kept if reason.start is not None else [*kept, reason.words]


def _read(kept: Sequence[Any], text: str) -> Reason:
    code, start, end, weight, *words = kept
    return Reason(code, words[0] if words else text[start:end], start, end, weight)
