from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from api.database import Database
from api.keys import Keys
from api.sessions import HOURS, Sessions, table


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(folder=tmp_path)
    yield database
    database.close()


@pytest.fixture
def keys(database: Database) -> Keys:
    return Keys(database)


@pytest.fixture
def sessions(database: Database, keys: Keys) -> Sessions:
    return Sessions(database, keys)


def begin(sessions: Sessions, keys: Keys) -> str:
    begun = sessions.begin(keys.create("desk", "read")[1])
    assert begun is not None
    return begun[1]


def test_the_database_has_no_token(sessions: Sessions, keys: Keys, database: Database) -> None:
    token = begin(sessions, keys)
    with database.read() as connection:
        [row] = connection.execute(select(table)).all()
    assert token not in map(str, row)


def test_another_process_knows_it(sessions: Sessions, keys: Keys, tmp_path: Path) -> None:
    token = begin(sessions, keys)
    database = Database(folder=tmp_path)
    found = Sessions(database, Keys(database)).find(token)
    database.close()
    assert found is not None
    assert found.name == "desk"


@pytest.mark.parametrize("token", ["", "x", "x" * 10_000, "é"])
def test_what_is_none_is_none(sessions: Sessions, token: str) -> None:
    assert sessions.find(token) is None


def test_those_that_are_over_are_cleared_away(
    sessions: Sessions, keys: Keys, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(sessions, keys)
    later = time.time() + HOURS * 3_600 + 1
    monkeypatch.setattr("api.sessions.time.time", lambda: later)
    begin(sessions, keys)
    with database.read() as connection:
        assert len(connection.execute(select(table)).all()) == 1
