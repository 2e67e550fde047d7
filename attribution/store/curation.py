"""The registry by hand: entries merged, split, renamed and given ids, each with author and reason.

All of it is kept in the history of the entry (`history.py`), and the last can be undone (`undoing.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, insert, select, update

from attribution.errors import InputError
from attribution.store.entries import PERSON
from attribution.store.history import Event, Signature, check_plain, entry_row, note_event
from attribution.store.keys import Key, id_keys, name_key
from attribution.store.naming import folded_name, key_of_body
from attribution.store.query import LARGEST
from attribution.store.registry import BY_HAND, key_row, surname_of
from attribution.store.store import Store
from attribution.store.tables import appearances, quotations, roles, speaker_keys, speakers

MOST_APPEARANCES = 1_000  # split off at once
LONGEST_NAME = 200  # code points of a name, of a scheme and of an id


def merge(store: Store, entry: int, into: int, *, by: Signature) -> Event:
    """Makes one entry part of another: what it said, was and is called, and articles that are yet to come.

    Raises UnknownSpeaker, and InputError where one of the two is part of another already.
    """
    if entry == into:
        raise InputError("an entry cannot be merged into itself", field="into")
    with store.write() as connection:
        mine, theirs = entry_row(connection, entry), entry_row(connection, into)
        _refuse_other_ids(mine, theirs)
        rows = connection.execute(select(appearances).where(appearances.c.speaker_id == entry)).all()
        keys = select(speaker_keys.c.id).where(speaker_keys.c.speaker_id == entry)
        details = {
            **seen_in(rows),
            "keys": list(connection.execute(keys).scalars()),
            "ids": dict(theirs.ids),
            "bare": theirs.bare,
        }
        for table in (appearances, roles, quotations, speaker_keys):
            mine_here = update(table).where(table.c.speaker_id == entry)
            connection.execute(mine_here.values(speaker_id=into))
        change(connection, entry, merged_into=into)
        change(connection, into, ids={**mine.ids, **theirs.ids}, bare=mine.bare and theirs.bare)
        return note_event(connection, entry, "merge", by, details, other=into)


def split(
    store: Store, entry: int, given: Collection[int], *, into: int | None = None, by: Signature
) -> Event:
    """Takes appearances, by number, out of an entry: into another, or into a new one that `other` tells.

    They stay where they are put when their articles are read anew. Raises UnknownSpeaker, and InputError for
    appearances that are not of the entry.
    """
    if not 0 < len(given) <= MOST_APPEARANCES:
        raise InputError(f"give 1 to {MOST_APPEARANCES} appearances", field="appearances")
    with store.write() as connection:
        mine = entry_row(connection, entry)
        rows = _appearances(connection, entry, given)
        if into is None:
            other = _new_entry(connection, mine, rows)
        elif into == entry:
            raise InputError("an entry cannot be split into itself", field="into")
        else:
            other = int(entry_row(connection, into).id)
        details = {**seen_in(rows), "evidence": [[row.evidence, row.by_hand] for row in rows]}
        move(connection, [row.id for row in rows], entry, other)
        put = update(appearances).where(appearances.c.id.in_([row.id for row in rows]))
        connection.execute(put.values(evidence=[BY_HAND], by_hand=True))
        return note_event(connection, entry, "split", by, details, other=other)


def rename(store: Store, entry: int, name: str, *, by: Signature) -> Event:
    """Gives an entry the name by which it is shown, and found from now on too."""
    name = _checked_name(name, "name")
    with store.write() as connection:
        row = entry_row(connection, entry)
        details = {"name": row.name, "label": row.label, "folded": row.folded, "surname": row.surname}
        change(connection, entry, name=name, label=name, **forms_of(row.kind, name))
        key = name_key(row.kind, name)
        made = insert(speaker_keys).values(key_row(Key("given", key.key, name), entry))
        added = connection.execute(made.returning(speaker_keys.c.id)).scalar_one()
        return note_event(connection, entry, "rename", by, {**details, "key": added})


def identify(store: Store, entry: int, ids: Mapping[str, str | None], *, by: Signature) -> Event:
    """Gives an entry ids by scheme, or takes away those that are None. It is somebody in particular now.

    Raises InputError where another entry has one of them: these two are to be merged.
    """
    checked = {_checked_name(scheme, "ids"): _checked_id(value) for scheme, value in ids.items()}
    if not checked:
        raise InputError("give at least one id", field="ids")
    with store.write() as connection:
        row = entry_row(connection, entry)
        now = {scheme: value for scheme, value in {**row.ids, **checked}.items() if value is not None}
        _refuse_known_ids(connection, entry, now)
        set_ids(connection, entry, now)
        change(connection, entry, bare=False)
        return note_event(connection, entry, "identify", by, {"ids": dict(row.ids), "bare": row.bare})


def move(connection: Connection, given: Sequence[int], entry: int, other: int) -> None:
    """Takes appearances from one entry to another, with their roles and what was said in them."""
    mine = appearances.c.id.in_(given)
    connection.execute(update(appearances).where(mine).values(speaker_id=other))
    theirs = roles.c.appearance_id.in_(given)
    connection.execute(update(roles).where(theirs).values(speaker_id=other))
    said = exists(
        select(appearances.c.id).where(
            mine,
            appearances.c.article_id == quotations.c.article_id,
            func.coalesce(appearances.c.name, appearances.c.label) == quotations.c.speaker,
        )
    )
    articles = select(appearances.c.article_id).where(mine)
    here = (quotations.c.article_id.in_(articles), quotations.c.speaker_id == entry, said)
    connection.execute(update(quotations).where(*here).values(speaker_id=other))


def change(connection: Connection, entry: int, **values: Any) -> None:
    """Writes columns of an entry."""
    connection.execute(update(speakers).where(speakers.c.id == entry).values(values))


def set_ids(connection: Connection, entry: int, ids: Mapping[str, str]) -> None:
    """Gives an entry exactly these ids."""
    change(connection, entry, ids=dict(ids))
    old = (speaker_keys.c.speaker_id == entry, speaker_keys.c.kind == "id")
    connection.execute(delete(speaker_keys).where(*old))
    if ids:
        connection.execute(insert(speaker_keys), [key_row(key, entry) for key in id_keys(ids)])


def forms_of(kind: str, name: str) -> dict[str, Any]:
    """The columns in which the name of an entry is kept to be found."""
    folded = folded_name(name) if kind == PERSON else key_of_body(name)
    return {"folded": folded, "surname": surname_of(kind, name)}


def seen_in(rows: Sequence[Row[Any]]) -> dict[str, Any]:
    """Appearances as an undo finds them again, though their articles were read anew: articles and labels."""
    return {"articles": [row.article_id for row in rows], "labels": sorted({row.label for row in rows})}


def _appearances(connection: Connection, entry: int, given: Collection[int]) -> Sequence[Row[Any]]:
    numbers = sorted({number for number in given if 0 < number <= LARGEST})
    mine = (appearances.c.speaker_id == entry, appearances.c.id.in_(numbers))
    rows = connection.execute(select(appearances).where(*mine).order_by(appearances.c.id)).all()
    if len(rows) != len(set(given)):
        raise InputError(f"not all of these are appearances of speaker {entry}", field="appearances")
    return rows


def _new_entry(connection: Connection, mine: Row[Any], rows: Sequence[Row[Any]]) -> int:
    """An entry of its own for appearances of another, named as the first of them is."""
    name = rows[0].name or rows[0].label
    told = select(roles.c.id).where(roles.c.appearance_id.in_([row.id for row in rows])).limit(1)
    values = {
        "name": rows[0].name,
        "label": rows[0].label,
        "kind": mine.kind,
        **forms_of(mine.kind, name),
        "bare": connection.scalar(told) is None and mine.bare,
        "ids": {},
        "added": datetime.now(UTC),
    }
    made = connection.execute(insert(speakers).values(values).returning(speakers.c.id)).scalar_one()
    connection.execute(insert(speaker_keys), [key_row(name_key(mine.kind, name), made)])
    return int(made)


def _refuse_other_ids(mine: Row[Any], theirs: Row[Any]) -> None:
    for scheme, value in mine.ids.items():
        if theirs.ids.get(scheme, value) != value:
            raise InputError(f"they have two ids of the scheme {scheme!r}", field="into")


def _refuse_known_ids(connection: Connection, entry: int, ids: Mapping[str, str]) -> None:
    keys = [key.key for key in id_keys(ids)]
    known = (speaker_keys.c.key.in_(keys), speaker_keys.c.kind == "id", speaker_keys.c.speaker_id != entry)
    other = connection.scalar(select(speaker_keys.c.speaker_id).where(*known).limit(1))
    if other is not None:
        raise InputError(f"speaker {other} has that id; merge the two if they are one", field="ids")


def _checked_name(text: str, field: str) -> str:
    check_plain(text, field)
    plain = " ".join(text.split())
    if not any(letter.isalnum() for letter in plain) or len(plain) > LONGEST_NAME:
        raise InputError(f"1 to {LONGEST_NAME} characters, with a letter", field=field)
    return plain


def _checked_id(value: str | None) -> str | None:
    return None if value is None else _checked_name(value, "ids")
