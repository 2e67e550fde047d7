"""Conflicts found anew, where something changed: a wording came in, went, or was given to somebody else.

Triggers of the database note which wordings these are, whoever changed what, and each transaction that writes
ends with them. A wording is compared with a bounded number of others, so that this takes no longer in a large
store than in a small one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import Connection, delete, insert, select

from attribution.store.conflict_tables import conflict_pairs, conflicts, sketches, unsettled
from attribution.store.contrast import read_wording
from attribution.store.pairing import Pairing
from attribution.store.sketches import MOST as MOST_HASHES
from attribution.store.sketches import sketch_of
from attribution.store.tables import quotations
from attribution.store.upholding import Upholding
from attribution.store.wordings import Place, places_of

AT_ONCE = 100  # wordings that are settled together
MOST = 2_000  # that a transaction settles besides its own work; what is more waits for the next one
ROWS = 1_000  # quotations that are looked at in one transaction
CROWDED = 24  # wordings that a hash leads to, the last ones among them: what more have tells too little


class Writable(Protocol):
    """A store; it ends what it writes by settling."""

    def write(self) -> AbstractContextManager[Connection]:
        """A transaction that may write."""


def settle(connection: Connection, most: int | None = MOST) -> int:
    """Settles wordings of which something changed, `most` of them; returns how many it were."""
    done = 0
    while most is None or done < most:
        some = select(unsettled.c.wording).order_by(unsettled.c.wording).limit(AT_ONCE)
        wordings = connection.execute(some).scalars().all()
        if not wordings:
            break
        _Settling(connection, wordings).run()
        connection.execute(delete(unsettled).where(unsettled.c.wording.in_(wordings)))
        done += len(wordings)
    return done


@dataclass
class _Settling:
    """Some wordings on their way to what conflicts with them."""

    connection: Connection
    wordings: Sequence[int]
    hashes: dict[int, list[int]] = field(default_factory=dict)
    known: dict[int, list[int]] = field(default_factory=dict)  # wordings by hash

    def run(self) -> None:
        """Brings sketches and conflicts of them to how the quotations are now."""
        places = places_of(self.connection, self.wordings)
        gone = [wording for wording in self.wordings if wording not in places]
        if gone:
            self.connection.execute(delete(sketches).where(sketches.c.wording.in_(gone)))
        self._sketch(places)
        pairing = Pairing(self.connection, places, self._candidates(places))
        Upholding(self.connection, self.wordings, pairing.run()).run()

    def _candidates(self, places: dict[int, list[Place]]) -> dict[int, Counter[int]]:
        """Of each wording those that a hash of it leads to, by how many do; what it conflicted with first."""
        found = {
            wording: Counter(other for one in self.hashes[wording] for other in self.known[one])
            for wording in places
        }
        ends = (conflict_pairs.c.first, conflict_pairs.c.second)
        for mine, theirs in (ends, ends[::-1]):
            query = select(mine, theirs).where(mine.in_(self.wordings))
            for wording, other in self.connection.execute(query):
                if wording in found:
                    found[wording][other] += MOST_HASHES
        return found

    def _sketch(self, places: dict[int, list[Place]]) -> None:
        """Has all that are there found by others."""
        self.hashes = {
            wording: sketch_of(read_wording(found[0].words).given) for wording, found in places.items()
        }
        self._look_up({one for some in self.hashes.values() for one in some})
        added: set[tuple[int, int]] = set()
        removed: set[tuple[int, int]] = set()
        for wording, some in self.hashes.items():
            for one in some:
                if wording in self.known[one]:
                    continue
                if len(self.known[one]) >= CROWDED:
                    # any of them, but the same one each time that a store is filled
                    out = (one, self.known[one].pop(wording % CROWDED))
                    added.discard(out) if out in added else removed.add(out)
                self.known[one].append(wording)
                added.add((one, wording))
        self._write(sorted(added), sorted(removed))

    def _look_up(self, hashes: set[int]) -> None:
        self.known = {one: [] for one in hashes}
        query = select(sketches).where(sketches.c.hash.in_(sorted(hashes)))
        for row in self.connection.execute(query.order_by(sketches.c.hash, sketches.c.wording)):
            self.known[row.hash].append(row.wording)

    def _write(self, added: Sequence[tuple[int, int]], removed: Sequence[tuple[int, int]]) -> None:
        for one, wording in removed:
            mine = (sketches.c.hash == one, sketches.c.wording == wording)
            self.connection.execute(delete(sketches).where(*mine))
        if added:
            rows = [{"hash": one, "wording": wording} for one, wording in added]
            self.connection.execute(insert(sketches), rows)


def settle_again(store: Writable) -> Iterator[int]:
    """Settles all wordings of a store anew; yields how many quotations were looked at, now and then.

    Others may read and write meanwhile. What stops it costs nothing but that it has to be begun again.
    """
    last = done = 0
    while True:
        with store.write() as connection:
            query = select(quotations.c.id, quotations.c.wording).where(quotations.c.id > last)
            rows = connection.execute(query.order_by(quotations.c.id).limit(ROWS)).all()
            unsettle(connection, {row.wording for row in rows if row.wording is not None})
        if not rows:
            return
        last, done = rows[-1].id, done + len(rows)
        yield done


def unsettle_doubtful(connection: Connection) -> None:
    """Has all wordings settled that conflicts and sketches are of, whether anybody says them or not."""
    for column in (sketches.c.wording, conflict_pairs.c.first, conflict_pairs.c.second):
        there = select(unsettled.c.wording).where(unsettled.c.wording == column).exists()
        connection.execute(
            insert(unsettled).from_select(["wording"], select(column).where(~there).distinct())
        )
    lacking = select(conflict_pairs.c.id).where(conflict_pairs.c.conflict_id == conflicts.c.id).exists()
    connection.execute(delete(conflicts).where(~lacking))


def unsettle(connection: Connection, wordings: Collection[int]) -> None:
    """Has wordings settled at the end of the transaction."""
    query = select(unsettled.c.wording).where(unsettled.c.wording.in_(wordings))
    new = set(wordings) - set(connection.execute(query).scalars())
    if new:
        connection.execute(insert(unsettled), [{"wording": wording} for wording in sorted(new)])
