"""Whether texts and records are as they came in, and the rows of each article are those of its records."""

from __future__ import annotations

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias, TypeVar

from marshmallow import ValidationError
from sqlalchemy import Column, Connection, Row, Table, delete, select

from attribution.records import Extraction
from attribution.schemas import first_fault, load_extraction
from attribution.store.findings import Finding, row
from attribution.store.incoming import Incoming
from attribution.store.packing import unpack_record, unpack_text
from attribution.store.places import misplaced
from attribution.store.registry import is_entered
from attribution.store.store import Store
from attribution.store.tables import (
    appearances,
    articles,
    changes,
    extractions,
    quotations,
    revisions,
    roles,
    texts,
)
from attribution.store.texts import Indexed, codes_of_dropped, index_text

BATCH = 50  # articles looked at together

Rows = Sequence[Row[Any]]
P = TypeVar("P")
Proof: TypeAlias = Generator[Finding, None, P | None]


def prove(connection: Connection, told: Callable[[int], None] = lambda _: None) -> Iterator[Finding]:
    """What is wrong with the articles, one by one; memory holds a few at a time."""
    last = done = 0
    while batch := articles_after(connection, last):
        for article in batch:
            yield from article.prove()
        last, done = batch[-1].row.id, done + len(batch)
        told(done)


@dataclass
class Kept:
    """An article with all rows that belong to it."""

    row: Row[Any]
    revisions: Rows
    extractions: Rows
    quotations: Rows
    appearances: Rows
    roles: Rows
    texts: Rows
    changes: Rows

    def current_rows(self) -> Rows:
        """The quotations that the current records must have: what was rejected is in them no longer."""
        return [found for found in self.quotations if not found.gone and found.review != "rejected"]

    def readings(self) -> Iterator[tuple[Row[Any], Row[Any]]]:
        """Each revision with each extraction of it."""
        for revision in self.revisions:
            for extraction in self.extractions:
                if extraction.revision_id == revision.id:
                    yield revision, extraction

    def prove(self) -> Iterator[Finding]:
        """What is wrong with it."""
        contents: dict[int, str | None] = {}
        for revision in self.revisions:
            contents[revision.id] = yield from _text_of(revision)
        for revision, extraction in self.readings():
            text = contents[revision.id]
            if text is not None:
                yield from self._prove_extraction(revision, extraction, text)
        yield from self._prove_indexed({n: text for n, text in contents.items() if text is not None})

    def _prove_indexed(self, contents: Mapping[int, str]) -> Iterator[Finding]:
        """The words of the current text are indexed, and of those before no more than what was dropped."""
        found, wanted = {row.id: row for row in self.texts}, self.indexed(contents)
        for revision in self.revisions:
            mine, codes = found.get(revision.id), wanted.get(revision.id, Indexed(""))
            if revision.number == self.row.revision:
                sound = revision.id not in contents or (mine and (mine.codes, mine.page)) == (
                    codes.codes,
                    codes.page,
                )
            else:
                sound = mine is None or set(mine.codes.split()) <= set(codes.codes.split())
            if not sound:
                message = "its words are not indexed as they are"
                yield Finding("index", row("revisions", revision.id), message, mendable=True)

    def indexed(self, contents: Mapping[int, str]) -> dict[int, Indexed]:
        """What the index of words must have of each revision, of those whose contents are given."""
        found = {}
        for revision in self.revisions:
            if revision.number == self.row.revision and revision.id in contents:
                found[revision.id] = Indexed.of(contents[revision.id], html=revision.format == "html")
        for earlier, later in pairwise(self.revisions):
            before = [c.before for c in self.changes if c.revision_id == later.id and c.before is not None]
            if codes := codes_of_dropped(before):
                page = next((row.page for row in self.texts if row.id == earlier.id), None)
                found[earlier.id] = Indexed(codes, page if earlier.format == "html" else None)
        return found

    def _prove_extraction(self, revision: Row[Any], extraction: Row[Any], text: str) -> Iterator[Finding]:
        record = yield from _record_of(extraction)
        if record is None:
            return
        where = row("extractions", extraction.id)
        if record.article.sha256 != revision.sha256:
            yield Finding("record", where, "is of another text than its revision")
            return
        wrong = [Finding("place", where, m) for m in misplaced(record, text, html=revision.format == "html")]
        yield from wrong
        if not wrong and extraction.current and revision.number == self.row.revision:
            yield from self._prove_rows(expected_rows(self.row, revision, record, text), extraction)
            yield from self.prove_speakers(record, extraction)

    def _prove_rows(
        self, expected: Mapping[str, Mapping[str, Any]], extraction: Row[Any]
    ) -> Iterator[Finding]:
        """Each quotation of the current records has one row, which says the same, and there is no other."""
        there = defaultdict(list)
        for found in self.current_rows():
            there[found.local].append(found)
        where = row("extractions", extraction.id)
        for local, values in expected.items():
            if len(there[local]) != 1:
                message = f"its quotation {local} has {len(there[local])} rows"
                yield Finding("rows", where, message, mendable=True)
            for found in there[local]:
                if others := differing(found, values):
                    message = f"is not as in the records: {', '.join(others)}"
                    yield Finding("rows", row("quotations", found.id), message, mendable=True)
        for local in sorted(set(there) - set(expected)):
            for found in there[local]:
                message = f"there is no {local} in the records"
                yield Finding("rows", row("quotations", found.id), message, mendable=True)

    def prove_speakers(self, record: Extraction, extraction: Row[Any]) -> Iterator[Finding]:
        """Each named speaker appears, with the roles that the records have, and its quotations know it."""
        entries = {appearance.local: appearance for appearance in self.appearances}
        wanted = {speaker.id: speaker for speaker in record.speakers if is_entered(speaker)}
        where = row("extractions", extraction.id)
        if set(entries) != set(wanted):
            missing = ", ".join(sorted(set(wanted) ^ set(entries)))
            yield Finding("registry", where, f"speakers and appearances differ: {missing}", mendable=True)
            return
        for local, speaker in wanted.items():
            mine = sorted(role.text for role in self.roles if role.appearance_id == entries[local].id)
            if entries[local].label != speaker.label or mine != sorted(role.text for role in speaker.roles):
                message = "name or roles are not those of the records"
                yield Finding("registry", row("appearances", entries[local].id), message, mendable=True)
        spoken = {quotation.id: quotation.speaker for quotation in record.quotations}
        for found in self.current_rows():
            entry = entries.get(spoken.get(found.local) or "")
            if found.speaker_id != (entry.speaker_id if entry else None):
                message = "its speaker is not the entry that appears in the article"
                yield Finding("registry", row("quotations", found.id), message, mendable=True)


