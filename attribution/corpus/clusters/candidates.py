"""Pairs that may be alike: those that share a fingerprint, by DuckDB, on disk where memory does not do."""

from __future__ import annotations

import duckdb

from attribution.corpus.clusters.fingerprints import BANDS
from attribution.corpus.clusters.settings import Clustering

BAND_NAMES = tuple(f"band_{number}" for number in range(BANDS))

# What many share is compared with the first `most` of them: the work grows with the rows, not their square.
_SHARED = """
INSERT INTO work.{into}
SELECT least(a.id, b.id), greatest(a.id, b.id)
FROM ({ranked}) AS a JOIN ({ranked}) AS b ON a.hash = b.hash AND a.place < b.place AND a.place <= {most}"""

_RANKED = """
SELECT {hash} AS hash, id, row_number() OVER (PARTITION BY {hash} ORDER BY {order}, id) AS place
FROM work.{table} QUALIFY count(*) OVER (PARTITION BY {hash}) > 1"""

_CROWDS = """
SELECT count(*), coalesce(sum(size), 0) FROM (
    SELECT count(*) AS size FROM work.{table} GROUP BY {hash} HAVING count(*) > {most})"""


def add_pairs(
    tables: duckdb.DuckDBPyConnection, table: str, hash_: str, *, into: str, order: str, settings: Clustering
) -> int:
    """Adds the pairs (a < b) of ids of `table` that share `hash_`, and returns how many of these many share.

    A pair may be added more than once. `order` tells which ids of a crowd all others are compared with.
    """
    ranked = _RANKED.format(hash=hash_, order=order, table=table)
    tables.execute(_SHARED.format(into=into, ranked=ranked, most=settings.most))
    crowds = tables.execute(_CROWDS.format(table=table, hash=hash_, most=settings.most)).fetchone()
    return int(crowds[0]) if crowds else 0


def add_band_pairs(
    tables: duckdb.DuckDBPyConnection, table: str, *, into: str, order: str, settings: Clustering
) -> int:
    """The pairs that share one of the bands of MinHash, band by band."""
    return sum(
        add_pairs(tables, table, name, into=into, order=order, settings=settings) for name in BAND_NAMES
    )
