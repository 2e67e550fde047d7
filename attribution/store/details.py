"""A quotation with all that is known of it: its record, where it is from, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from attribution.store.current import LARGEST, NoQuotation
from attribution.store.packing import unpack_record
from attribution.store.reviewing import version_of
from attribution.store.search import Found, found_by_id
from attribution.store.store import Store
from attribution.store.tables import changes, extractions, quotations, reviews, revisions


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which text a quotation stands in, and which reading of it found it there.

    `revision` counts the texts of the article; `author` and `reason` are those of a corrected record.
    """

    revision: int
    sha256: str
    format: str
    taken: datetime
    model: str
    model_version: str
    made: datetime
    author: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided on a quotation."""

    action: str
    author: str
    reason: str | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a quotation when its article changed to that revision."""

    revision: int
    kind: str
    before: str | None
    after: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Details:
    """A quotation: as it is found, its record and its speaker's in JSON form, and its history.

    `version` changes whenever the quotation does or somebody decides on it.
    """

    quotation: Found
    record: Mapping[str, Any]
    speaker: Mapping[str, Any] | None
    provenance: Provenance
    reviews: tuple[Decision, ...]
    changes: tuple[Change, ...]
    version: str


def details_of(store: Store, number: int) -> Details:
    """All that is known of a quotation. Raises NotKept."""
    with store.read() as connection:
        row = _row(connection, number)
        whole = connection.execute(select(quotations).where(quotations.c.id == number)).one()
        [found] = found_by_id(connection, [number])
        record = unpack_record(row.record)
        quotation = next(one for one in record["quotations"] if one["id"] == row.local)
        return Details(
            quotation=found,
            record=quotation,
            speaker=next((one for one in record["speakers"] if one["id"] == quotation["speaker"]), None),
            provenance=Provenance(**{name: getattr(row, name) for name in Provenance.__slots__}),
            reviews=tuple(_decisions(connection, number)),
            changes=tuple(_changes(connection, number)),
            version=version_of(connection, whole),
        )


def _row(connection: Connection, number: int) -> Any:
    query = (
        select(
            quotations.c.local, revisions.c.number.label("revision"), revisions.c.sha256, revisions.c.format,
            revisions.c.taken, extractions.c.record, extractions.c.model, extractions.c.model_version,
            extractions.c.made, extractions.c.author, extractions.c.reason,
        )
        .join(revisions, revisions.c.id == quotations.c.revision_id)
        .join(extractions, extractions.c.id == quotations.c.extraction_id)
        .where(quotations.c.id == number)
    )  # fmt: skip
    row = connection.execute(query).one_or_none() if 0 < number <= LARGEST else None
    if row is None:
        raise NoQuotation(f"there is no quotation {number} in the store")
    return row


def _decisions(connection: Connection, number: int) -> list[Decision]:
    columns = [reviews.c[name] for name in Decision.__slots__]
    query = select(*columns).where(reviews.c.quotation_id == number).order_by(reviews.c.id)
    return [Decision(*row) for row in connection.execute(query)]


def _changes(connection: Connection, number: int) -> list[Change]:
    query = (
        select(revisions.c.number, changes.c.kind, changes.c.before, changes.c.after, revisions.c.taken)
        .join(revisions, revisions.c.id == changes.c.revision_id)
        .where(changes.c.quotation_id == number)
        .order_by(changes.c.id)
    )
    return [Change(*row) for row in connection.execute(query)]