def expected_rows(
    article: Row[Any], revision: Row[Any], record: Extraction, text: str
) -> dict[str, dict[str, Any]]:
    """What the table of quotations must say of each quotation of a record, by its id there."""
    given = {"html" if revision.format == "html" else "text": text}
    rows = Incoming(record, **given, outlet=article.outlet).quotations
    return {values["local"]: {**values, "outlet": article.outlet, "day": article.day} for values in rows}


def write_indexed(connection: Connection, kept: Kept) -> None:
    """Brings the index of whole texts to what it must have of an article, as far as its texts are sound."""
    contents = {}
    for revision in kept.revisions:
        with suppress(ValueError):  # what is damaged is told by the check
            contents[revision.id] = read_text(revision)
    wanted = kept.indexed(contents)
    for revision in kept.revisions:
        mine = next((row for row in kept.texts if row.id == revision.id), None)
        given = wanted.get(revision.id)
        if mine and given and (mine.codes, mine.page) == (given.codes, given.page):
            continue
        if revision.id in contents:
            connection.execute(delete(texts).where(texts.c.id == revision.id))
            if given:
                index_text(connection, revision.id, given)


def differing(found: Row[Any], values: Mapping[str, Any]) -> list[str]:
    """The columns in which a row is not as it should be."""
    return [name for name, value in values.items() if getattr(found, name) != value]


