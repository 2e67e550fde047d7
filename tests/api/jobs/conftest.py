from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from api.database import Database
from api.jobs.tables import jobs, totals, workers
from tests.api.jobs.processes import Place, RedisServer, redis_server


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A state folder with its queue in a file."""
    place = Place(tmp_path, {"state": str(tmp_path)})
    yield place
    place.stop()


@pytest.fixture(params=["file", "redis"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A state folder with its queue in a file, and one with a real Redis."""
    settings = {"state": str(tmp_path)}
    if request.param == "redis":
        settings["redis"] = request.getfixturevalue("redis").url
    place = Place(tmp_path, settings)
    yield place
    place.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = request.getfixturevalue("postgresql") if request.param == "postgresql" else ""
    database = Database(url, tmp_path)
    with database.write() as connection:
        connection.execute(delete(jobs))
        connection.execute(delete(workers))
        connection.execute(update(totals).values(done=0, failed=0, quotations=0))
    yield database
    database.close()
