"""Conflicts in their tables: what was found comes in, what is true no longer goes, what was decided stays.

Pairs of wordings of the same speakers that differ in the same words, and share a wording, are one conflict:
of twenty outlets that have one text and one that has another, there is one. When somebody has decided on it,
it is kept though it stands no longer, and is the same one when it does again, be it for an entry that the
speaker was merged into.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from attribution.store.conflict_tables import conflict_decisions, conflict_pairs, conflicts
from attribution.store.pairing import Found
from attribution.store.tables import quotations

OPEN = "open"


@dataclass
class Upholding:
    """The conflicts of some wordings, brought to what was `found` of these."""

    connection: Connection
    wordings: Collection[int]
    found: Collection[Found]
    rows: dict[int, Row[Any]] = field(default_factory=dict)  # of conflicts
    pairs: list[Row[Any]] = field(default_factory=list)

    def run(self) -> None:
        """Writes what has changed."""
        self._read()
        wanted = {(*_who(found), found.first, found.second): found for found in self.found}
        there, dropped = {}, []
        for pair in self.pairs:
            key = (*_who_of(self.rows[pair.conflict_id]), pair.first, pair.second)
            if key in wanted:
                there[key] = pair
            elif pair.first in self.wordings or pair.second in self.wordings:
                dropped.append(pair)
        self._drop(dropped)
        again = [pair.id for pair in there.values() if not pair.stands]
        if again:
            self.connection.execute(
                update(conflict_pairs).where(conflict_pairs.c.id.in_(again)).values(stands=True)
            )
        new = [wanted[key] for key in sorted(wanted.keys() - there.keys())]
        touched = {pair.conflict_id for pair in self.pairs}
        touched |= {self._enter(found) for found in new}
        self._conclude(touched)

    def _read(self) -> None:
        """All pairs that have one of the wordings, or what one is paired with now."""
        all_of = {*self.wordings, *(number for found in self.found for number in (found.first, found.second))}
        if not all_of:
            return
        mine = or_(conflict_pairs.c.first.in_(all_of), conflict_pairs.c.second.in_(all_of))
        self.pairs = list(self.connection.execute(select(conflict_pairs).where(mine)).all())
        numbers = {pair.conflict_id for pair in self.pairs}
        query = select(conflicts).where(conflicts.c.id.in_(numbers))
        self.rows = {row.id: row for row in self.connection.execute(query)} if numbers else {}

    def _drop(self, pairs: Iterable[Row[Any]]) -> None:
        """Forgets pairs that are none any more, but not what somebody has decided on."""
        given = list(pairs)
        if not given:
            return
        kept = self._decided({pair.conflict_id for pair in given})
        there = self._written({number for pair in given for number in (pair.first, pair.second)})
        lasting = [
            pair.id
            for pair in given
            if pair.conflict_id in kept and pair.first in there and pair.second in there
        ]
        change = update(conflict_pairs).where(conflict_pairs.c.id.in_(lasting))
        self.connection.execute(change.values(stands=False))
        gone = {pair.id for pair in given} - set(lasting)
        self.connection.execute(delete(conflict_pairs).where(conflict_pairs.c.id.in_(gone)))

    def _decided(self, numbers: Collection[int]) -> set[int]:
        made = conflict_decisions.c.conflict_id
        return set(self.connection.execute(select(made).where(made.in_(numbers))).scalars())

    def _written(self, wordings: Collection[int]) -> set[int]:
        """Those that a quotation has, be it gone: of what was erased nothing stays."""
        query = select(quotations.c.wording).where(quotations.c.wording.in_(wordings)).distinct()
        return set(self.connection.execute(query).scalars())

    def _enter(self, found: Found) -> int:
        """The conflict that a pair is of; its number."""
        number = self._joined(found) or self._adopted(found) or self._add(found)
        values = {"conflict_id": number, "first": found.first, "second": found.second, "stands": True}
        same = (
            conflict_pairs.c.conflict_id == number,
            conflict_pairs.c.first == found.first,
            conflict_pairs.c.second == found.second,
        )
        known = self.connection.scalar(select(conflict_pairs.c.id).where(*same))
        if known is not None:
            self.connection.execute(
                update(conflict_pairs).where(conflict_pairs.c.id == known).values(stands=True)
            )
        else:
            made = insert(conflict_pairs).values(values).returning(*conflict_pairs.c)
            self.pairs.append(self.connection.execute(made).one())
        row = self.rows[number]
        news: dict[str, Any] = {"day": max(filter(None, (row.day, found.day)), default=None)}
        if found.severity > row.severity:
            news |= {"severity": found.severity, "difference": found.difference, "share": found.share}
        self._change(number, news)
        return number

    def _joined(self, found: Found) -> int | None:
        """A conflict of the same speakers and difference that has one of the wordings."""
        for pair in self.pairs:
            row = self.rows.get(pair.conflict_id)
            shared = {pair.first, pair.second} & {found.first, found.second}
            if shared and row is not None and _who_of(row) == _who(found):
                return int(row.id)
        return None

    def _adopted(self, found: Found) -> int | None:
        """One that somebody decided on when a speaker was another entry."""
        wordings = {found.first, found.second}
        for pair in self.pairs:
            row = self.rows.get(pair.conflict_id)
            if (
                row is None
                or (row.kind, row.key) != (found.kind, found.key)
                or {pair.first, pair.second} != wordings
            ):
                continue
            stands = select(conflict_pairs.c.id).where(
                conflict_pairs.c.conflict_id == row.id, conflict_pairs.c.stands
            )
            if self.connection.scalar(stands.limit(1)) is None and self._decided([row.id]):
                speakers = {
                    "first_speaker_id": found.first_speaker, "second_speaker_id": found.second_speaker
                }  # fmt: skip
                self._change(row.id, speakers)
                return int(row.id)
        return None

    def _add(self, found: Found) -> int:
        values = {
            "kind": found.kind,
            "difference": found.difference,
            "severity": found.severity,
            "share": found.share,
            "key": found.key,
            "first_speaker_id": found.first_speaker,
            "second_speaker_id": found.second_speaker,
            "day": found.day,
            "stands": True,
            "status": OPEN,
            "found": datetime.now(UTC),
        }
        row = self.connection.execute(insert(conflicts).values(values).returning(*conflicts.c)).one()
        self.rows[row.id] = row
        return int(row.id)

    def _change(self, number: int, values: dict[str, Any]) -> None:
        change = update(conflicts).where(conflicts.c.id == number).values(values)
        self.rows[number] = self.connection.execute(change.returning(*conflicts.c)).one()

    def _conclude(self, numbers: Collection[int]) -> None:
        """Whether each of these conflicts still stands; without any pair it is none."""
        if not numbers:
            return
        mine = conflict_pairs.c.conflict_id
        query = select(mine, conflict_pairs.c.stands, func.count()).where(mine.in_(numbers))
        counted: defaultdict[int, dict[bool, int]] = defaultdict(dict)
        for number, stands, count in self.connection.execute(query.group_by(mine, conflict_pairs.c.stands)):
            counted[number][stands] = count
        gone = [number for number in numbers if number not in counted]
        self.connection.execute(delete(conflicts).where(conflicts.c.id.in_(gone)))
        for number, found in counted.items():
            if self.rows[number].stands != bool(found.get(True)):
                self._change(number, {"stands": bool(found.get(True))})


def _who(found: Found) -> tuple[Any, ...]:
    return found.kind, found.first_speaker, found.second_speaker, found.key


def _who_of(row: Row[Any]) -> tuple[Any, ...]:
    return row.kind, row.first_speaker_id, row.second_speaker_id, row.key
