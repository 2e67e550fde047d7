"""The quotations of one article in their table: their numbers stay while the article changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from attribution.store.matching import Pair, match
from attribution.store.tables import STANDS, changes, quotations

REVIEWED = ("accepted", "corrected", "rejected")
_SAME = ("type", "speaker", "role")  # what a review was about, besides the words


@dataclass
class Quotations:
    """Brings the quotations of an article to those of an extraction; the lists tell what became of which.

    `revised` where the text or its reading changed, so that it is kept what became of each.
    """

    connection: Connection
    article: int
    revision: int
    extraction: int
    revised: bool = True
    new: list[int] = field(default_factory=list)
    stayed: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    went: list[int] = field(default_factory=list)

    def add(self, given: Sequence[Mapping[str, Any]]) -> None:
        """Rows for an article that was not there; that all of them are new goes without saying."""
        self._add(given, told=False)

    def replace(self, given: Sequence[Mapping[str, Any]], known: Mapping[int, int] | None = None) -> None:
        """Rows for `given`: those that were there keep their numbers and reviews, others are made or go.

        `known` tells the numbers of some by their place; which others are which is found by their words. What
        went once and is there again in the same words has its number and its review again. What has a
        `review` in `given` has that one; any other review of what is not as it was then is marked as to be
        made again. What was rejected is no longer among the quotations, and stays as it is.
        """
        known = known or {}
        rows = {row.id: row for row in self._rows(known.values())}
        for place, number in known.items():
            row = rows.pop(number)
            self._carry_on(row, given[place], Pair(0, place, same=row.text == given[place]["text"]))
        before = list(rows.values())
        after = [(place, row) for place, row in enumerate(given) if place not in known]
        pairs = match([_key(row._asdict()) for row in before], [_key(row) for _, row in after])
        for pair in pairs:
            self._carry_on(before[pair.before], after[pair.after][1], pair)
        paired = {pair.after for pair in pairs}
        came = self._bring_back([row for n, (_, row) in enumerate(after) if n not in paired])
        self._leave([row for place, row in enumerate(before) if place not in {p.before for p in pairs}])
        self._add(came, told=self.revised)

    def leave_out(self, number: int, found: Mapping[str, Any], extraction: int) -> None:
        """What was rejected stays out; its row leads to where it was `found`, in the records `extraction`."""
        values = {**found, "revision_id": self.revision, "extraction_id": extraction}
        self.connection.execute(update(quotations).where(quotations.c.id == number).values(values))

    def _rows(self, known: Iterable[int]) -> Sequence[Row[Any]]:
        """What is there, and what is `known` to be there again."""
        here = (quotations.c.article_id == self.article, or_(STANDS, quotations.c.id.in_(list(known))))
        return self.connection.execute(select(quotations).where(*here).order_by(quotations.c.start)).all()

    def _bring_back(self, given: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Has the rows of what was there once in the same words stand for it again; returns the others."""
        gone = self._gone({row["fingerprint"] for row in given}) if given else []
        pairs = match([_key(row._asdict()) for row in gone], [_key(row) for row in given])
        back = {pair.after: pair for pair in pairs if pair.same}
        for place, pair in back.items():
            self._carry_on(gone[pair.before], given[place], pair)
        return [row for place, row in enumerate(given) if place not in back]

    def _gone(self, prints: Iterable[str]) -> Sequence[Row[Any]]:
        """What went with these words, the last first."""
        here = (quotations.c.article_id == self.article, quotations.c.gone)
        query = select(quotations).where(*here, quotations.c.fingerprint.in_(list(prints)))
        return self.connection.execute(query.order_by(quotations.c.id.desc())).all()

    def _carry_on(self, row: Row[Any], given: Mapping[str, Any], pair: Pair) -> None:
        values = {**given, "revision_id": self.revision, "extraction_id": self.extraction, "gone": False}
        alike = pair.same and all(getattr(row, name) == given[name] for name in _SAME)
        if row.review in REVIEWED and not alike:
            values.setdefault("review", "again")
        self.connection.execute(update(quotations).where(quotations.c.id == row.id).values(values))
        if row.gone:
            self.new.append(row.id)
            event = self._event(row.id, "returned", None, given["text"])
            self.connection.execute(insert(changes).values(event))  # of each that went, by whatever it came
            return
        (self.stayed if pair.same else self.changed).append(row.id)
        if not pair.same:
            self._tell(row.id, "changed", row.text, given["text"])

    def _leave(self, rows: Sequence[Row[Any]]) -> None:
        for row in rows:
            gone = update(quotations).where(quotations.c.id == row.id).values(gone=True)
            self.connection.execute(gone)
            self.went.append(row.id)
            self._tell(row.id, "went", row.text, None)

    def _add(self, given: Sequence[Mapping[str, Any]], *, told: bool) -> None:
        ours = {
            "article_id": self.article,
            "revision_id": self.revision,
            "extraction_id": self.extraction,
            "gone": False,
            "review": "new",
        }
        if given:
            made = insert(quotations).returning(quotations.c.id, sort_by_parameter_order=True)
            numbers = self.connection.execute(made, [{**ours, **row} for row in given]).scalars().all()
            self.new.extend(numbers)
            if told:
                rows = zip(numbers, given, strict=True)
                self.connection.execute(
                    insert(changes), [self._event(n, "new", None, row["text"]) for n, row in rows]
                )

    def _tell(self, quotation: int, kind: str, before: str | None, after: str | None) -> None:
        if self.revised:
            self.connection.execute(insert(changes).values(self._event(quotation, kind, before, after)))

    def _event(self, quotation: int, kind: str, before: str | None, after: str | None) -> dict[str, Any]:
        return {
            "revision_id": self.revision,
            "quotation_id": quotation,
            "kind": kind,
            "before": before,
            "after": after,
        }


def _key(row: Mapping[str, Any]) -> tuple[str, str | None, str]:
    return row["fingerprint"], row["speaker"], row["terms"]
