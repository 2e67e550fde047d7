"""What was lost of a store and can be made anew: the index of words, and the rows that records stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from attribution.records import Extraction
from attribution.store import registry
from attribution.store.indexes import rebuild_indexes
from attribution.store.places import misplaced
from attribution.store.proving import (
    Kept,
    articles_after,
    differing,
    each_article,
    expected_rows,
    read_record,
    read_text,
    write_indexed,
)
from attribution.store.settling import settle_again, unsettle_doubtful
from attribution.store.store import Store
from attribution.store.tables import STANDS, appearances, changes, quotations, roles

BATCH = 50  # articles in one transaction


def mend(store: Store) -> Iterator[int]:
    """Makes anew what can be made from texts and records; yields how many articles are done, now and then.

    Numbers and reviews of quotations stay. Texts and records themselves are left as they are.
    """
    yield from each_article(store, mend_article, BATCH)
    with store.write() as connection:
        rebuild_indexes(connection)
    with store.write() as connection:
        unsettle_doubtful(connection)
    for _ in settle_again(store):
        pass


def mend_article(connection: Connection, kept: Kept) -> None:
    """Brings the rows of an article to its current records, where these are sound."""
    current = [
        (revision, extraction)
        for revision, extraction in kept.readings()
        if revision.number == kept.row.revision and extraction.current
    ]
    if len(current) != 1:
        return
    [(revision, extraction)] = current
    try:
        content, record = read_text(revision), read_record(extraction)
    except ValueError:
        return  # what is damaged is told by the check, and mended by a backup alone
    if record.article.sha256 == revision.sha256 and not any(
        misplaced(record, content, html=revision.format == "html")
    ):
        _Mender(connection, kept, revision, extraction, record, content).run()


@dataclass
class _Mender:
    """The rows of one article, and the records that they are made of."""

    connection: Connection
    kept: Kept
    revision: Row[Any]
    extraction: Row[Any]
    record: Extraction
    content: str

    def run(self) -> None:
        """Writes what is not as it should be."""
        self._mend_quotations()
        self._mend_changes()
        self._mend_speakers()
        write_indexed(self.connection, articles_after(self.connection, self.kept.row.id - 1, 1)[0])

    def _mend_quotations(self) -> None:
        ours = {"revision_id": self.revision.id, "extraction_id": self.extraction.id}
        rest = defaultdict(list)
        for row in sorted(self.kept.current_rows(), key=lambda row: row.extraction_id != self.extraction.id):
            rest[row.local].append(row)
        for local, values in expected_rows(self.kept.row, self.revision, self.record, self.content).items():
            if not rest[local]:
                new = {**values, **ours, "article_id": self.kept.row.id, "gone": False, "review": "new"}
                self.connection.execute(insert(quotations).values(new))
            elif differing(row := rest[local].pop(0), {**values, **ours}):
                self._update(row.id, {**values, **ours})
        for row in (row for rows in rest.values() for row in rows):
            self._update(row.id, {"gone": True})

    def _update(self, number: int, values: dict[str, Any]) -> None:
        self.connection.execute(update(quotations).where(quotations.c.id == number).values(values))

    def _mend_changes(self) -> None:
        """What is gone went once more than it returned, what is there as often; and nothing came twice."""
        query = select(quotations).where(quotations.c.article_id == self.kept.row.id)
        for row in self.connection.execute(query).all():
            mine = changes.c.quotation_id == row.id
            told = self.connection.execute(select(changes).where(mine).order_by(changes.c.id)).all()
            came = [change.id for change in told if change.kind == "new"]
            went = [change.id for change in told if change.kind == "went"]
            back = [change.id for change in told if change.kind == "returned"]
            if row.gone and len(went) <= len(back):
                values = {"revision_id": row.revision_id, "quotation_id": row.id, "kind": "went"}
                self.connection.execute(insert(changes).values(values | {"before": row.text}))
            surplus = changes.c.id.in_(came[1:] + back[len(went) :] + went[len(back) + row.gone :])
            self.connection.execute(delete(changes).where(surplus))

    def _mend_speakers(self) -> None:
        """Appearances, roles and the speakers of quotations, where any of them is not as it should be."""
        [fresh] = articles_after(self.connection, self.kept.row.id - 1, 1)
        if not any(True for _ in fresh.prove_speakers(self.record, self.extraction)) and not self._strays():
            return
        place = registry.Place(self.kept.row.id, self.kept.row.day, datetime.now(UTC))
        entries = registry.enter(self.connection, place, self.record)
        for quotation in self.record.quotations:
            entry = entries.get(quotation.speaker) if quotation.speaker else None
            here = (quotations.c.article_id == place.article, quotations.c.local == quotation.id)
            change = update(quotations).where(*here, STANDS)
            self.connection.execute(change.values(speaker_id=entry))

    def _strays(self) -> bool:
        """Whether a role is of another entry than its appearance, or of another day than the article."""
        query = (
            select(roles.c.id)
            .join(appearances)
            .where(appearances.c.article_id == self.kept.row.id)
            .where(
                or_(
                    roles.c.speaker_id != appearances.c.speaker_id,
                    roles.c.day.is_distinct_from(self.kept.row.day),
                )
            )
        )
        return self.connection.execute(query).first() is not None
