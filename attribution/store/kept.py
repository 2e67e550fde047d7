"""Articles of a store as originals that a quotation can be compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from attribution.schemas import load_extraction
from attribution.store.packing import unpack_record, unpack_text
from attribution.store.recall import Candidate
from attribution.store.tables import changes, extractions, quotations, revisions, texts
from attribution.store.texts import PlainPage
from attribution.text.plain import placed
from attribution.verify import Evidence, Original
from attribution.verify.records import KeptArticle, KeptEvidence

Places = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Kept:
    """A revision that may have the words."""

    candidate: Candidate
    content: Any  # a row: id, format, content, page

    @cached_property
    def page(self) -> PlainPage | None:
        """Of one in HTML, its plain text and the way there."""
        if self.content.format == "text":
            return None
        packed = self.content.page
        return PlainPage.unpack(packed) if packed else PlainPage.read(unpack_text(self.content.content))

    @cached_property
    def text(self) -> str:
        """Its plain text."""
        return self.page.text if self.page else unpack_text(self.content.content)

    @cached_property
    def original(self) -> Original:
        """Its plain text, without the records."""
        return Original(self.text, id=str(self.content.id))

    @property
    def current(self) -> bool:
        """Whether no other revision followed."""
        row = self.candidate.row
        return bool(row.number == row.revision)

    @property
    def article(self) -> KeptArticle:
        """Where that is."""
        row = self.candidate.row
        about = (row.id, row.key, row.title, row.url, row.outlet, row.day, row.number)
        return KeptArticle(*about, stood_until=None if self.current else row.number)


@dataclass(frozen=True, slots=True)
class Read:
    """A revision with its records, and the number of the extraction that these are."""

    kept: Kept
    original: Original
    extraction: int | None


def load_texts(connection: Connection, candidates: Sequence[Candidate]) -> list[Kept]:
    """The texts of candidates, in their order."""
    numbers = [candidate.row.revision_id for candidate in candidates]
    query = (
        select(revisions.c.id, revisions.c.format, revisions.c.content, texts.c.page)
        .outerjoin(texts, texts.c.id == revisions.c.id)
        .where(revisions.c.id.in_(numbers))
    )
    rows = {row.id: row for row in connection.execute(query)}
    return [Kept(candidate, rows[candidate.row.revision_id]) for candidate in candidates]


def load_records(connection: Connection, kept: Sequence[tuple[Kept, Places]]) -> list[Read]:
    """The same with those of their quotations that are at some places of the plain text.

    To read all of a record takes ten times as long. Of the speakers all are there, without their mentions.
    """
    query = select(extractions.c.revision_id, extractions.c.id, extractions.c.record).where(
        extractions.c.revision_id.in_([one.content.id for one, _ in kept]), extractions.c.current
    )
    rows = {row.revision_id: row for row in connection.execute(query)}
    return [_read(one, places, rows.get(one.content.id)) for one, places in kept]


def _read(kept: Kept, places: Places, row: Any) -> Read:
    if row is None:
        return Read(kept, kept.original, None)
    way = kept.page.way if kept.page else None
    ours = [way.span(*place) for place in places] if way else places
    extraction = load_extraction(_at(unpack_record(row.record), ours))
    if kept.page is not None:
        markup = unpack_text(kept.content.content)
        extraction = placed(extraction, markup, kept.page.text, kept.page.way)
    return Read(kept, kept.original.with_records(extraction), row.id)


def _at(record: Mapping[str, Any], places: Places) -> dict[str, Any]:
    """What a record has of some places of the article."""
    quotations = [
        quotation
        for quotation in record["quotations"]
        if any(
            span["start"] < end and start < span["end"]
            for span in quotation["spans"]
            for start, end in places
        )
    ]
    speakers = [{**speaker, "mentions": []} for speaker in record["speakers"]]
    return {**record, "quotations": quotations, "speakers": speakers, "warnings": []}


def place(connection: Connection, found: Sequence[tuple[Read, Evidence]]) -> list[KeptEvidence]:
    """Evidence with its article, and with the numbers of the quotation and of its speaker."""
    numbers = _numbers(connection, ((read.extraction, evidence.quotation) for read, evidence in found))
    shown = []
    for read, evidence in found:
        values = {field.name: getattr(evidence, field.name) for field in fields(evidence)}
        number = numbers.get((read.extraction, evidence.quotation)) or _as_it_was(connection, read, evidence)
        article = read.kept.article
        values |= {"original": article.key, "quotation_id": number[0], "speaker_id": number[1]}
        shown.append(KeptEvidence(**values, article=article))
    return shown


def _as_it_was(connection: Connection, read: Read, evidence: Evidence) -> tuple[int | None, int | None]:
    """The numbers of a quotation that is another by now, and of its speaker where that is the same.

    Its row goes by the records of the revision that followed, which tells the words that it had before.
    """
    said = read.original.extraction.quotations if read.original.extraction else ()
    words = next((quotation.text for quotation in said if quotation.id == evidence.quotation), None)
    if words is None or read.kept.current:
        return None, None
    row = read.kept.candidate.row
    query = (
        select(quotations.c.id, quotations.c.speaker_id, quotations.c.speaker)
        .join(changes, changes.c.quotation_id == quotations.c.id)
        .join(revisions, revisions.c.id == changes.c.revision_id)
        .where(
            revisions.c.article_id == row.id, revisions.c.number == row.number + 1, changes.c.before == words
        )
        .order_by(quotations.c.id)
    )
    found = connection.execute(query).first()
    if found is None:
        return None, None
    return found.id, found.speaker_id if found.speaker == evidence.speaker else None


def _numbers(
    connection: Connection, given: Iterable[tuple[int | None, str | None]]
) -> Mapping[tuple[int | None, str | None], tuple[int, int | None]]:
    """The numbers of quotations and of their speakers, by extraction and id."""
    wanted = [
        and_(quotations.c.extraction_id == extraction, quotations.c.local == local)
        for extraction, local in given
        if extraction is not None and local is not None
    ]
    if not wanted:
        return {}
    names = ("extraction_id", "local", "id", "speaker_id")
    rows = connection.execute(select(*(quotations.c[name] for name in names)).where(or_(*wanted)))
    return {(row.extraction_id, row.local): (row.id, row.speaker_id) for row in rows}
