"""The last thing that was done to an entry of the registry by hand, undone."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from attribution.errors import InputError
from attribution.store.curation import change, move, set_ids
from attribution.store.history import Event, Signature, concerns, entry_row, note_event
from attribution.store.registry import prune
from attribution.store.store import Store
from attribution.store.tables import appearances, speaker_events, speaker_keys, speakers

_AT_ONCE = 5_000  # numbers in a statement: a database takes no more than some ten thousand


def undo(store: Store, entry: int, *, by: Signature) -> Event:
    """Undoes what was last done to an entry. What came to it since stays.

    Raises UnknownSpeaker, and InputError where there is nothing to undo, or an entry that it concerns was
    merged since: that is to be undone first.
    """
    with store.write() as connection:
        entry_row(connection, entry, merged=True)
        last = _last(connection, entry)
        _UNDO[last.action](connection, last, last.details)
        mine = speaker_events.c.id == last.id
        connection.execute(update(speaker_events).where(mine).values(undone=True))
        told = note_event(connection, entry, "undo", by, {"event": last.id})
        if last.action == "split" and last.other_id is not None:
            _forget_split(connection, last)
        return told


def _last(connection: Connection, entry: int) -> Row[Any]:
    """The latest event of an entry that is not undone, and that nothing later builds on."""
    events = speaker_events.c
    query = select(speaker_events).where(concerns(entry), ~events.undone, events.action.in_(sorted(_UNDO)))
    last = connection.execute(query.order_by(events.id.desc()).limit(1)).one_or_none()
    if last is None:
        raise InputError(f"nothing was done to speaker {entry} that could be undone", field="speaker")
    for concerned in {last.speaker_id, last.other_id} - {None}:
        later = concerns(concerned), ~events.undone, events.id > last.id, events.action.in_(sorted(_UNDO))
        if connection.scalar(select(events.id).where(*later).limit(1)) is not None:
            raise InputError(f"undo what was done to speaker {concerned} since then first", field="speaker")
    return last


def _undo_merge(connection: Connection, last: Row[Any], details: Mapping[str, Any]) -> None:
    _move_back(connection, last, details)
    keys = iter(details["keys"])
    while some := list(islice(keys, _AT_ONCE)):
        mine = update(speaker_keys).where(speaker_keys.c.id.in_(some))
        connection.execute(mine.values(speaker_id=last.speaker_id))
    row = entry_row(connection, last.speaker_id, merged=True)
    change(connection, last.speaker_id, merged_into=None)
    change(connection, last.other_id, bare=details["bare"])
    set_ids(connection, last.speaker_id, row.ids)
    set_ids(connection, last.other_id, details["ids"])


def _undo_split(connection: Connection, last: Row[Any], details: Mapping[str, Any]) -> None:
    _move_back(connection, last, details)
    for article, (evidence, by_hand) in zip(details["articles"], details["evidence"], strict=True):
        mine = (appearances.c.speaker_id == last.speaker_id, appearances.c.article_id == article)
        here = update(appearances).where(*mine, appearances.c.label.in_(details["labels"]))
        connection.execute(here.values(evidence=evidence, by_hand=by_hand))


def _move_back(connection: Connection, last: Row[Any], details: Mapping[str, Any]) -> None:
    """Returns the appearances that were moved, as far as they are there by now."""
    articles = iter(details["articles"])
    while some := list(islice(articles, _AT_ONCE)):
        there = select(appearances.c.id).where(
            appearances.c.speaker_id == last.other_id,
            appearances.c.article_id.in_(some),
            appearances.c.label.in_(details["labels"]),
        )
        found = connection.execute(there).scalars().all()
        if found:
            move(connection, found, last.other_id, last.speaker_id)


def _undo_rename(connection: Connection, last: Row[Any], details: Mapping[str, Any]) -> None:
    connection.execute(delete(speaker_keys).where(speaker_keys.c.id == details["key"]))
    names = {name: details[name] for name in ("name", "label", "folded", "surname")}
    change(connection, last.speaker_id, **names)


def _undo_identify(connection: Connection, last: Row[Any], details: Mapping[str, Any]) -> None:
    set_ids(connection, last.speaker_id, details["ids"])
    change(connection, last.speaker_id, bare=details["bare"])


def _forget_split(connection: Connection, last: Row[Any]) -> None:
    """Removes the entry that a split had made, where nothing is left of it."""
    made = connection.scalar(select(speakers.c.id).where(speakers.c.id == last.other_id))
    mine = speaker_events.c.id == last.id
    connection.execute(update(speaker_events).where(mine).values(other_id=None))
    if made is not None and not prune(connection, [made]):
        connection.execute(update(speaker_events).where(mine).values(other_id=made))


_UNDO = {"merge": _undo_merge, "split": _undo_split, "rename": _undo_rename, "identify": _undo_identify}
