"""What a report counts, as narrow tables in DuckDB: made once of the records, read by every section.

`said` has a row for each statement that is counted: `article` (a number), `outlet`, `month`, `type`, `act`,
`negated`, `words`, `speaker` (its id), `kind`, `source` (named, unnamed, anonymous or none), and the keys
`name`, `role` and `affiliation`, by which spellings of one name are counted together. `name` is that of a
named speaker. `read` has a row for each article that was read: `article`, `outlet`, `month`, `found`,
`nested`, `unsaid`. `shown` has the spelling in which most have a key: `about`, `key`, `spelling`.

They are as large as a few numbers and words for each statement; DuckDB puts on disk what memory cannot hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import duckdb
import pyarrow as pa

from attribution.corpus.table_files import rows
from attribution.store.keys import name_key
from attribution.store.naming import folded_name

BATCH = 10_000  # names that get their keys at once

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

_NAMES = f"""
SELECT 'name' AS about, speaker_kind = 'person' AS person, speaker_name AS text
FROM quotations WHERE {COUNTED} AND named
UNION SELECT 'affiliation', false, affiliation
FROM quotations WHERE {COUNTED} AND affiliation IS NOT NULL"""

_SAID = f"""
CREATE TABLE said AS
SELECT first + part_row AS article, outlet, month, type, act, negated,
    len(regexp_extract_all(quotations.text, '[\\pL\\pN][^\\s…]*')) AS words, speaker, speaker_kind AS kind,
    CASE WHEN speaker IS NULL THEN 'none' WHEN anonymous THEN 'anonymous' WHEN named THEN 'named'
        ELSE 'unnamed' END AS source,
    names.key AS name, lower(trim(coalesce(role_title, role_text))) AS role, bodies.key AS affiliation,
    speaker_name, coalesce(role_title, role_text) AS role_spelt, quotations.affiliation AS affiliation_spelt
FROM quotations JOIN parts USING (part)
LEFT JOIN keys AS names ON names.about = 'name' AND names.text = speaker_name AND named
    AND names.person = (speaker_kind = 'person')
LEFT JOIN keys AS bodies ON bodies.about = 'affiliation' AND bodies.text = quotations.affiliation
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
    _make_keys(tables)
    run(tables, _SAID)
    shown = " UNION ALL ".join(_most_spelt(about, spelt) for about, spelt in _SPELLINGS.items())
    run(tables, f"CREATE TABLE shown AS {shown}")
    for spelt in _SPELLINGS.values():
        run(tables, f"ALTER TABLE said DROP COLUMN {spelt}")


def run(tables: duckdb.DuckDBPyConnection, statement: str) -> None:
    """Runs a statement that gives back nothing."""
    tables.execute(statement).fetchall()


def _make_keys(tables: duckdb.DuckDBPyConnection) -> None:
    run(tables, "CREATE TABLE keys (about VARCHAR, person BOOLEAN, text VARCHAR, key VARCHAR)")
    with tables.cursor() as cursor:
        found = rows(cursor.execute(_NAMES))
        for batch in _batches(found):
            insert(tables, "keys", [(*name, _key(*name[1:])) for name in batch])


def _batches(found: Iterator[tuple[str, bool, str]]) -> Iterator[Sequence[tuple[str, bool, str]]]:
    while batch := list(islice(found, BATCH)):
        yield batch


def _key(person: bool, text: str) -> str:
    """What spellings of one name have in common. Who is a person is no body of the same name."""
    return f"person {folded_name(text)}" if person else f"body {name_key('organisation', text).key}"


def insert(tables: duckdb.DuckDBPyConnection, table: str, values: Sequence[tuple[object, ...]]) -> None:
    """Appends rows to a table, whose columns they fill in order."""
    if values:
        columns = [pa.array(column) for column in zip(*values, strict=True)]
        batch = pa.Table.from_arrays(columns, names=[f"c{number}" for number in range(len(columns))])
        tables.register("batch", batch)
        run(tables, f"INSERT INTO {table} SELECT * FROM batch")
        tables.unregister("batch")
