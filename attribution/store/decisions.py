"""What people have decided on the quotations of an article until now, read for its next version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from attribution.records import Extraction, Quotation
from attribution.schemas import load_extraction
from attribution.store.current import Current, current_of
from attribution.store.differences import pair
from attribution.store.packing import unpack_record, unpack_text
from attribution.store.tables import extractions, quotations, reviews, revisions

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """Records that something was decided on: of a `content`, out of what the engine read in it."""

    content: str
    extraction: Extraction
    machine: Extraction


@dataclass(frozen=True, slots=True)
class Correction:
    """A quotation that somebody corrected or added, and in which of its fields.

    It stands in the records of `base`, which are older than the current ones where it is `gone` by now.
    `machine` is what the engine had read in its place; None where it had found nothing.
    """

    number: int
    review: str
    quotation: Quotation
    fields: frozenset[str]
    machine: Quotation | None
    base: Base
    gone: bool


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions on an article: on its `current` records, and on what has gone from it."""

    current: Current
    corrections: tuple[Correction, ...]
    rejected: Sequence[Row[Any]]
    live: Sequence[Row[Any]]
    author: str  # of the last


def decisions_of(connection: Connection, article: int) -> Decisions | None:
    """The decisions on the quotations of an article other than that one is right; None without any."""
    known = (~quotations.c.gone, quotations.c.review != "new")
    query = select(quotations).where(quotations.c.article_id == article, or_(*known))
    rows = connection.execute(query.order_by(quotations.c.start, quotations.c.id)).all()
    if all(row.review == "new" for row in rows):
        return None
    rejected = [row for row in rows if row.review == "rejected"]
    others = [row for row in rows if row.review != "rejected"]
    fields = dict(_fields(connection, [row.id for row in others if row.review != "new"]))
    if not rejected and not fields:
        return None
    current = current_of(connection, article)
    corrections = tuple(_corrections(connection, current, others, fields))
    author = _author(connection, [*fields, *(row.id for row in rejected)])
    live = [row for row in others if not row.gone]
    return Decisions(current, corrections, rejected, live, author)


def _author(connection: Connection, numbers: Sequence[int]) -> str:
    """Who decided last on some quotations."""
    query = select(reviews.c.author).where(reviews.c.quotation_id.in_(numbers))
    return connection.scalar(query.order_by(reviews.c.id.desc()).limit(1)) or UNKNOWN


def _fields(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, frozenset[str]]]:
    """In what each of the quotations was corrected."""
    decided = (reviews.c.quotation_id.in_(numbers), reviews.c.action.in_(["correct", "add"]))
    rows = connection.execute(select(reviews.c.quotation_id, reviews.c.after).where(*decided)).all()
    for number in {row.quotation_id for row in rows}:
        yield number, frozenset(key for row in rows if row.quotation_id == number for key in row.after or {})


def _corrections(
    connection: Connection, current: Current, rows: Sequence[Row[Any]], fields: dict[int, frozenset[str]]
) -> Iterator[Correction]:
    """Those on what is there, then those on what has gone, the last of these first."""
    corrected = [row for row in rows if row.id in fields]
    live = _of_base(_current_base(connection, current), [row for row in corrected if not row.gone], fields)
    yield from live
    by_base: dict[tuple[int, int], list[Row[Any]]] = {}
    for row in sorted((row for row in corrected if row.gone), key=lambda row: -row.id):
        by_base.setdefault((row.revision_id, row.extraction_id), []).append(row)
    for (revision, extraction), some in by_base.items():
        yield from _of_base(_older_base(connection, revision, extraction), some, fields)


def _of_base(base: Base, rows: Sequence[Row[Any]], fields: dict[int, frozenset[str]]) -> Iterator[Correction]:
    by_name = {quotation.id: quotation for quotation in base.extraction.quotations}
    pairs = pair(base.machine.quotations, base.extraction.quotations)
    read = {new.id: old for old, new in pairs if new}
    for row in rows:
        if row.local in by_name:
            yield Correction(
                row.id, row.review, by_name[row.local], fields[row.id], read.get(row.local), base, row.gone
            )


def _current_base(connection: Connection, current: Current) -> Base:
    machine = _machine(connection, current.revision) or current.extraction
    return Base(current.content, current.extraction, machine)


def _older_base(connection: Connection, revision: int, number: int) -> Base:
    """The text and the records that a quotation was last in."""
    content = connection.scalar(select(revisions.c.content).where(revisions.c.id == revision))
    record = connection.scalar(select(extractions.c.record).where(extractions.c.id == number))
    extraction = load_extraction(unpack_record(record or b""))
    machine = _machine(connection, revision) or extraction
    return Base(unpack_text(content or b""), extraction, machine)


def _machine(connection: Connection, revision: int) -> Extraction | None:
    """What the engine read last in a text."""
    here = (extractions.c.revision_id == revision, extractions.c.author.is_(None))
    query = select(extractions.c.record).where(*here).order_by(extractions.c.number.desc()).limit(1)
    packed = connection.scalar(query)
    return load_extraction(unpack_record(packed)) if packed else None
