"""What must outlast a process of the service: SQLite in the state folder, or PostgreSQL by its URL.

The tables stand in the modules that use them, all on `metadata`.
"""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import URL, Column, Connection, Integer, MetaData, Table, insert, select

from api.config import Config
from attribution.store import database
from attribution.store.database import DatabaseError, read_url

SCHEMA_VERSION = 1
FILE = "attribution.db"

metadata = MetaData()

versions = Table("schema_version", metadata, Column("version", Integer, nullable=False))


class Database(database.Database):
    """The database at a URL, or a SQLite file in `folder` where there is no URL."""

    def __init__(self, url: str = "", folder: Path | str = "") -> None:
        super().__init__(read_url(url) if url else URL.create("sqlite", database=str(Path(folder) / FILE)))

    @classmethod
    def of(cls, config: Config) -> Database:
        """The database that the settings name. Raises DatabaseError for an address that cannot be."""
        return cls(config.database, state_folder(config))

    def make_schema(self, connection: Connection) -> None:
        """Makes the tables. Raises DatabaseError where a later version of this program has made them."""
        metadata.create_all(connection)
        found = connection.scalar(select(versions.c.version))
        if found is None:
            connection.execute(insert(versions).values(version=SCHEMA_VERSION))
        elif found > SCHEMA_VERSION:
            raise DatabaseError(f"the database is of version {found}; this program knows {SCHEMA_VERSION}")


def state_folder(config: Config) -> Path:
    """Where state is kept: the folder that is set, else that of the user who runs the service."""
    if config.state:
        return Path(config.state)
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "attribution"
