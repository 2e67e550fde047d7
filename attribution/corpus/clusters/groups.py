"""Groups out of pairs that are alike: each member is like the centre, not only like a neighbour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa

from attribution.corpus.clusters.writing import rows_of, write_rows

_START = """
CREATE OR REPLACE TABLE work.labels AS
SELECT DISTINCT node, node AS label FROM (
    SELECT centre AS node FROM work.{links} UNION ALL SELECT member FROM work.{links})"""

# Each takes the least label beside it, then that of the one whose label it took: long chains shrink by half.
_STEP = """
CREATE OR REPLACE TABLE work.nearer AS
SELECT l.node, l.label AS before, least(l.label, coalesce(min(o.label), l.label)) AS label
FROM work.labels AS l
LEFT JOIN (SELECT centre AS a, member AS b FROM work.{links}
    UNION ALL SELECT member, centre FROM work.{links}) AS e ON e.a = l.node
LEFT JOIN work.labels AS o ON o.node = e.b
GROUP BY l.node, l.label"""
_JUMP = """
CREATE OR REPLACE TABLE work.labels AS
SELECT n.node, least(n.label, f.label) AS label
FROM work.nearer AS n JOIN work.nearer AS f ON f.node = n.label"""
_MOVED = "SELECT count(*) FROM work.nearer WHERE before <> label"

_LINKS = """
SELECT l.label, e.centre, e.member, e.centre_order, e.member_order, e.kind, e.similarity
FROM work.{links} AS e JOIN work.labels AS l ON l.node = e.centre
ORDER BY l.label, e.centre, e.member"""

LINKS = pa.schema(
    [
        ("centre", pa.int64()),
        ("member", pa.int64()),
        ("centre_order", pa.int64()),
        ("member_order", pa.int64()),
        ("kind", pa.string()),
        ("similarity", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True)
class Link:
    """Two that are alike; the centre comes first by (order, id)."""

    centre: int
    member: int
    centre_order: int
    member_order: int
    kind: str
    similarity: float


def gather(tables: duckdb.DuckDBPyConnection, links: str, folder: Path, *, into: str) -> None:
    """Makes the table `into` (member, centre, kind, similarity) of a table of links, less the centres.

    What hangs together is found by DuckDB; of that, the links of one piece at a time are in memory.
    """
    _label(tables, links)
    path = folder / f"{into}.parquet"
    schema = pa.schema([LINKS.field(name) for name in ("member", "centre", "kind", "similarity")])
    rows = (
        (link.member, link.centre, link.kind, link.similarity)
        for _, piece in groupby(rows_of(tables, _LINKS.format(links=links)), key=lambda row: row[0])
        for link in stars(Link(*row[1:]) for row in piece)
    )
    write_rows(path, schema, rows)
    tables.execute(f"CREATE TABLE work.{into} AS SELECT * FROM read_parquet(?)", [str(path)])
    path.unlink()


def _label(tables: duckdb.DuckDBPyConnection, links: str) -> None:
    """The table `labels`: of each node the least one that it hangs together with."""
    tables.execute(_START.format(links=links))
    moved = True
    while moved:
        tables.execute(_STEP.format(links=links))
        tables.execute(_JUMP)
        counted = tables.execute(_MOVED).fetchone()
        moved = bool(counted and counted[0])


def stars(links: Iterable[Link]) -> Iterator[Link]:
    """Of what hangs together the links that stay: from each that is no centre to the centre it is most like.

    In their order all become centres that are like none before, so no two centres are alike, and nothing is
    joined by way of what stands between: of A – B – C, where A and C are unlike, C is a centre of its own.

    >>> chain = [Link(1, 2, 0, 0, "near", 0.8), Link(2, 3, 0, 0, "near", 0.9)]
    >>> [(link.centre, link.member) for link in stars(chain)]
    [(1, 2)]
    """
    before: defaultdict[tuple[int, int], list[Link]] = defaultdict(list)
    nodes = set()
    for link in links:
        before[link.member_order, link.member].append(link)
        nodes |= {(link.centre_order, link.centre), (link.member_order, link.member)}
    centres: set[int] = set()
    for node in sorted(nodes):
        of = [link for link in before.get(node, ()) if link.centre in centres]
        if of:
            yield min(of, key=lambda link: (-link.similarity, link.centre_order, link.centre))
        else:
            centres.add(node[1])
