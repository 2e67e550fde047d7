"""What people did to the registry of speakers, with who and why; the last can be undone (`undoing.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, or_, select

from attribution.errors import InputError
from attribution.store.query import LARGEST
from attribution.store.tables import speaker_events, speakers

Action = Literal["merge", "split", "rename", "identify", "import", "undo"]

LONGEST_REASON = 2_000  # code points


class UnknownSpeaker(InputError):
    """There is no such entry in the registry."""

    code = "speaker-not-found"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decides, and why. Raises InputError for what no history can hold."""

    author: str
    reason: str | None = None

    def __post_init__(self) -> None:
        for name in ("author", "reason"):
            check_plain(getattr(self, name) or "", name)
        if not self.author.strip():
            raise InputError("nobody has signed", field="author")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done to an entry; `other` is the entry that it was merged into or split off to."""

    id: int
    speaker: int
    other: int | None
    action: Action
    author: str
    reason: str | None
    undone: bool
    at: datetime


def check_plain(text: str, field: str) -> None:
    """Refuses what no database takes as text, and what is too long. Raises InputError."""
    if len(text) > LONGEST_REASON:
        raise InputError(f"more than {LONGEST_REASON} characters", field=field)
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise InputError("a character that no text may hold", field=field)


def entry_row(connection: Connection, entry: int, *, merged: bool = False) -> Row[Any]:
    """An entry as it stands in its table. Raises UnknownSpeaker, and InputError for one that was merged."""
    row = None
    if 0 < entry <= LARGEST:
        row = connection.execute(select(speakers).where(speakers.c.id == entry)).one_or_none()
    if row is None:
        raise UnknownSpeaker(f"no speaker {entry}")
    if row.merged_into is not None and not merged:
        raise InputError(f"speaker {entry} was merged into {row.merged_into}", field="speaker")
    return row


def note_event(
    connection: Connection,
    entry: int,
    action: Action,
    by: Signature,
    details: Mapping[str, Any],
    *,
    other: int | None = None,
) -> Event:
    """Writes down what was done; `details` are what an undo needs."""
    values = {
        "speaker_id": entry,
        "other_id": other,
        "action": action,
        "author": by.author,
        "reason": by.reason,
        "details": dict(details),
        "undone": False,
        "at": datetime.now(UTC),
    }
    made = insert(speaker_events).values(values).returning(*speaker_events.c)
    return read_event(connection.execute(made).one())


def events_of(connection: Connection, entry: int, limit: int = 100) -> list[Event]:
    """The history of an entry, the newest first."""
    query = select(speaker_events).where(concerns(entry)).order_by(speaker_events.c.id.desc())
    return [read_event(row) for row in connection.execute(query.limit(limit))]


def concerns(entry: int) -> Any:
    """The condition for events of an entry, from either side."""
    return or_(speaker_events.c.speaker_id == entry, speaker_events.c.other_id == entry)


def read_event(row: Row[Any]) -> Event:
    """An event from its row."""
    return Event(row.id, row.speaker_id, row.other_id, row.action, row.author, row.reason, row.undone, row.at)
