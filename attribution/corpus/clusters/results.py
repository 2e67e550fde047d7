"""The tables that come out: quotations, clusters and articles, in an order of their own each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from attribution.corpus.clusters.writing import Row, rows_of, write_rows
from attribution.store.rivals import Entry, rivalry
from attribution.store.runs import PLAIN

COMPARED = 20  # names of a cluster that are compared with each other, the most frequent

_PLACED = """
CREATE TABLE work.found AS
SELECT m.* EXCLUDE (wording), coalesce(v.centre, m.key) AS cluster, coalesce(v.kind, 'exact') AS kind,
    coalesce(v.similarity, 1.0) AS similarity
FROM work.members AS m LEFT JOIN work.variants AS v ON v.member = m.key WHERE m.key IS NOT NULL;
CREATE TABLE work.sizes AS SELECT cluster, count(*) AS size FROM work.found GROUP BY cluster HAVING size > 1;
CREATE TABLE work.placed AS
SELECT f.*, a.file, a."row", a.part, a.part_row, a.outlet, a.published, a.moment, g.first
FROM work.found AS f JOIN work.sizes USING (cluster) JOIN work.articles AS a USING (article)
JOIN work.article_groups AS g USING (article)"""

_QUOTATIONS = """
SELECT file, "row", part, part_row, number, quotation, format('{:016x}', cluster), kind, similarity
FROM work.placed ORDER BY file, "row", part, part_row, number"""

# The wording is that of the centre, as most write it
_CLUSTERS = """
WITH counted AS (
    SELECT cluster, count(*) AS size, count(DISTINCT key) AS wordings, count(DISTINCT article) AS articles,
        count(DISTINCT first) AS originals, count(DISTINCT outlet) AS outlets,
        first(published ORDER BY moment, published) FILTER (moment IS NOT NULL) AS since,
        last(published ORDER BY moment, published) FILTER (moment IS NOT NULL) AS until,
        date_diff('day', min(moment), max(moment)) AS days
    FROM work.placed GROUP BY cluster
), written AS (
    SELECT cluster, words, count(*) AS times FROM work.placed WHERE key = cluster GROUP BY cluster, words
), wording AS (
    SELECT cluster, first(words ORDER BY times DESC, words) AS words FROM written GROUP BY cluster
), names AS (
    SELECT cluster, speaker AS name, speaker_kind AS kind, count(*) AS times
    FROM work.placed WHERE speaker IS NOT NULL GROUP BY cluster, speaker, speaker_kind
), named AS (
    SELECT cluster, list(struct_pack(name := name, kind := kind, quotations := times)
        ORDER BY times DESC, name, kind) AS speakers
    FROM names GROUP BY cluster
)
SELECT format('{:016x}', cluster), words, size, wordings, articles, articles - originals, outlets,
    since, until, days, coalesce(speakers, [])
FROM counted JOIN wording USING (cluster) LEFT JOIN named USING (cluster) ORDER BY cluster"""

_ARTICLES = """
SELECT a.file, a."row", a.part, a.part_row, a.outlet, a.published, substr(f.sha256, 1, 16), g.kind,
    g.similarity
FROM work.article_groups AS g JOIN work.articles AS a USING (article)
JOIN work.articles AS f ON f.article = g.first
WHERE g.first IN (SELECT first FROM work.article_groups GROUP BY first HAVING count(*) > 1)
ORDER BY a.file, a."row", a.part, a.part_row"""

_PLACE = [("file", pa.string()), ("row", pa.int64()), ("part", pa.string()), ("part_row", pa.int64())]
QUOTATIONS = pa.schema(
    [
        *_PLACE,
        ("number", pa.int64()),
        ("quotation", pa.string()),
        ("cluster", pa.string()),
        ("kind", pa.string()),
        ("similarity", pa.float64()),
    ]
)
SPEAKER = pa.struct([("name", pa.string()), ("kind", pa.string()), ("quotations", pa.int64())])
CLUSTERS = pa.schema(
    [
        ("cluster", pa.string()),
        ("wording", pa.string()),
        ("size", pa.int64()),
        ("wordings", pa.int64()),
        ("articles", pa.int64()),
        ("copies", pa.int64()),
        ("outlets", pa.int64()),
        ("first", pa.string()),
        ("last", pa.string()),
        ("days", pa.int64()),
        ("speakers", pa.list_(SPEAKER)),
        ("conflict", pa.bool_()),
    ]
)
ARTICLES = pa.schema(
    [
        *_PLACE,
        ("outlet", pa.string()),
        ("published", pa.string()),
        ("group", pa.string()),
        ("kind", pa.string()),
        ("similarity", pa.float64()),
    ]
)


def write_results(tables: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, int]:
    """Writes the three files; returns how many rows each has."""
    tables.execute(_PLACED)
    return {
        "quotations": write_rows(folder / "quotations.parquet", QUOTATIONS, rows_of(tables, _QUOTATIONS)),
        "clusters": write_rows(folder / "clusters.parquet", CLUSTERS, _judged(rows_of(tables, _CLUSTERS))),
        "articles": write_rows(folder / "articles.parquet", ARTICLES, rows_of(tables, _ARTICLES)),
    }


def _judged(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        yield (*row, is_conflict(row[-1]))


def is_conflict(speakers: Sequence[Mapping[str, Any]]) -> bool:
    """Whether two of the names cannot be those of one speaker, nor of one who speaks for the other.

    >>> [is_conflict([{"name": name, "kind": "person"} for name in names])
    ...  for names in (("Mara Lindqvist", "Lindqvist"), ("Mara Lindqvist", "Ned Abara"))]
    [False, True]
    """
    entries = [Entry(0, speaker["kind"], speaker["name"]) for speaker in speakers[:COMPARED]]
    return any(rivalry(one, other) >= PLAIN for one, other in combinations(entries, 2))
