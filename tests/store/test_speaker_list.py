from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from attribution.errors import InputError
from attribution.store import Store
from attribution.store.cursors import CursorError, write_cursor
from attribution.store.speaker_list import find_speakers
from attribution.store.tables import speakers
from tests.store.finding import fill
from tests.store.test_injection import HOSTILE


def labels(store: Store, name: str | None = None, **given: Any) -> list[str]:
    return [item.label for item in find_speakers(store, name, **given).items]


def test_entries_are_listed_by_name(store: Store) -> None:
    fill(store)
    assert labels(store) == ["Mara Lindqvist", "Mara Lindqvist", "Ned Abara", "Tove Sand"]
    assert labels(store, "Abara") == ["Ned Abara"]
    assert labels(store, "Mr. Ned ABARA") == ["Ned Abara"]
    assert labels(store, "Aba") == labels(store, "Mara Abara") == []
    assert labels(store, kind="group") == []


def test_an_entry_is_told_with_roles_and_days(store: Store) -> None:
    fill(store)
    master, engineer = find_speakers(store, "Lindqvist").items
    assert (master.roles, master.quotations, master.first, master.last) == (
        ("harbour master",), 2, "2026-01-05", "2026-03-01",
    )  # fmt: skip
    assert engineer.roles == ("engineer",)
    assert find_speakers(store, "Sand").items[0].first is None


def test_what_was_merged_is_left_out(store: Store) -> None:
    fill(store)
    master, engineer = find_speakers(store, "Lindqvist").items
    with store.write() as connection:
        merged = update(speakers).where(speakers.c.id == engineer.id).values(merged_into=master.id)
        connection.execute(merged)
    assert labels(store, "Lindqvist") == ["Mara Lindqvist"]


def test_pages_follow_each_other(store: Store) -> None:
    fill(store)
    seen, cursor = [], None
    for _ in range(4):
        page = find_speakers(store, limit=1, cursor=cursor)
        seen += [item.id for item in page.items]
        cursor = page.next
    assert len(set(seen)) == 4
    assert cursor is None


@pytest.mark.parametrize("folded", ["\0", "\ud800"])
def test_a_cursor_that_was_made_up(store: Store, folded: str) -> None:
    with pytest.raises((CursorError, InputError)):
        find_speakers(store, cursor=write_cursor({"speakers": [None, None]}, [folded, 1]))


def test_what_is_typed_is_a_name(store: Store) -> None:
    fill(store)
    for text in HOSTILE.values():
        for given in ({"name": text}, {"kind": text}):
            try:
                assert labels(store, **given) == [], text
            except InputError:
                continue
