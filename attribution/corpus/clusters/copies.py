"""Which articles are copies of which: the same text, or nearly the same quotations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import tee
from pathlib import Path

import duckdb
import pyarrow as pa

from attribution.corpus.clusters.candidates import BAND_NAMES, add_band_pairs
from attribution.corpus.clusters.fingerprints import bands_of
from attribution.corpus.clusters.groups import gather
from attribution.corpus.clusters.settings import Clustering
from attribution.corpus.clusters.writing import Row, rows_of, write_rows

LEAST_COMMON, LEAST_SHARE = 3, 0.8  # quotations of both; of those of either

# The same text has the same quotations, so one article of each text will do
_TEXTS = """
CREATE TABLE work.texts AS
SELECT article, min(article) OVER (PARTITION BY coalesce(sha256, 'article ' || article)) AS first
FROM work.articles"""

_CONTENTS = """
CREATE TABLE work.contents AS
SELECT m.article AS id, list_sort(list_distinct(list(coalesce(v.centre, m.key)))) AS items
FROM work.members AS m JOIN work.texts AS t ON t.article = m.article AND t.first = t.article
LEFT JOIN work.variants AS v ON v.member = m.key
WHERE m.wording GROUP BY m.article HAVING count(DISTINCT coalesce(v.centre, m.key)) >= {least}"""

_LINKS = """
CREATE TABLE work.copies AS
SELECT * FROM (
    SELECT p.a AS centre, p.b AS member, 0 AS centre_order, 0 AS member_order, 'near' AS kind,
        len(list_intersect(ca.items, cb.items)) AS common,
        round(common / (len(ca.items) + len(cb.items) - common), 3) AS similarity
    FROM (SELECT DISTINCT a, b FROM work.article_pairs) AS p
    JOIN work.contents AS ca ON ca.id = p.a JOIN work.contents AS cb ON cb.id = p.b
) WHERE common >= {least} AND similarity >= {share}"""

_GROUPS = """
CREATE TABLE work.article_groups AS
SELECT t.article, coalesce(c.centre, t.first) AS first,
    CASE WHEN t.article = coalesce(c.centre, t.first) THEN 'first' WHEN c.centre IS NULL THEN 'exact'
        ELSE 'near' END AS kind,
    coalesce(c.similarity, 1.0) AS similarity
FROM work.texts AS t LEFT JOIN work.article_variants AS c ON c.member = t.first"""

_BANDS = pa.schema([("id", pa.int64()), *((name, pa.int64()) for name in BAND_NAMES)])


def group_articles(tables: duckdb.DuckDBPyConnection, folder: Path, settings: Clustering) -> int:
    """Makes the table `article_groups` (article, first, kind, similarity) of all articles.

    Returns how many bands so many articles share that not all of them were compared with each other.
    """
    tables.execute(_TEXTS)
    tables.execute(_CONTENTS.format(least=LEAST_COMMON))
    path = folder / "bands.parquet"
    write_rows(path, _BANDS, _banded(rows_of(tables, "SELECT id, items FROM work.contents")))
    tables.execute("CREATE TABLE work.article_bands AS SELECT * FROM read_parquet(?)", [str(path)])
    path.unlink()
    tables.execute("CREATE TABLE work.article_pairs (a BIGINT, b BIGINT)")
    crowds = add_band_pairs(tables, "article_bands", into="article_pairs", order="id", settings=settings)
    tables.execute(_LINKS.format(least=LEAST_COMMON, share=LEAST_SHARE))
    gather(tables, "copies", folder, into="article_variants")
    tables.execute(_GROUPS)
    return crowds


def _banded(rows: Iterator[Row]) -> Iterator[Row]:
    given, again = tee(rows)
    sets = ([item.to_bytes(8, "big") for item in items] for _, items in again)
    for (number, _), bands in zip(given, bands_of(sets), strict=True):
        yield (number, *bands)
