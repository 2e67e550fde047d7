"""What is compared: the statements of a run, each with the key of its words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from attribution.corpus.clusters.keys import key_of
from attribution.corpus.clusters.settings import Clustering
from attribution.corpus.clusters.writing import rows_of, write_rows
from attribution.corpus.schema import DATED

# Articles are numbered in the order in which they were published, so that the first is the original. Days and
# months begin at midnight UTC, as times without a zone are in it; what is no date tells nothing.
ARTICLES = f"""
CREATE TABLE work.articles AS
WITH dated AS (
    SELECT *, TRY_CAST(CASE WHEN length(published) = 7 THEN published || '-01' ELSE published END
        AS TIMESTAMPTZ) AS told
    FROM articles
), placed AS (
    SELECT *, CASE WHEN regexp_matches(published, '{DATED}') THEN told END AS moment FROM dated
)
SELECT row_number() OVER (ORDER BY moment NULLS LAST, file, "row", part, part_row) AS article,
    file, "row", part, part_row, outlet, published, moment, sha256
FROM placed"""

# As in the store, quotations that hold the words of somebody else, and these, are left out: it is not plain
# who says what.
_SAYINGS = """
WITH found AS (
    SELECT part, part_row, speakers, list_transform(quotations, lambda q: q.parent) AS parents,
        unnest(quotations) AS q, generate_subscripts(quotations, 1) AS number
    FROM records WHERE error IS NULL
), told AS (
    SELECT *, list_filter(speakers, lambda s: s.id = q.speaker)[1] AS who FROM found
    WHERE q.statement AND q.parent IS NULL AND NOT list_contains(parents, q.id)
)
SELECT part, part_row, number, q.id AS quotation, q.type AS type,
    CASE WHEN q.type = 'indirect' OR len(q.quoted) = 0 THEN q.text
        ELSE array_to_string(list_transform(q.quoted, lambda s: s.text), ' … ') END AS words,
    who.name AS speaker, who.kind AS speaker_kind
FROM told"""

_MEMBERS = """
CREATE TABLE work.members AS
SELECT articles.article, s.* EXCLUDE (part, part_row)
FROM read_parquet(?) AS s JOIN work.articles AS articles USING (part, part_row)"""

_WORDINGS = """
CREATE TABLE work.wordings AS
SELECT key, min(words) AS words, bool_and(type = 'indirect') AS indirect
FROM work.members WHERE wording GROUP BY key"""

_SCHEMA = pa.schema(
    [
        ("part", pa.string()),
        ("part_row", pa.int64()),
        ("number", pa.int64()),
        ("quotation", pa.string()),
        ("type", pa.string()),
        ("words", pa.string()),
        ("speaker", pa.string()),
        ("speaker_kind", pa.string()),
        ("key", pa.int64()),
        ("wording", pa.bool_()),
    ]
)


def read_sayings(tables: duckdb.DuckDBPyConnection, folder: Path, settings: Clustering) -> None:
    """Makes the tables `articles`, `members` and `wordings` in `work`; `folder` is for what is on the way.

    Members are all statements; `key` is null for those that are like no other. Wordings are the different
    ones of which others may be variants.
    """
    tables.execute(ARTICLES)
    path = folder / "sayings.parquet"
    write_rows(path, _SCHEMA, _keyed(rows_of(tables, _SAYINGS), settings))
    tables.execute(_MEMBERS, [str(path)])
    path.unlink()
    tables.execute(_WORDINGS)


def _keyed(rows: Iterator[tuple[Any, ...]], settings: Clustering) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        _, _, _, _, type_, words, speaker, kind = row
        key = key_of(
            words, indirect=type_ == "indirect", speaker=speaker, kind=kind, language=settings.language
        )
        yield (*row, *((key.number, key.wording) if key else (None, False)))
