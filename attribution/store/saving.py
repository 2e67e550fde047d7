"""Corrected records into the tables: a further set of records of the same text, and its rows in step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from attribution.records import Extraction
from attribution.schemas import dump_extraction
from attribution.store import registry
from attribution.store.current import Current
from attribution.store.differences import Difference, differences
from attribution.store.incoming import Incoming
from attribution.store.packing import pack_record
from attribution.store.quotations import Quotations
from attribution.store.tables import STANDS, extractions, quotations, reviews

DONE = ("accepted", "corrected", "rejected")  # what nobody needs to look at again


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an article by a correction, and of its quotations by number."""

    article: int
    revision: int
    version: str
    corrected: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    rejected: tuple[int, ...] = ()
    accepted: tuple[int, ...] = ()


@dataclass
class Saving:
    """One decision of a person on the records of an article."""

    connection: Connection
    current: Current
    author: str
    reason: str | None = None
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def save(
        self,
        extraction: Extraction,
        *,
        restored: Mapping[str, int] | None = None,
        named: Collection[str] = (),
    ) -> Saved:
        """Keeps `extraction`, placed and sound, as the current records; nothing where it changes nothing.

        What it changes or adds is corrected, what it leaves out is rejected. `restored` tells the numbers of
        those that were rejected and are in it again, by their ids in it; those `named` are the same ones as
        before, wherever they stand.
        """
        if extraction == self.current.extraction:
            return Saved(self.current.article, self.current.revision_number, self.current.version)
        found, rows = differences(self.current.extraction, extraction, named=named), self.rows()
        rejected = [rows[one.before.id].id for one in found if one.before and one.after is None]
        self._decide(rejected, "rejected", "reject")
        known = dict(restored or {})
        self._decide(list(known.values()), "again", "reopen")
        known |= {one.after.id: rows[one.before.id].id for one in found if one.before and one.after}
        number = self._next_number()
        changed = {one.after.id for one in found if one.after and not one.same} - set(restored or ())
        self._put_in_step(self._keep(extraction, number), extraction, changed, known)
        corrected, added = self._note_corrected(found, rows), self._note_added(found, known)
        version = f"{self.current.revision_number}-{number}"
        kept = (tuple(numbers) for numbers in (corrected, added, rejected))
        return Saved(self.current.article, self.current.revision_number, version, *kept)

    def rows(self) -> dict[str, Row[Any]]:
        """The rows of the current quotations by their ids in the records."""
        mine = quotations.c.article_id == self.current.article
        found = self.connection.execute(select(quotations).where(mine, STANDS)).all()
        return {row.local: row for row in found}

    def note(self, quotation: int, action: str, was: Any = None, became: Any = None) -> None:
        """Keeps that somebody decided something on a quotation."""
        self._note_rows([self._event(quotation, action, was, became)])

    def set_review(self, numbers: Sequence[int], state: str) -> None:
        """Sets how far the review of quotations is."""
        mine = quotations.c.id.in_(numbers)
        self.connection.execute(update(quotations).where(mine).values(review=state))

    def accept_others(self) -> tuple[int, ...]:
        """Accepts what nobody has decided on; returns which."""
        numbers = sorted(row.id for row in self.rows().values() if row.review not in DONE)
        self._decide(numbers, "accepted", "accept")
        return tuple(numbers)

    def _decide(self, numbers: Sequence[int], state: str, action: str) -> None:
        self.set_review(numbers, state)
        self._note_rows([self._event(number, action, None, None) for number in numbers])

    def _note_corrected(self, found: Iterable[Difference], rows: Mapping[str, Row[Any]]) -> list[int]:
        changed = [one for one in found if one.before and one.after and not one.same]
        numbers = [rows[one.before.id].id for one in changed if one.before]
        self._note_rows(
            [
                self._event(number, "correct", dict(one.was), dict(one.became))
                for number, one in zip(numbers, changed, strict=True)
            ]
        )
        return numbers

    def _note_added(self, found: Iterable[Difference], known: Mapping[str, int]) -> list[int]:
        """Those that came to be rows by now."""
        added = [one for one in found if one.before is None and one.after and one.after.id not in known]
        rows = self.rows() if added else {}
        numbers = [rows[one.after.id].id for one in added if one.after]
        self._note_rows(
            [
                self._event(number, "add", None, dict(one.became))
                for number, one in zip(numbers, added, strict=True)
            ]
        )
        return numbers

    def _note_rows(self, events: Sequence[Mapping[str, Any]]) -> None:
        if events:
            self.connection.execute(insert(reviews), events)

    def _event(self, quotation: int, action: str, was: Any, became: Any) -> dict[str, Any]:
        return {
            "quotation_id": quotation,
            "action": action,
            "author": self.author,
            "reason": self.reason,
            "before": was,
            "after": became,
            "at": self.now,
        }

    def _next_number(self) -> int:
        here = extractions.c.revision_id == self.current.revision
        last = self.connection.scalar(select(func.max(extractions.c.number)).where(here))
        return (last or 0) + 1

    def _keep(self, extraction: Extraction, number: int) -> int:
        """The records as the current ones; the number of their row."""
        here = extractions.c.revision_id == self.current.revision
        self.connection.execute(update(extractions).where(here).values(current=False))
        values = {
            "revision_id": self.current.revision,
            "number": number,
            "current": True,
            "record": pack_record(dump_extraction(extraction)),
            "model": extraction.model.name,
            "model_version": extraction.model.version,
            "made": self.now,
            "author": self.author,
            "reason": self.reason,
        }
        made = self.connection.execute(insert(extractions).values(values).returning(extractions.c.id))
        return int(made.scalar_one())

    def _put_in_step(
        self, number: int, extraction: Extraction, corrected: Set[str], known: Mapping[str, int]
    ) -> None:
        """Registry and rows as the records are now."""
        article = self.current.article
        place = registry.Place(article, self.current.day, self.now)
        given = rows_of(self.current, extraction, registry.enter(self.connection, place, extraction))
        for row in given:
            if row["local"] in corrected:
                row["review"] = "corrected"
        places = {n: known[row["local"]] for n, row in enumerate(given) if row["local"] in known}
        rows = Quotations(self.connection, article, self.current.revision, number, revised=False)
        rows.replace(given, places)


def rows_of(current: Current, extraction: Extraction, entries: Mapping[str, int]) -> list[dict[str, Any]]:
    """What the table of quotations says of each quotation of the current text, in their order."""
    given = Incoming(extraction, current.text, current.html, current.outlet)
    found = []
    for quotation, values in zip(extraction.quotations, given.quotations, strict=True):
        entry = entries.get(quotation.speaker) if quotation.speaker else None
        found.append({**values, "outlet": current.outlet, "day": current.day, "speaker_id": entry})
    return found
