"""Pairs by what they share."""

from __future__ import annotations

import duckdb

from attribution.corpus.clusters.candidates import BAND_NAMES, add_band_pairs, add_pairs
from attribution.corpus.clusters.settings import Clustering


def test_of_a_crowd_all_are_compared_with_its_first(tables: duckdb.DuckDBPyConnection) -> None:
    made = "SELECT i AS id, 7 AS hash, i % 3 AS words FROM range(6) AS t (i)"
    tables.execute(f"CREATE TABLE work.sketches AS {made}")
    tables.execute("CREATE TABLE work.pairs (a BIGINT, b BIGINT)")
    few = Clustering(most=1)
    crowds = add_pairs(tables, "sketches", "hash", into="pairs", order="words DESC", settings=few)
    assert crowds == 1
    assert sorted(tables.execute("SELECT * FROM work.pairs").fetchall()) == [
        (0, 2),
        (1, 2),
        (2, 3),
        (2, 4),
        (2, 5),
    ]
    tables.execute("DELETE FROM work.pairs")
    assert add_pairs(tables, "sketches", "hash", into="pairs", order="id", settings=Clustering()) == 0
    assert tables.execute("SELECT count(*) FROM work.pairs").fetchone() == (15,)


def test_a_band_in_common_is_enough_and_another_place_is_none(tables: duckdb.DuckDBPyConnection) -> None:
    columns = ", ".join(f"{name} BIGINT" for name in BAND_NAMES)
    tables.execute(f"CREATE TABLE work.bands (id BIGINT, {columns})")
    for number, bands in enumerate(([*range(16)], [*range(50, 65), 15], [15, *range(70, 85)])):
        tables.execute(f"INSERT INTO work.bands VALUES ({number}, {', '.join(map(str, bands))})")
    tables.execute("CREATE TABLE work.pairs (a BIGINT, b BIGINT)")
    assert add_band_pairs(tables, "bands", into="pairs", order="id", settings=Clustering()) == 0
    assert tables.execute("SELECT * FROM work.pairs").fetchall() == [(0, 1)]