def read_text(revision: Row[Any]) -> str:
    """The input of a revision. Raises ValueError, which says why, where it is no more what came in."""
    try:
        text = unpack_text(revision.content)
    except (zlib.error, UnicodeDecodeError) as error:
        raise ValueError(f"its text cannot be unpacked: {_reason(error)}") from None
    if hashlib.sha256(text.encode()).hexdigest() != revision.sha256:
        raise ValueError("its text does not have the hash that it had")
    return text


def read_record(extraction: Row[Any]) -> Extraction:
    """The records of an extraction. Raises ValueError, which says why, where they are none."""
    try:
        return load_extraction(unpack_record(extraction.record))
    except zlib.error as error:
        raise ValueError(f"its records cannot be unpacked: {_reason(error)}") from None
    except ValidationError as error:
        place, _ = first_fault(error)  # not the message, which may quote what was read
        raise ValueError(f"its records break their schema at {place or 'its root'}") from None
    except ValueError as error:  # of json, and of UTF-8
        raise ValueError(f"its records are no JSON: {_reason(error)}") from None


def _text_of(revision: Row[Any]) -> Proof[str]:
    try:
        return read_text(revision)
    except ValueError as error:
        yield Finding("text", row("revisions", revision.id), str(error))
        return None


def _record_of(extraction: Row[Any]) -> Proof[Extraction]:
    try:
        return read_record(extraction)
    except ValueError as error:
        yield Finding("record", row("extractions", extraction.id), str(error))
        return None


def _reason(error: Exception) -> str:
    """Why, without what was read: its messages may quote it."""
    return error.reason if isinstance(error, UnicodeDecodeError) else str(error).partition(":")[0]


def each_article(store: Store, work: Callable[[Connection, Kept], object], number: int) -> Iterator[int]:
    """Does `work` on every article, `number` in one transaction; yields how many are done after each."""
    last = done = 0
    while True:
        with store.write() as connection:
            batch = articles_after(connection, last, number)
            for kept in batch:
                work(connection, kept)
        if not batch:
            break
        last, done = batch[-1].row.id, done + len(batch)
        yield done


def articles_after(connection: Connection, last: int, number: int = BATCH) -> list[Kept]:
    """The next articles by number, with their rows."""
    query = select(articles).where(articles.c.id > last).order_by(articles.c.id).limit(number)
    found = connection.execute(query).all()
    if not found:
        return []
    mine = {article.id for article in found}
    revised = _by(connection, revisions, revisions.c.article_id, mine)
    read = _by(connection, extractions, extractions.c.revision_id, {r.id for r in flat(revised)})
    said = _by(connection, quotations, quotations.c.article_id, mine)
    seen = _by(connection, appearances, appearances.c.article_id, mine)
    held = _by(connection, roles, roles.c.appearance_id, {a.id for a in flat(seen)})
    numbers = {r.id for r in flat(revised)}
    indexed = _by(connection, texts, texts.c.id, numbers)
    told = _by(connection, changes, changes.c.revision_id, numbers)
    return [
        Kept(
            article,
            revised[article.id],
            [e for r in revised[article.id] for e in read[r.id]],
            said[article.id],
            seen[article.id],
            [role for a in seen[article.id] for role in held[a.id]],
            [text for r in revised[article.id] for text in indexed[r.id]],
            [change for r in revised[article.id] for change in told[r.id]],
        )
        for article in found
    ]


def flat(grouped: Mapping[int, Rows]) -> Iterator[Row[Any]]:
    """All rows of the groups."""
    return (found for rows in grouped.values() for found in rows)


def _by(
    connection: Connection, table: Table, key: Column[int], numbers: set[int]
) -> dict[int, list[Row[Any]]]:
    """Rows of a table in groups by a column, which is one of `numbers`; in order of their own numbers."""
    grouped: dict[int, list[Row[Any]]] = defaultdict(list)
    for found in connection.execute(select(table).where(key.in_(numbers)).order_by(table.c.id)):
        grouped[getattr(found, key.name)].append(found)
    return grouped
