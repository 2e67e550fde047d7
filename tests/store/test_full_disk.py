"""A disk that is full: a clear error, nothing half-written, and the store works again when there is room."""

from __future__ import annotations

import multiprocessing
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, text

from attribution.store.checking import check
from attribution.store.database import DatabaseError
from attribution.store.ingest import ingest, ingest_many
from attribution.store.store import Store
from attribution.store.tables import articles
from tests.store.articles import COST, OPEN, incoming

LONG = " ".join(f"word{number}" for number in range(3_000))


def fill_up(store: Store) -> str:
    """Keeps articles until there is no room; returns the message."""
    given = (incoming(f"“{LONG} {number},” said Tove Sand.", id=f"b{number}") for number in range(2_000))
    with pytest.raises(DatabaseError) as raised:
        list(ingest_many(store, given, batch=1))
    return str(raised.value)


def assert_whole(store: Store) -> None:
    assert list(check(store)) == []
    with store.read() as connection:
        before = connection.scalar(select(func.count()).select_from(articles))
    assert ingest(store, incoming(COST, id="later")).outcome == "added"
    with store.read() as connection:
        assert connection.scalar(select(func.count()).select_from(articles)) == (before or 0) + 1


def test_no_more_pages(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    ingest(store, incoming(OPEN))
    store.close()

    def limit(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA max_page_count = 150")

    with store.read() as connection:
        engine = connection.engine
    engine.dispose()
    event.listen(engine, "connect", limit)
    assert fill_up(store) == "the store cannot be used: database or disk is full"
    event.remove(engine, "connect", limit)
    store.close()
    assert_whole(store)
    store.close()


def limited(place: Path, told: Any) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
    told.send(fill_up(Store(place)))


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    ingest(store, incoming(OPEN))
    store.close()
    processes = multiprocessing.get_context("fork")
    ours, theirs = processes.Pipe(duplex=False)
    process = processes.Process(target=limited, args=(tmp_path / "store.db", theirs))
    process.start()
    theirs.close()
    assert ours.recv().startswith("the store cannot be used: ")
    process.join()
    assert_whole(store)
    store.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of two megabytes."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here; two other tests fill one up in other ways")
    yield tmp_path
    subprocess.run(["umount", "-l", str(tmp_path)], check=True)


def test_a_file_system_without_room(small_disk: Path) -> None:
    store = Store(small_disk / "store.db")
    (small_disk / "other").write_bytes(b"x" * 300_000)
    ingest(store, incoming(OPEN))
    assert fill_up(store) == "the store cannot be used: database or disk is full"
    assert list(check(store, quick=True)) == []
    (small_disk / "other").unlink()
    assert_whole(store)
    store.close()


def test_what_postgresql_says_of_it_is_told_without_values(postgresql_store: Store) -> None:
    """The error is PostgreSQL's own; its disk is the machine's, so that the table is made to raise it."""
    full = """CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full', DETAIL = 'secret'; END $$"""
    trigger = "CREATE TRIGGER full_disk BEFORE INSERT ON articles EXECUTE FUNCTION full_disk()"
    with postgresql_store.write() as connection:
        connection.execute(text(full))
        connection.execute(text(trigger))
    with pytest.raises(DatabaseError) as raised:
        ingest(postgresql_store, incoming(OPEN, id="full"))
    with postgresql_store.write() as connection:
        connection.execute(text("DROP FUNCTION full_disk CASCADE"))
    assert str(raised.value) == "the store cannot be used: could not extend file"
    assert ingest(postgresql_store, incoming(OPEN, id="full")).outcome == "added"
