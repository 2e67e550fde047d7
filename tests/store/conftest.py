from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from attribution.store.columns import metadata
from attribution.store.database import read_url
from attribution.store.store import Store
from attribution.store.tables import facts


@pytest.fixture(scope="session")
def postgresql_store(postgresql: str) -> Iterator[Store]:
    server = create_engine(read_url(postgresql), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE store"))
    server.dispose()
    store = Store(read_url(postgresql).set(database="store").render_as_string(hide_password=False))
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store of either kind."""
    if request.param == "postgresql":
        kept: Store = request.getfixturevalue("postgresql_store")
        with kept.write() as connection:
            for table in reversed(metadata.sorted_tables):
                if table is not facts:
                    connection.execute(table.delete())  # of a few rows: TRUNCATE makes all files anew
            connection.execute(
                text("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'")
            )
        yield kept
        return
    made = Store(request.getfixturevalue("store_file"))
    yield made
    made.close()
