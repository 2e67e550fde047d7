from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, select, text

from attribution.store import store as module
from attribution.store.columns import metadata
from attribution.store.database import DatabaseError
from attribution.store.ingest import ingest
from attribution.store.store import Store, version_of
from attribution.store.tables import articles
from tests.store.articles import OPEN, incoming

FTS = ("quotation_terms", "quotation_beside", "speaker_names", "article_terms", "text_codes")


def is_ours(name: str | None, kind: str, *_: Any) -> bool:
    """Whether the tables say it too; the indexes of words are the migrations' alone."""
    name = name or ""
    return "vector" not in name and name != "ix_texts_codes" and not name.startswith(FTS)


def test_the_migrations_make_what_the_tables_say(store: Store) -> None:
    with store.read() as connection:
        options = {
            "version_table": module.VERSION_TABLE,
            "include_object": lambda _, name, *more: is_ours(name, *more),
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_it_is_of_the_newest_version(store: Store) -> None:
    with store.read() as connection:
        assert version_of(connection) == "0001"


def test_opening_makes_no_file_before_something_is_kept(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    assert not store.begun()
    ingest(store, incoming(OPEN))
    assert store.begun()


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    store = Store(file)
    with store.write() as connection:
        connection.execute(text("UPDATE store_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(DatabaseError, match="version 9999"), Store(file).read():
        pass


def test_a_file_that_is_no_database_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    file.write_text("once upon a time " * 100, encoding="utf-8")
    with pytest.raises(DatabaseError, match="cannot be used"), Store(file).read():
        pass


def test_a_failed_migration_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "store.db"
    with monkeypatch.context() as patch:
        patch.setattr(module.command, "upgrade", upgrade_half)
        with pytest.raises(RuntimeError), Store(file).read():
            pass
    with sqlite3.connect(file) as bare:
        assert bare.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    store = Store(file)
    assert ingest(store, incoming(OPEN)).outcome == "added"


def upgrade_half(config: Any, _: str) -> None:
    connection: Connection = config.attributes["connection"]
    articles.create(connection)
    raise RuntimeError("out of luck")


def test_what_an_error_leaves_is_nothing(store: Store) -> None:
    ingest(store, incoming(OPEN))
    with pytest.raises(RuntimeError):
        lose_everything(store)
    with store.read() as connection:
        assert connection.scalar(select(articles.c.key)) == "a1"


def lose_everything(store: Store) -> None:
    with store.write() as connection:
        connection.execute(articles.delete())
        raise RuntimeError("out of luck")


def test_every_reference_has_an_index(store: Store) -> None:
    with store.read() as connection:
        inspector = inspect(connection)
        for table in metadata.sorted_tables:
            led = {index["column_names"][0] for index in inspector.get_indexes(table.name)}
            led |= {unique["column_names"][0] for unique in inspector.get_unique_constraints(table.name)}
            led |= set(inspector.get_pk_constraint(table.name)["constrained_columns"][:1])
            for key in inspector.get_foreign_keys(table.name):
                assert key["constrained_columns"][0] in led, (table.name, key)


def test_a_file_with_nothing_in_it_is_no_store_yet(tmp_path: Path) -> None:
    (tmp_path / "store.db").touch()
    assert not Store(tmp_path / "store.db").begun()
    assert (tmp_path / "store.db").stat().st_size == 0


def test_what_a_user_may_not_do_is_told(postgresql_store: Store) -> None:
    secret = select(articles).where(articles.c.key == "a secret")
    with pytest.raises(DatabaseError) as told, postgresql_store.read() as connection:  # noqa: PT012
        connection.execute(text("SET LOCAL ROLE pg_monitor"))
        connection.execute(secret)
    assert str(told.value) == "the store cannot be used: permission denied for table articles"
