"""Backups of either database, back into either; what is damaged is refused with its place."""

from __future__ import annotations

import gzip
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from attribution.store.backup import backup, kind_of, verify
from attribution.store.checking import check
from attribution.store.columns import metadata
from attribution.store.database import DatabaseError
from attribution.store.ingest import ingest
from attribution.store.lines import ArchiveError
from attribution.store.restoring import restore
from attribution.store.store import Store
from attribution.store.tables import quotations, reviews, revisions, speakers
from tests.store.articles import COST, NEVER, OPEN, incoming


def fill(store: Store) -> None:
    """Two articles, one of them changed; a review with JSON in it; an entry merged into a later one."""
    ingest(store, incoming(OPEN, COST, id="a1", published="2026-03-01", title="Harbour"))
    told = ingest(store, incoming(OPEN.replace("noon", "one"), NEVER, id="a1", outlet="Post"))
    ingest(store, incoming(COST, id="a2"))
    with store.write() as connection:
        values = {"action": "accept", "author": "Edith", "after": {"text": "“Ja”", "n": [1, None]}}
        at = connection.scalar(select(speakers.c.added).limit(1))
        connection.execute(insert(reviews).values(quotation_id=told.changed[0], at=at, **values))
        merged = select(speakers.c.id).order_by(speakers.c.id)
        first, *_, last = connection.execute(merged).scalars()
        connection.execute(update(speakers).where(speakers.c.id == first).values(merged_into=last))


def contents(store: Store) -> dict[str, list[Any]]:
    with store.read() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.c[:1]))]
            for table in metadata.sorted_tables
        }


def empty(store: Store) -> None:
    with store.write() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))


@pytest.fixture(params=["copy", "archive"])
def made(request: pytest.FixtureRequest, store: Store, tmp_path: Path) -> tuple[Store, Path]:
    """A store and its backup."""
    if request.param == "copy" and store.url.get_backend_name() != "sqlite":
        pytest.skip("a copy is of SQLite alone")
    fill(store)
    file = tmp_path / "store.backup"
    told = backup(store, file, kind=request.param)
    assert (told.kind, told.rows["articles"], told.size) == (request.param, 2, file.stat().st_size)
    assert kind_of(file) == request.param
    return store, file


def test_all_comes_back(made: tuple[Store, Path], tmp_path: Path) -> None:
    store, file = made
    restore(file, tmp_path / "new" / "store.db")
    other = Store(tmp_path / "new" / "store.db")
    assert contents(other) == contents(store)
    assert {one.code for one in check(other)} <= {"registry"}  # two that are no namesakes were merged
    other.close()


def test_from_one_database_into_the_other_and_back(
    store: Store, tmp_path: Path, postgresql_store: Store
) -> None:
    fill(store)
    backup(store, tmp_path / "one.gz", kind="archive")
    before = contents(store)
    empty(postgresql_store)
    restore(tmp_path / "one.gz", postgresql_store.url.render_as_string(hide_password=False))
    assert contents(postgresql_store) == before
    backup(postgresql_store, tmp_path / "two.gz")
    restore(tmp_path / "two.gz", tmp_path / "back.db")
    back = Store(tmp_path / "back.db")
    assert contents(back) == before
    back.close()


def test_a_copy_can_fill_postgresql(tmp_path: Path, postgresql_store: Store) -> None:
    store = Store(tmp_path / "store.db")
    fill(store)
    backup(store, tmp_path / "copy")
    empty(postgresql_store)
    restore(tmp_path / "copy", postgresql_store.url.render_as_string(hide_password=False))
    assert contents(postgresql_store) == contents(store)
    store.close()


def test_numbers_of_what_is_gone_are_not_given_again(made: tuple[Store, Path], tmp_path: Path) -> None:
    store, _ = made
    with store.write() as connection:
        highest = max(connection.execute(select(quotations.c.id)).scalars())
        connection.execute(delete(quotations).where(quotations.c.id == highest))
    backup(store, tmp_path / "later", kind="archive")
    restore(tmp_path / "later", tmp_path / "new.db")
    other = Store(tmp_path / "new.db")
    [number] = ingest(other, incoming(NEVER, id="a3")).new
    assert number > highest
    other.close()


def test_what_is_kept_is_not_overwritten(made: tuple[Store, Path]) -> None:
    store, file = made
    before = contents(store)
    with pytest.raises(DatabaseError, match="something is kept there already"):
        restore(file, store.url.render_as_string(hide_password=False))
    with pytest.raises(DatabaseError, match="is there already"):
        backup(store, file)
    assert contents(store) == before


