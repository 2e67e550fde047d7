"""What a report counts, as narrow tables in DuckDB: made once of the records, read by every section.

`said` has a row for each statement that is counted: `article` (a number), `outlet`, `month`, `type`, `act`,
`negated`, `words`, `speaker` (its id), `kind`, `source` (named, unnamed, anonymous or none), and the keys
`name`, `role` and `affiliation`, by which spellings of one name are counted together. `name` is that of a
named speaker. `read` has a row for each article that was read: `article`, `outlet`, `month`, `found`,
`nested`, `unsaid`. `shown` has the spelling in which most have a key: `about`, `key`, `spelling`.

A named speaker has one `kind` over the corpus, whatever articles have it as: the most frequent one.

They are as large as a few numbers and words for each statement; DuckDB puts on disk what memory cannot hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import duckdb
import pyarrow as pa

from attribution.corpus.report.names import body_key, person_key, plain_name
from attribution.corpus.table_files import rows

BATCH = 10_000  # names that get their keys at once
KEYS = (plain_name, person_key, body_key)

# Nested ones are part of the quotation that they stand in
COUNTED = "statement AND parent IS NULL"

_PARTS = """
CREATE TABLE parts AS
SELECT part, row_number() OVER (ORDER BY part) * 4294967296 AS first
FROM (SELECT DISTINCT part FROM records)"""

_READ = f"""
CREATE TABLE read AS
SELECT first + part_row AS article, outlet, month, quotations AS found, coalesce(nested, 0) AS nested,
    coalesce(unsaid, 0) AS unsaid
FROM articles JOIN parts USING (part) LEFT JOIN (
    SELECT part, part_row, count(*) FILTER (statement AND parent IS NOT NULL) AS nested,
        count(*) FILTER (NOT statement) AS unsaid
    FROM quotations WHERE NOT ({COUNTED}) GROUP BY part, part_row
) USING (part, part_row)"""

_SPELT = f"""
CREATE TABLE spelt AS
SELECT speaker_name AS text, speaker_kind AS kind, count(*) AS statements
FROM quotations WHERE {COUNTED} AND named GROUP BY ALL"""

_TEXTS = f"""
SELECT text FROM spelt
UNION SELECT affiliation FROM quotations WHERE {COUNTED} AND affiliation IS NOT NULL"""

_MOST = "arg_min(kind, (-statements, kind))"  # the most frequent; of several, the first by the alphabet

# A spelling is a person's or a body's, as most statements have it; then all spellings of a key have one kind
_NAMES = f"""
CREATE TABLE names AS
WITH plainly AS (
    SELECT plain, kind, sum(statements) AS statements FROM spelt JOIN keys USING (text) GROUP BY plain, kind
), keyed AS (
    SELECT text, kind, CASE WHEN kind = 'person' THEN 'person ' || person ELSE 'body ' || body END AS key
    FROM keys JOIN (SELECT plain, {_MOST} AS kind FROM plainly GROUP BY plain) USING (plain)
), counted AS (
    SELECT key, keyed.kind AS kind, sum(statements) AS statements FROM keyed JOIN spelt USING (text)
    GROUP BY key, keyed.kind
)
SELECT text, key, most.kind AS kind
FROM keyed JOIN (SELECT key, {_MOST} AS kind FROM counted GROUP BY key) AS most USING (key)"""

_SAID = f"""
CREATE TABLE said AS
SELECT first + part_row AS article, outlet, month, type, act, negated,
    len(regexp_extract_all(quotations.text, '[\\pL\\pN][^\\s…]*')) AS words, speaker,
    coalesce(names.kind, speaker_kind) AS kind,
    CASE WHEN speaker IS NULL THEN 'none' WHEN anonymous THEN 'anonymous' WHEN named THEN 'named'
        ELSE 'unnamed' END AS source,
    names.key AS name, lower(trim(coalesce(role_title, role_text))) AS role,
    'body ' || bodies.body AS affiliation,
    speaker_name, coalesce(role_title, role_text) AS role_spelt, quotations.affiliation AS affiliation_spelt
FROM quotations JOIN parts USING (part)
LEFT JOIN names ON names.text = speaker_name AND named
LEFT JOIN keys AS bodies ON bodies.text = quotations.affiliation
WHERE {COUNTED}"""


def _most_spelt(about: str, spelt: str) -> str:
    return f"""
        SELECT '{about}' AS about, {about} AS key, spelt AS spelling FROM (
            SELECT {about}, {spelt} AS spelt, row_number() OVER (
                PARTITION BY {about} ORDER BY count(*) DESC, {spelt}) AS place
            FROM said WHERE {about} IS NOT NULL GROUP BY {about}, {spelt}
        ) WHERE place = 1"""


_SPELLINGS = {"name": "speaker_name", "role": "role_spelt", "affiliation": "affiliation_spelt"}


def make_facts(tables: duckdb.DuckDBPyConnection) -> None:
    """Makes the tables in a connection of `open_tables`."""
    run(tables, _PARTS)
    run(tables, _READ)
    run(tables, _SPELT)
    _make_keys(tables)
    run(tables, _NAMES)
    run(tables, _SAID)
    shown = " UNION ALL ".join(_most_spelt(about, spelt) for about, spelt in _SPELLINGS.items())
    run(tables, f"CREATE TABLE shown AS {shown}")
    for spelt in _SPELLINGS.values():
        run(tables, f"ALTER TABLE said DROP COLUMN {spelt}")


def run(tables: duckdb.DuckDBPyConnection, statement: str) -> None:
    """Runs a statement that gives back nothing."""
    tables.execute(statement).fetchall()


def _make_keys(tables: duckdb.DuckDBPyConnection) -> None:
    """The table `keys`: of each spelling, the plain name and the keys as a person's and as a body's."""
    run(tables, "CREATE TABLE keys (text VARCHAR, plain VARCHAR, person VARCHAR, body VARCHAR)")
    with tables.cursor() as cursor:
        found = rows(cursor.execute(_TEXTS))
        for batch in _batches(found):
            insert(tables, "keys", [(text, *(key(text) for key in KEYS)) for (text,) in batch])


def _batches(found: Iterator[tuple[str]]) -> Iterator[Sequence[tuple[str]]]:
    while batch := list(islice(found, BATCH)):
        yield batch


def insert(tables: duckdb.DuckDBPyConnection, table: str, values: Sequence[tuple[object, ...]]) -> None:
    """Appends rows to a table, whose columns they fill in order."""
    if values:
        columns = [pa.array(column) for column in zip(*values, strict=True)]
        batch = pa.Table.from_arrays(columns, names=[f"c{number}" for number in range(len(columns))])
        tables.register("batch", batch)
        run(tables, f"INSERT INTO {table} SELECT * FROM batch")
        tables.unregister("batch")
