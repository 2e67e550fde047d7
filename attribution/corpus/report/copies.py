"""Articles that are copies, which a report may leave out."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from attribution.corpus.report.facts import run
from attribution.corpus.stored import RECORDS, exactly
from attribution.corpus.tables import quoted
from attribution.errors import InputError

FILE = "articles.parquet"  # which of the articles are copies, as `find_clusters` writes it

_ALL = f"all_{RECORDS}"

# Files of records are called alike in every run, so the rest must agree, too
_STRANGE = """
SELECT count(*) FROM grouped LEFT JOIN articles USING (part, part_row)
WHERE sha256 IS NULL OR grouped.file IS DISTINCT FROM articles.file
    OR grouped."row" IS DISTINCT FROM articles."row"
    OR (kind = 'first' AND "group" <> substr(sha256, 1, 16))"""


def leave_out_copies(tables: duckdb.DuckDBPyConnection, folder: str | os.PathLike[str] | None) -> None:
    """Makes the table `copies` (`part`, `part_row`), and takes these rows out of `records` and all its views.

    Without `folder` there are none. Raises InputError where it holds no such file, or that of other records.
    """
    run(tables, "CREATE TABLE copies (part VARCHAR, part_row BIGINT)")
    if folder is None:
        return
    path = Path(folder) / FILE
    if not path.is_file():
        raise InputError(f"{folder}: no {FILE} there, which `attribution corpus clusters` writes")
    try:
        run(tables, f"CREATE TABLE grouped AS SELECT * FROM read_parquet({quoted(exactly(os.fspath(path)))})")
        [(strange,)] = tables.execute(_STRANGE).fetchall()
    except (duckdb.BinderException, duckdb.InvalidInputException) as error:
        raise InputError(f"{path}: tells of no copies: {str(error).splitlines()[0]}") from error
    if strange:
        raise InputError(f"{path}: is of other records, as {strange:,} of its articles are not among these")
    run(tables, "INSERT INTO copies SELECT part, part_row FROM grouped WHERE kind <> 'first'")
    run(tables, f"ALTER VIEW {RECORDS} RENAME TO {_ALL}")  # the other views find the new one by its name
    run(tables, f"CREATE VIEW {RECORDS} AS SELECT * FROM {_ALL} ANTI JOIN copies USING (part, part_row)")
