"""The schema of a store, version by version, by Alembic."""
