"""A migration that fails half-way, or is killed there: nothing has changed, and the next try succeeds."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from attribution.store import store as module
from attribution.store.checking import check
from attribution.store.database import read_url
from attribution.store.ingest import ingest
from attribution.store.store import Store, version_of
from tests.store.articles import COST, OPEN, incoming

SECOND = """
import os
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

def upgrade():
    op.create_table("second", sa.Column("id", sa.Integer, primary_key=True), sa.Column("key", sa.Text))
    op.execute("INSERT INTO second (id, key) SELECT id, key FROM articles")
    op.execute("DELETE FROM quotations")
    {end}
    op.add_column("articles", sa.Column("more", sa.Text))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store in a database of its own, with an article."""
    place = str(tmp_path / "store.db")
    if request.param == "postgresql":
        url = read_url(request.getfixturevalue("postgresql"))
        server = create_engine(url, isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS migrating WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE migrating"))
        server.dispose()
        place = url.set(database="migrating").render_as_string(hide_password=False)
    store = Store(place)
    ingest(store, incoming(OPEN, COST))
    store.close()
    yield store
    store.close()


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The migrations with room for a second one."""
    folder = tmp_path / "migrations"
    shutil.copytree(module._MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(module, "_MIGRATIONS", folder)
    return folder / "versions" / "second.py"


def assert_as_before(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(module, "_MIGRATIONS", Path(module.__file__).parent / "migrations")
        with store.read() as connection:
            assert version_of(connection) == "0001"
            assert "second" not in inspect(connection).get_table_names()
        assert list(check(store)) == []
        store.close()


def assert_migrated(store: Store) -> None:
    with store.read() as connection:
        assert version_of(connection) == "0002"
        assert connection.scalar(text("SELECT key FROM second")) == "a1"
    store.close()


def test_one_that_fails_changes_nothing(kept: Store, scripts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scripts.write_text(SECOND.format(end="raise RuntimeError('out of luck')"), encoding="utf-8")
    with pytest.raises(RuntimeError, match="out of luck"), kept.read():
        pass
    kept.close()
    assert_as_before(kept, monkeypatch)
    scripts.write_text(SECOND.format(end=""), encoding="utf-8")
    assert_migrated(kept)


def open_store(place: str) -> None:
    with Store(place).read():
        pass


def test_one_that_is_killed_changes_nothing(
    kept: Store, scripts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts.write_text(SECOND.format(end="os.kill(os.getpid(), 9)"), encoding="utf-8")
    place = kept.url.render_as_string(hide_password=False)
    process = multiprocessing.get_context("fork").Process(target=open_store, args=(place,))
    process.start()
    process.join()
    assert process.exitcode == -9
    assert_as_before(kept, monkeypatch)
    scripts.write_text(SECOND.format(end=""), encoding="utf-8")
    assert_migrated(kept)
