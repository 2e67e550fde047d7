from __future__ import annotations

import multiprocessing
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from api.config import Config
from api.database import FILE, SCHEMA_VERSION, Database, state_folder, versions
from attribution.store.database import DatabaseError

notes = Table("notes", MetaData(), Column("number", Integer, primary_key=True))


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(folder=tmp_path / "state")
    with database.write() as connection:
        notes.create(connection)
    return database


def count(database: Database) -> int:
    with database.read() as connection:
        return connection.scalar(select(func.count()).select_from(notes)) or 0


def write_note(database: Database, number: int) -> None:
    with database.write() as connection:
        connection.execute(insert(notes).values(number=number))


def look_in_from_elsewhere(file: Path) -> str:
    """What another process counts, which then closes the database."""
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
        "print(*c.execute('SELECT count(*) FROM notes').fetchone()); c.close()"
    )
    return subprocess.run(
        [sys.executable, "-c", script, str(file)], check=True, capture_output=True, text=True
    ).stdout.strip()


def test_nothing_is_opened_before_it_is_used(tmp_path: Path) -> None:
    Database(folder=tmp_path / "state")
    assert list(tmp_path.iterdir()) == []


def test_only_the_owner_can_read_it(database: Database, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "state" / "attribution.db").stat().st_mode) == 0o600


def test_what_is_committed_stays_and_an_error_takes_back(database: Database, tmp_path: Path) -> None:
    write_note(database, 1)
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(insert(notes), [{"number": 2}, {"number": 1}])
    database.close()
    assert count(Database(folder=tmp_path / "state")) == 1
    assert count(database) == 1


def test_who_looks_in_from_elsewhere_takes_nothing_along(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "state" / FILE
    other = Database(folder=file.parent)
    assert (count(database), count(other)) == (0, 0)  # both keep a connection, as two parts of a service do
    look_in_from_elsewhere(file)
    write_note(database, 1)
    assert look_in_from_elsewhere(file) == "1"
    assert count(other) == 1


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30_000)],
)
def test_a_crash_costs_nothing(database: Database, pragma: str, value: object) -> None:
    with database.read() as connection:
        assert connection.scalar(text(f"PRAGMA {pragma}")) == value


def test_errors_do_not_tell_what_was_to_be_written(database: Database) -> None:
    with pytest.raises(IntegrityError) as raised, database.write() as connection:
        connection.execute(insert(notes), [{"number": 20417}, {"number": 20417}])
    assert "INSERT INTO notes" in str(raised.value)
    assert "20417" not in str(raised.value)


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(notes).values(number=1))
        assert count(database) == 0
    assert count(database) == 1


def open_and_write(folder: Path, number: int) -> None:
    write_note(Database(folder=folder), number)


def test_many_processes_may_open_it_at_once(tmp_path: Path) -> None:
    database = Database(folder=tmp_path)
    with database.write() as connection:
        notes.create(connection)
        versions.drop(connection)
    fork = multiprocessing.get_context("fork")
    processes = [fork.Process(target=open_and_write, args=(tmp_path, number)) for number in range(6)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(30)
    assert [process.exitcode for process in processes] == [0] * 6
    assert count(database) == 6
    with database.read() as connection:
        assert connection.scalars(select(versions.c.version)).all() == [SCHEMA_VERSION]


def test_a_child_makes_its_own_connections(database: Database) -> None:
    write_note(database, 1)
    child = multiprocessing.get_context("fork").Process(target=write_note, args=(database, 2))
    child.start()
    child.join(30)
    assert child.exitcode == 0
    assert count(database) == 2


def test_a_newer_schema_is_refused(database: Database, tmp_path: Path) -> None:
    with database.write() as connection:
        connection.execute(update(versions).values(version=SCHEMA_VERSION + 1))
    with pytest.raises(DatabaseError, match="version"):
        count(Database(folder=tmp_path / "state"))


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("nonsense", "address"),
        ("sqlite://", "file"),
        ("sqlite:///:memory:", "file"),
        ("mysql://localhost/x", "address|MySQL|mysql"),
        ("ferry://user:secret@localhost/x", "address"),
    ],
)
def test_addresses_that_cannot_be(url: str, told: str) -> None:
    with pytest.raises(DatabaseError, match=told) as caught:
        Database(url)
    assert "secret" not in str(caught.value)


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(DatabaseError, match="cannot be made"):
        count(Database(folder=tmp_path / "state"))


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 1_000)
    for _ in range(2):
        with pytest.raises(DatabaseError, match="cannot be used: file is not a database"):
            count(Database(folder=tmp_path))


def test_a_url_names_the_file(tmp_path: Path) -> None:
    with Database(f"sqlite:///{tmp_path}/there.db").write() as connection:
        notes.create(connection)
    assert (tmp_path / "there.db").is_file()


def test_the_default_folder_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert state_folder(Config()) == tmp_path / "attribution"
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert state_folder(Config()) == tmp_path / ".local" / "state" / "attribution"


def test_settings_name_the_database(tmp_path: Path) -> None:
    inside = Database.of(Config(state=str(tmp_path)))
    assert inside.url.database == str(tmp_path / "attribution.db")
    elsewhere = Database.of(Config(database="postgresql://ines:secret@localhost/press"))
    assert elsewhere.url.drivername == "postgresql+psycopg"
    assert "secret" not in repr(elsewhere.url)
