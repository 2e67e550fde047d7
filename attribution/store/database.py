"""The database behind a store or the service: a SQLite file, or PostgreSQL by its URL.

Nothing is opened before it is needed, and an engine belongs to the process that made it: after a fork the
child makes its own.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy import exc as failures
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from attribution.errors import QuotationError

_BUSY_MS = 30_000  # a writer waits for another this long before it gives up
_SCHEMA_LOCK = 7_216_033  # any number, the same in every process: PostgreSQL's advisory lock
_DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_NOT_ALLOWED = "42501"  # PostgreSQL's code of a missing privilege
_WRITES = "attribution_writes"
_DISCREET: dict[str, Any] = {"hide_parameters": True}  # errors do not say articles, nor addresses of webhooks

_making = threading.Lock()  # until a new file is closed nobody in this process opens it


class DatabaseError(QuotationError):
    """The database cannot be used as it is; the message says why, without a password."""

    code = "unusable-database"


class Database:
    """The database at a URL, which may be a SQLite file's.

    Threads may share one. The schema is made by `make_schema` on first use in a process; several may try at
    once. Raises DatabaseError for a URL that cannot be.
    """

    def __init__(self, url: str | URL) -> None:
        self.url = url if isinstance(url, URL) else read_url(url)
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        _databases.add(self)

    def make_schema(self, connection: Connection) -> None:
        """Makes the tables, or brings them to this version, in the transaction of `connection`."""
        raise NotImplementedError

    def begun(self) -> bool:
        """False where it is a file that is not there or empty, as nobody has kept anything."""
        if self.url.get_backend_name() != "sqlite":
            return True
        path = Path(str(self.url.database))
        return path.exists() and path.stat().st_size > 0

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write: committed at the end, rolled back when an error leaves it."""
        with self._get_engine().connect() as bare:
            connection = bare.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads, and sees one state of the database throughout."""
        with self._get_engine().connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    def close(self) -> None:
        """Closes the connections; the next use opens new ones."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None

    def _get_engine(self) -> Engine:
        with self._lock:
            if self._engine is None:
                engine = _make_engine(self.url)
                self._open(engine)
                self._engine = engine
            return self._engine

    def _open(self, engine: Engine) -> None:
        try:
            with engine.connect() as bare:
                connection = bare.execution_options(**{_WRITES: True})
                with connection.begin():
                    if engine.dialect.name == "postgresql":
                        connection.execute(text(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})"))
                    self.make_schema(connection)
        except failures.DatabaseError as error:
            engine.dispose()
            if not is_broken(error) and not is_refused(error):
                raise
            raise DatabaseError(f"the database cannot be used: {without_values(error)}") from None

    def leave_to_parent(self) -> None:
        """In a forked child: forgets the parent's connections, which must not be closed from here."""
        if self._engine is not None:
            _inherited.append(self._engine)
        self._lock = threading.Lock()
        self._engine = None


def make_folder(folder: Path) -> None:
    """Makes a state folder that its owner alone can look into. Raises DatabaseError where that cannot be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseError(f"the folder {folder} cannot be made: {error.strerror}") from None


def make_file(path: Path) -> None:
    """An empty file that its owner alone can read, before SQLite makes one that anybody can.

    One that is there is never opened here: closing it would take from all connections of this process the
    locks by which SQLite knows that it is in use, and another process that closes it would remove the log
    under them.
    Raises DatabaseError where it cannot be made.
    """
    make_folder(path.parent)
    try:
        with _making:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        pass  # somebody made it before
    except OSError as error:
        raise DatabaseError(f"the database {path} cannot be opened: {error.strerror}") from None


def read_url(given: str) -> URL:
    """The address in SQLAlchemy's form, with the driver of this project. Raises DatabaseError."""
    try:
        url = make_url(given)
        named = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
        kind = named.get_backend_name()
        named.get_dialect()
    except (ArgumentError, NoSuchModuleError):
        raise DatabaseError("the database's address is none that SQLAlchemy can read") from None
    if kind not in ("sqlite", "postgresql"):
        raise DatabaseError(f"the database must be SQLite or PostgreSQL, not {kind}")
    if kind == "sqlite" and url.database in (None, "", ":memory:"):
        raise DatabaseError("a SQLite database must be a file: processes cannot share one in memory")
    return named


def _make_engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        make_file(Path(str(url.database)))
        engine = create_engine(url, connect_args={"timeout": _BUSY_MS / 1000}, **_DISCREET)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        engine = create_engine(url, pool_pre_ping=True, **_DISCREET)
    except ModuleNotFoundError as error:
        raise DatabaseError(
            f"PostgreSQL needs the package {error.name}: pip install '.[postgresql]'"
        ) from None
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _: Any) -> None:
    """Tells the planner what it cannot know; what an owner set stands.

    Rows are quick to reach, as on today's disks, and each search is planned for its own words: a plan for any
    words takes common ones for rare.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, CASE name WHEN 'jit' THEN 'off' WHEN 'random_page_cost' THEN '1.1'"
            " ELSE 'force_custom_plan' END, false) FROM pg_settings"
            " WHERE name IN ('random_page_cost', 'jit', 'plan_cache_mode') AND source = 'default'"
        )
    connection.commit()


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin_sqlite`, not by the driver
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {_BUSY_MS}",
        "journal_mode = WAL",  # readers and the one writer do not wait for each other
        "synchronous = FULL",  # what was committed survives a crash of the machine
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def is_broken(error: BaseException) -> bool:
    """True where what is reached is no database, or one no more: other failures have a class of their own."""
    return type(error) is failures.DatabaseError


def is_refused(error: BaseException) -> bool:
    """True where PostgreSQL does not allow it to this user."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) == _NOT_ALLOWED


def without_values(error: BaseException) -> str:
    """What went wrong, without the statement and the values, which PostgreSQL tells on further lines."""
    told = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return told.partition("\n")[0]


def _begin_sqlite(connection: Connection) -> None:
    # a reader that turns into a writer midway is refused at once, however long it would wait
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_databases: weakref.WeakSet[Database] = weakref.WeakSet()
_inherited: list[Engine] = []


def _after_fork() -> None:
    global _making
    _making = threading.Lock()
    for database in list(_databases):
        database.leave_to_parent()


os.register_at_fork(after_in_child=_after_fork)
