"""A run's output as flat tables, which DuckDB makes of the records as they are asked for.

    with open_tables("OUTPUT") as tables:
        print(tables.sql("SELECT outlet, count(*) FROM quotations GROUP BY outlet ORDER BY outlet"))

The tables are views: nothing is copied, and what does not fit into `memory` goes to a temporary folder.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

import duckdb
import pyarrow as pa

from attribution.corpus.schema import PATH, RECORD_FIELDS, ROW_NUMBER, TAKEN, UNTOLD
from attribution.corpus.stored import RECORDS, Place, Stored, find_stored
from attribution.corpus.views import VIEWS
from attribution.errors import CorpusError, InputError

CARRIED = ("file", "row", "outlet")  # carried columns that tables have, null where a run lacks them
_TYPES = {"file": "VARCHAR", "row": "BIGINT", "outlet": "VARCHAR"}
_NAMES = frozenset(field.name for field in RECORD_FIELDS)

DISK_ERRORS = (duckdb.IOException, duckdb.TransactionException)  # the latter where a commit cannot be written

Shape: TypeAlias = tuple[str | None, ...]


@contextmanager
def open_tables(
    output: Place, *, memory: str | None = "2GB", threads: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the view `records`, whose rows are those of the files, and with those of `VIEWS`.

    `output` is the folder of a run, or any folder of Parquet files with the columns of `output_schema`, such
    as Spark writes: a path, or a URI that Arrow knows (s3://, gs://, hdfs://). `memory` is the most that
    DuckDB takes, with its unit; None leaves it to DuckDB, as None leaves `threads`. The order of rows is that
    of (file, row, part, part_row, number): `file` and `row` are null where the input had none, while `part`
    and `part_row`, the file of records and the row in it counted from 0, are always there and tell articles
    apart. docs/corpus.md has the columns.
    Raises InputError where `output` holds no records, and names the file where it holds others; within the
    block CorpusError where `memory` or the disk does not do, or a remote file cannot be read.
    """
    stored = find_stored(output)
    shapes = _shapes(stored)
    with tempfile.TemporaryDirectory(prefix="attribution-") as spill:
        connection = duckdb.connect(config=_config(spill, threads))
        try:
            if memory is not None:
                _limit(connection, memory)
            stored.attach(connection)
            connection.execute(f"CREATE VIEW {RECORDS} AS {_records(stored, shapes)}")
            for name, view in VIEWS.items():
                connection.execute(f"CREATE VIEW {name} AS {view}")
            yield connection
        except duckdb.OutOfMemoryException as error:
            raise CorpusError(f"more memory than {memory or 'there is'} is needed") from error
        except DISK_ERRORS as error:
            raise CorpusError(f"{stored.root}: {str(error).splitlines()[0]}") from error
        except duckdb.Error as error:
            if (
                type(error) is not duckdb.Error
            ):  # so it wraps what is raised in Python, where a file is opened
                raise
            raise CorpusError(f"{stored.root}: {str(error).splitlines()[-1]}") from error
        finally:
            connection.close()


def _config(spill: str, threads: int | None) -> dict[str, str | bool | int | float | list[str]]:
    config: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": spill,
        "preserve_insertion_order": False,  # every query that needs an order says so
        "autoinstall_known_extensions": False,  # nothing is fetched from anywhere
    }
    return config if threads is None else {**config, "threads": threads}


def _limit(connection: duckdb.DuckDBPyConnection, memory: str) -> None:
    try:
        connection.execute(f"SET memory_limit = {quoted(memory)}")
    except duckdb.Error as error:
        raise InputError(f"memory must be a number and its unit, such as 2GB, not {memory!r}") from error


def _shapes(stored: Stored) -> dict[Shape, list[str]]:
    """The files by the types of their carried columns, since inputs of a run may differ in these.

    DuckDB could unite them itself, but then it keeps what it knows of each file, and a large run has many.
    """
    found: dict[Shape, list[str]] = {}
    for name in stored.names:
        found.setdefault(_shape(stored, name), []).append(name)
    if not found:
        raise InputError(f"{stored.root}: no records there, which are files that end in .parquet")
    return found


def _shape(stored: Stored, name: str) -> Shape:
    shown = f"{stored.root}/{name}"
    try:
        schema = stored.schema(name)
    except (pa.ArrowInvalid, OSError) as error:
        raise InputError(f"{shown}: is no Parquet file that can be read: {error}") from error
    if missing := sorted(_NAMES - set(schema.names)):
        raise InputError(f"{shown}: holds no records, as it has no column {missing[0]!r}")
    if taken := [name for name in schema.names if name not in _NAMES and name.lower() in TAKEN]:
        raise InputError(f"{shown}: has a column {taken[0]!r}, and DuckDB takes that for another one")
    return tuple(str(schema.field(name).type) if name in schema.names else None for name in CARRIED)


def _records(stored: Stored, shapes: dict[Shape, list[str]]) -> str:
    """A query for all rows of all files."""
    return " UNION ALL ".join(_read(stored, shape, names) for shape, names in shapes.items())


def _read(stored: Stored, shape: Shape, files: list[str]) -> str:
    held = {name for name, kind in zip(CARRIED, shape, strict=True) if kind is not None}
    above = [part.partition("=") for part in files[0].split("/")[:-1]]
    folders = [name for name, equals, _ in above if equals and name in CARRIED]
    part = f"substr({PATH}, {len(stored.folder) + 1})"
    values = {name: _of_folder(part, name) for name in folders} | {name: f'"{name}"' for name in held}
    carried = ", ".join(_carried(name, values.get(name)) for name in CARRIED)
    listed = ", ".join(quoted(stored.pattern(name)) for name in files)
    return f"""
        SELECT {carried}, {part} AS part, {ROW_NUMBER} AS part_row,
            article, unit, quotations, speakers, warnings, model, error
        FROM read_parquet([{listed}], filename = '{PATH}', {ROW_NUMBER} = true, hive_partitioning = false)"""


def _of_folder(part: str, name: str) -> str:
    """The value in a folder such as `outlet=Gazette` below the root; DuckDB takes those above it, too."""
    return f"nullif(url_decode(regexp_extract({part}, '(?:^|/){name}=([^/]*)/', 1)), '{UNTOLD}')"


def _carried(name: str, value: str | None) -> str:
    if value is None:
        return f'CAST(NULL AS {_TYPES[name]}) AS "{name}"'
    return f'TRY_CAST(CAST({value} AS VARCHAR) AS {_TYPES[name]}) AS "{name}"'


def quoted(text: str) -> str:
    """The text as a literal of SQL.

    >>> quoted("Ann's")
    "'Ann''s'"
    """
    return "'" + text.replace("'", "''") + "'"
