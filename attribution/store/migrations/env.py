"""How Alembic comes to the database: by the connection that it is given, in the transaction that is open."""

from __future__ import annotations

from alembic import context

from attribution.store.columns import metadata
from attribution.store.store import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,  # SQLite's too, as nothing but us begins and ends transactions
)
context.run_migrations()
