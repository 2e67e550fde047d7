"""Conflicts as somebody looks at them: listed, the gravest first, shown with their places, and decided on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from attribution.errors import InputError
from attribution.store.conflict_tables import conflict_decisions, conflict_pairs, conflicts
from attribution.store.contrast import contrast
from attribution.store.current import LARGEST, NotKept, Outdated
from attribution.store.cursors import Listed, read_cursor, write_cursor
from attribution.store.history import Signature
from attribution.store.pairing import Kind
from attribution.store.query import check_narrowing
from attribution.store.runs import Change, Difference
from attribution.store.search import Found, check_limit, found_by_id
from attribution.store.store import Store
from attribution.store.tables import STANDS, quotations, speakers

Status = Literal["open", "dismissed", "resolved"]
KINDS: tuple[Kind, ...] = get_args(Kind)
STATUSES: tuple[Status, ...] = get_args(Status)
DIFFERENCES: tuple[str, ...] = ("speaker", *get_args(Difference))

SHOWN, MOST_SHOWN = 5, 100  # quotations of one side: in a list, and of one conflict
COUNTED = 1_000  # quotations of one side that are counted

_IS = conflicts.c


class NoConflict(NotKept):
    """There is no conflict of this number."""

    code = "conflict-not-found"


@dataclass(frozen=True)
class ConflictQuery:
    """Which conflicts are looked for: those that stand and fit everything that is given.

    Of `kind`, `difference`, `status` and `outlet` any of the values may fit; `speaker` is the number of an
    entry of the registry on either side, `since` and `until` are of the last day on which it appeared, and
    `severity` is the least. Raises InputError, which names the field, for what cannot be looked for.
    """

    kind: tuple[str, ...] = ()
    difference: tuple[str, ...] = ()
    status: tuple[str, ...] = ("open",)
    speaker: int | None = None
    outlet: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    severity: int = 1

    def __post_init__(self) -> None:
        for name, choices in (("kind", KINDS), ("difference", DIFFERENCES), ("status", STATUSES)):
            if set(getattr(self, name)) - set(choices):
                raise InputError(f"none of {', '.join(choices)}", field=name)
        check_narrowing(self.outlet, self.since, self.until, self.speaker)
        if not 1 <= self.severity <= 5:
            raise InputError("not from 1 to 5", field="severity")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: who is said to have said which words in marks, and where; `count` is capped."""

    speaker_id: int
    speaker: str
    words: str
    quotations: tuple[Found, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided on a conflict."""

    status: str
    author: str
    reason: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Conflict:
    """The same words under two names, or one quotation in two wordings, with how the words differ.

    `version` is what a decision on it is to expect. Without `stands` it is kept for what was decided: the
    quotations differ no more, or are not there.
    """

    id: int
    kind: str
    difference: str
    severity: int
    share: float
    status: str
    stands: bool
    day: str | None
    found: datetime
    version: str
    first: Side
    second: Side
    changes: tuple[Change, ...]
    decisions: tuple[Decision, ...]  # the last one first


def list_conflicts(
    store: Store, query: ConflictQuery | None = None, *, limit: int = 20, cursor: str | None = None
) -> Listed[Conflict]:
    """A page of conflicts, the gravest first, then the last found. Raises InputError and CursorError."""
    check_limit(limit)
    query = query or ConflictQuery()
    asked = {"conflicts": [*map(str, (getattr(query, name) for name in query.__dataclass_fields__))]}
    with store.read() as connection:
        chosen = select(conflicts).where(*_conditions(query))
        if cursor is not None:
            severity, number = read_cursor(cursor, asked, ((int,), (int,)))
            chosen = chosen.where(tuple_(_IS.severity, _IS.id) < tuple_(literal(severity), literal(number)))
        ordered = chosen.order_by(_IS.severity.desc(), _IS.id.desc()).limit(limit + 1)
        rows = connection.execute(ordered).all()
        items = tuple(_shown(connection, row, SHOWN) for row in rows[:limit])
    last = rows[limit - 1] if len(rows) > limit else None
    return Listed(items, write_cursor(asked, [last.severity, last.id]) if last else None)


def get_conflict(store: Store, number: int) -> Conflict:
    """A conflict with the places of both sides. Raises NoConflict."""
    with store.read() as connection:
        return _shown(connection, _row(connection, number), MOST_SHOWN)


def decide(
    store: Store, number: int, status: Status, *, by: Signature, expected: str | None = None
) -> Conflict:
    """Says what a conflict is taken for: it is dismissed, resolved, or open again.

    `expected` is the version that was decided on; None takes any. Raises NoConflict, Outdated where it is
    another by now, and InputError; then nothing was done.
    """
    if status not in STATUSES:
        raise InputError(f"none of {', '.join(STATUSES)}", field="status")
    with store.write() as connection:
        row = _row(connection, number)
        version = _version(row, _last_decision(connection, number))
        if expected is not None and expected != version:
            raise Outdated("the conflict has changed since it was read", version=version)
        connection.execute(update(conflicts).where(_IS.id == number).values(status=status))
        values = {"conflict_id": number, "status": status, "author": by.author, "reason": by.reason}
        connection.execute(insert(conflict_decisions).values(**values, at=datetime.now(UTC)))
        return _shown(connection, _row(connection, number), MOST_SHOWN)


def _conditions(query: ConflictQuery) -> Iterator[ColumnElement[bool]]:
    yield _IS.stands.is_(True)
    for column, values in (
        (_IS.kind, query.kind),
        (_IS.difference, query.difference),
        (_IS.status, query.status),
    ):
        if len(values) == 1:
            yield column == values[0]
        elif values:
            yield column.in_(values)
    if query.severity > 1:
        yield _IS.severity >= query.severity
    if query.speaker is not None:
        yield or_(_IS.first_speaker_id == query.speaker, _IS.second_speaker_id == query.speaker)
    if query.since is not None:
        yield _IS.day >= query.since
    if query.until is not None:
        yield _IS.day <= query.until
    if query.outlet:
        yield _appeared(query.outlet)


def _appeared(outlets: Sequence[str]) -> ColumnElement[bool]:
    """That one of the outlets has it."""
    ends = (
        (conflict_pairs.c.first, _IS.first_speaker_id),
        (conflict_pairs.c.second, _IS.second_speaker_id),
    )
    return or_(
        *(
            exists().where(
                conflict_pairs.c.conflict_id == _IS.id,
                conflict_pairs.c.stands,
                quotations.c.wording == wording,
                quotations.c.speaker_id == speaker,
                quotations.c.outlet.in_(outlets),
                STANDS,
            )
            for wording, speaker in ends
        )
    )


def _row(connection: Connection, number: int) -> Row[Any]:
    query = select(conflicts).where(_IS.id == number)
    row = connection.execute(query).one_or_none() if 0 < number <= LARGEST else None
    if row is None:
        raise NoConflict(f"there is no conflict {number} in the store")
    return row


def _shown(connection: Connection, row: Row[Any], most: int) -> Conflict:
    pairs = connection.execute(
        select(conflict_pairs)
        .where(conflict_pairs.c.conflict_id == row.id)
        .order_by(conflict_pairs.c.stands.desc(), conflict_pairs.c.id)
    ).all()
    first = _side(connection, row, row.first_speaker_id, [pair.first for pair in pairs], most)
    second = _side(connection, row, row.second_speaker_id, [pair.second for pair in pairs], most)
    found = contrast(first.words, second.words) if first.words != second.words else None
    return Conflict(
        **{name: getattr(row, name) for name in _OWN},
        version=_version(row, _last_decision(connection, row.id)),
        first=first,
        second=second,
        changes=found.changes if found else (),
        decisions=tuple(_decisions(connection, row.id)),
    )


_OWN = ("id", "kind", "difference", "severity", "share", "status", "stands", "day", "found")


def _side(connection: Connection, row: Row[Any], speaker: int, wordings: Sequence[int], most: int) -> Side:
    """What stands on one side, the quotations with the first wording before the others."""
    here: list[ColumnElement[bool]] = [quotations.c.wording.in_(wordings)]
    if row.stands:
        here += [quotations.c.speaker_id == speaker, STANDS]
    columns = (quotations.c.id, func.coalesce(quotations.c.marked, quotations.c.text).label("words"))
    order = (quotations.c.wording != wordings[0], quotations.c.day, quotations.c.id)
    rows = connection.execute(select(*columns).where(*here).order_by(*order).limit(most)).all()
    some = select(quotations.c.id).where(*here).limit(COUNTED).subquery()
    count = connection.scalar(select(func.count()).select_from(some)) or 0
    named = connection.execute(
        select(speakers.c.name, speakers.c.label).where(speakers.c.id == speaker)
    ).one()
    said = tuple(found_by_id(connection, [row.id for row in rows]))
    return Side(speaker, named.name or named.label, rows[0].words if rows else "", said, count)


def _last_decision(connection: Connection, number: int) -> int:
    mine = conflict_decisions.c.conflict_id == number
    return connection.scalar(select(func.max(conflict_decisions.c.id)).where(mine)) or 0


def _decisions(connection: Connection, number: int) -> Iterator[Decision]:
    columns = [conflict_decisions.c[name] for name in ("status", "author", "reason", "at")]
    query = select(*columns).where(conflict_decisions.c.conflict_id == number)
    for row in connection.execute(query.order_by(conflict_decisions.c.id.desc()).limit(MOST_SHOWN)):
        yield Decision(*row)


def _version(row: Row[Any], last: int) -> str:
    """What changes whenever somebody decides on it, or it begins or ends to stand."""
    return f"{row.id}-{last}-{int(row.stands)}"
