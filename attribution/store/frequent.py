"""Keys of an index that so many rows have that they tell nothing, known without a look at any row.

PostgreSQL gathers for its planner how many rows have each of the commonest keys. To find out by itself that
a key is common takes long there: it lists all rows of a key before it hands out the first.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, text

from attribution.store.shares import ROUNDS

SURELY = 1.5  # times as many as asked for, since what is known is of a sample

_KNOWN = """SELECT known.key FROM pg_stats AS told, unnest(
        CAST(CAST(most_common_elems AS text) AS text[]), most_common_elem_freqs) AS known (key, share)
    WHERE schemaname = current_schema() AND tablename = :name AND attname = :column
        AND known.key = ANY(CAST(:keys AS text[]))
        AND known.share * (SELECT reltuples FROM pg_class WHERE oid = CAST(:name AS regclass)) > :most"""


@dataclass(frozen=True, slots=True)
class Told:
    """Where PostgreSQL tells of the keys: of a column of a table, or of an index by what is computed."""

    name: str
    column: str


def common_keys(
    connection: Connection, told: Told, keys: Collection[str], most: int = ROUNDS[-1]
) -> frozenset[str]:
    """Those of the keys that surely more than `most` rows have.

    None where nothing is known, and none for SQLite, which lists no more rows than are asked for.
    """
    if connection.dialect.name == "sqlite" or not keys:
        return frozenset()
    given = {"name": told.name, "column": told.column, "keys": list(keys), "most": SURELY * most}
    return frozenset(connection.execute(text(_KNOWN), given).scalars())