def test_a_store_of_another_version_is_refused(made: tuple[Store, Path], tmp_path: Path) -> None:
    _, file = made
    if kind_of(file) == "archive":
        lines = gzip.decompress(file.read_bytes()).replace(b'"schema":"0001"', b'"schema":"0999"', 1)
        (tmp_path / "later").write_bytes(gzip.compress(lines))
        with pytest.raises(DatabaseError, match="version 0999, which this program does not know"):
            restore(tmp_path / "later", tmp_path / "new.db")
        assert not (tmp_path / "new.db").exists()


def cut(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


def turn(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes(byte ^ 255 for byte in data[middle : middle + 200]) + data[middle + 200 :]


@pytest.mark.parametrize("damage", [cut, turn, lambda data: b"other"], ids=["cut", "turned", "other"])
def test_damage_is_refused(
    made: tuple[Store, Path], damage: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    _, file = made
    if damage is turn and kind_of(file) == "copy":
        pytest.skip("a copy has no hashes")
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(ArchiveError, match=r"store\.backup"):
        restore(file, tmp_path / "new.db")
    assert not list(tmp_path.glob("new.db*"))


def test_damage_of_texts_in_a_copy_is_found_by_the_check(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    fill(store)
    backup(store, tmp_path / "copy")
    with store.read() as connection:
        packed = connection.execute(select(revisions.c.content)).scalars().first()
    store.close()
    data = (tmp_path / "copy").read_bytes()
    (tmp_path / "copy").write_bytes(data.replace(packed[20:24], b"\0\0\0\0"))
    restore(tmp_path / "copy", tmp_path / "new.db")
    other = Store(tmp_path / "new.db")
    assert "text" in {one.code for one in check(other)}
    other.close()


def replaced(old: str, new: str) -> Callable[[list[str]], list[str]]:
    return lambda lines: [line.replace(old, new) for line in lines]


EDITS: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "a line lost": (lambda lines: [*lines[:4], *lines[5:]], "line 5: not the end of the rows"),
    "the end lost": (lambda lines: lines[:-1], "it ends here, before it is whole"),
    "a table lost": (lambda lines: [*lines[:1], *lines[4:]], "not the end of these tables"),
    "a word changed": (replaced("Harbour", "Arbour"), "not the end of the rows"),
    "no JSON": (lambda lines: ["{", *lines], "line 1: no JSON"),
    "another format": (lambda lines: lines[1:], "line 1: no attribution-store"),
    "values lost": (lambda lines: [*lines[:2], "[1]", *lines[3:]], "line 3: 1 values for"),
    "more behind": (lambda lines: [*lines, "{}"], "something stands behind the end"),
}


@pytest.mark.parametrize("name", EDITS)
def test_what_is_wrong_with_an_archive_is_told(name: str, tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    fill(store)
    backup(store, tmp_path / "one", kind="archive")
    store.close()
    edit, message = EDITS[name]
    lines = edit(gzip.decompress((tmp_path / "one").read_bytes()).decode().splitlines())
    (tmp_path / "two").write_bytes(gzip.compress("\n".join(lines).encode() + b"\n"))
    with pytest.raises(ArchiveError, match=message):
        verify(tmp_path / "two")
    with pytest.raises(ArchiveError, match=message):
        restore(tmp_path / "two", tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()


def test_a_database_that_is_no_store_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE things (id)")
    with pytest.raises(ArchiveError, match="no store"):
        restore(tmp_path / "other.db", tmp_path / "new.db")


def test_a_backup_that_cannot_be_written_leaves_nothing(store: Store, tmp_path: Path) -> None:
    fill(store)
    (tmp_path / "file").write_text("here")
    with pytest.raises(DatabaseError, match="cannot be"):
        backup(store, tmp_path / "file" / "under")
    with pytest.raises(DatabaseError, match="a copy is of a store in SQLite"):
        backup(Store("postgresql://localhost/nowhere"), tmp_path / "copy", kind="copy")
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("kind", ["copy", "archive"])
def test_it_is_of_one_moment_while_others_write(kind: Any, tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    fill(store)
    stop = threading.Event()

    def work() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            ingest(store, incoming(OPEN, COST, id=f"b{number}"))

    thread = threading.Thread(target=work)
    thread.start()
    try:
        for number in range(3):
            backup(store, tmp_path / f"{number}", kind=kind)
    finally:
        stop.set()
        thread.join()
    for number in range(3):
        restore(tmp_path / f"{number}", tmp_path / f"{number}.db")
        other = Store(tmp_path / f"{number}.db")
        assert {one.code for one in check(other)} <= {"registry"}
        other.close()
    store.close()
