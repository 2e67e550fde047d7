"""A store: the database, brought to this version of its schema."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, insert, select, text
from sqlalchemy import exc as failures

from attribution.store import terms
from attribution.store.database import (
    Database,
    DatabaseError,
    is_broken,
    is_refused,
    read_url,
    without_values,
)
from attribution.store.settling import settle
from attribution.store.tables import facts
from attribution.store.worth import set_rules

log = logging.getLogger(__name__)

VERSION_TABLE = "store_version"
TERMS = "terms"  # the fact that tells the version of the terms
_WRITER_LOCK = 7_216_034  # any number, the same in every process: PostgreSQL's advisory lock
_MIGRATIONS = Path(__file__).parent / "migrations"


class Store(Database):
    """The store at a URL (`postgresql://…`, `sqlite:///…`) or in a SQLite file.

    Threads may share one, and processes the same file. A file is made when something is kept in it first. One
    of an older version is brought to this one when it is opened, in one transaction: it succeeds, or nothing
    has changed.
    Raises DatabaseError for what is no database, for one of a version that this program does not know, and
    where the database cannot do what it is asked for, as its disk is full.
    """

    def __init__(self, place: str | Path) -> None:
        given = str(place)
        super().__init__(read_url(given) if "://" in given else URL.create("sqlite", database=given))

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write, one at a time, on PostgreSQL as on SQLite.

        So nobody makes an entry of the registry that somebody else is making, and rows are committed in the
        order of their numbers, by which what is new is found. At its end the conflicts are found of what it
        changed.
        """
        with _told(), super().write() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})"))
            yield connection
            settle(connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads, and sees one state of the store throughout."""
        with _told(), super().read() as connection:
            yield connection

    def make_schema(self, connection: Connection) -> None:
        """Brings the schema to this version."""
        found = version_of(connection)
        if found == _scripts().get_current_head():
            _compare_terms(connection)
            return
        if found is not None and found not in known_versions():
            raise DatabaseError(f"the store is of version {found}, which this program does not know")
        upgrade(connection)
        if found is None:
            connection.execute(insert(facts).values(name=TERMS, value=str(terms.VERSION)))
            set_rules(connection)


@contextmanager
def _told() -> Iterator[None]:
    """What fails outside of this program (a full disk, a missing privilege) as DatabaseError."""
    try:
        yield
    except failures.DatabaseError as error:
        if not (is_broken(error) or is_refused(error) or isinstance(error, failures.OperationalError)):
            raise
        raise DatabaseError(f"the store cannot be used: {without_values(error)}") from None


def upgrade(connection: Connection, version: str = "head") -> None:
    """Brings the schema to a version, in the transaction of `connection`."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def known_versions() -> set[str]:
    """The versions of the schema that this program can bring to its own."""
    return {script.revision for script in _scripts().walk_revisions()}


def _compare_terms(connection: Connection) -> None:
    found = terms_version(connection)
    if found != str(terms.VERSION):
        log.warning(
            "the words of the store are indexed by terms %s, this program has %s: searches find less before "
            "`attribution store reindex`",
            found,
            terms.VERSION,
        )


def terms_version(connection: Connection) -> str | None:
    """The version of the terms by which the words are indexed."""
    return connection.scalar(select(facts.c.value).where(facts.c.name == TERMS))


def version_of(connection: Connection) -> str | None:
    """The version of the schema; None where there is none yet."""
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
