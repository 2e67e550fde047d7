"""Which wordings are variants or parts of which."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import tee
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from attribution.corpus.clusters.candidates import BAND_NAMES, add_band_pairs, add_pairs
from attribution.corpus.clusters.fingerprints import bands_of, fingerprint_of
from attribution.corpus.clusters.groups import LINKS, gather
from attribution.corpus.clusters.likeness import likeness
from attribution.corpus.clusters.settings import Clustering
from attribution.corpus.clusters.writing import Row, rows_of, write_rows

_FINGERPRINTS = pa.schema(
    [
        ("id", pa.int64()),
        ("words", pa.int64()),
        ("stems", pa.list_(pa.uint32())),
        ("sketch", pa.list_(pa.int64())),
        *((name, pa.int64()) for name in BAND_NAMES),
    ]
)

_SKETCHES = "CREATE TABLE work.sketches AS SELECT id, words, unnest(sketch) AS hash FROM work.fingerprints"

# Of the shorter so many words must be in the longer, whatever their order, for a closer look to be worth it
_LIKELY = """
CREATE TABLE work.likely AS
SELECT p.a, p.b, fa.words AS a_words, fb.words AS b_words
FROM (SELECT DISTINCT a, b FROM work.pairs) AS p
JOIN work.fingerprints AS fa ON fa.id = p.a JOIN work.fingerprints AS fb ON fb.id = p.b
WHERE len(list_intersect(fa.stems, fb.stems)) >= {threshold} * least(len(fa.stems), len(fb.stems))"""

_COMPARED = """
SELECT l.a, l.b, l.a_words, l.b_words, wa.words, wb.words, wa.indirect OR wb.indirect
FROM work.likely AS l JOIN work.wordings AS wa ON wa.key = l.a JOIN work.wordings AS wb ON wb.key = l.b
ORDER BY l.a, l.b"""


def join_wordings(tables: duckdb.DuckDBPyConnection, folder: Path, settings: Clustering) -> dict[str, int]:
    """Makes the table `variants` (member, centre, kind, similarity); returns counts of what was compared."""
    _fingerprints(tables, folder, settings)
    tables.execute(_SKETCHES)
    tables.execute("CREATE TABLE work.pairs (a BIGINT, b BIGINT)")
    crowds = add_band_pairs(tables, "fingerprints", into="pairs", order="words DESC", settings=settings)
    crowds += add_pairs(tables, "sketches", "hash", into="pairs", order="words DESC", settings=settings)
    tables.execute(_LIKELY.format(threshold=settings.threshold))
    path = folder / "links.parquet"
    links = write_rows(path, LINKS, _links(rows_of(tables, _COMPARED), settings))
    tables.execute("CREATE TABLE work.links AS SELECT * FROM read_parquet(?)", [str(path)])
    counted = tables.execute("SELECT count(*) FROM work.likely").fetchone()
    for table in ("pairs", "sketches", "likely"):
        tables.execute(f"DROP TABLE work.{table}")
    gather(tables, "links", folder, into="variants")
    return {"compared": counted[0] if counted else 0, "alike": links, "crowded": crowds}


def _fingerprints(tables: duckdb.DuckDBPyConnection, folder: Path, settings: Clustering) -> None:
    path = folder / "fingerprints.parquet"
    rows = rows_of(tables, "SELECT key, words FROM work.wordings")
    write_rows(path, _FINGERPRINTS, _fingerprinted(rows, settings))
    tables.execute("CREATE TABLE work.fingerprints AS SELECT * FROM read_parquet(?)", [str(path)])
    path.unlink()


def _fingerprinted(rows: Iterator[Row], settings: Clustering) -> Iterator[Row]:
    made, again = tee((key, fingerprint_of(words, settings.language)) for key, words in rows)
    for (key, found), bands in zip(made, bands_of(one.shingles for _, one in again), strict=True):
        yield (key, found.words, found.stems, found.sketch, *bands)


def _links(rows: Iterator[Row], settings: Clustering) -> Iterator[tuple[Any, ...]]:
    """The pairs that are alike; the longer is the centre."""
    for a, b, a_words, b_words, one, other, indirect in rows:
        found = likeness(
            one, other, threshold=settings.threshold, indirect=indirect, language=settings.language
        )
        if found is not None:
            ends = sorted([(-a_words, a), (-b_words, b)])
            (first, centre), (second, member) = ends
            yield centre, member, first, second, found.kind, found.similarity
