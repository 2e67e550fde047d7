"""Input files as rows of a DataFrame, in which a split stands in one partition."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import LongType, StructField, StructType

from attribution.corpus.inputs import Input
from attribution.corpus.inputs.kinds import packing_of
from attribution.corpus.runner import Plan
from attribution.corpus.schema import input_schema
from attribution.corpus.splits import Values, batches_of, cut, values_of
from attribution.corpus.units import in_units
from attribution.errors import CorpusError

MOST = 100_000  # partitions
UNPACKED = 4  # bytes of text in a byte of a packed file, about
SPLIT = "_split"  # the column of the number of a split in the whole run

Batches = Iterable[pa.RecordBatch]


class _Unit(NamedTuple):
    """Files for a task, with what each is known by, and the number of their first split in the run."""

    files: list[tuple[Input, str]]
    first: int


def read(spark: SparkSession, plan: Plan) -> DataFrame:
    """The rows of all inputs by the columns of `input_schema`, partitioned by split and sorted within.

    Raises OSError where the driver cannot read an input. A task raises CorpusError for a file that is not
    the one that the driver sees.
    """
    units, splits = _units(plan)
    pickled = [(pickle.dumps(unit),) for unit in units]
    files = spark.createDataFrame(pickled, "unit binary").repartition(min(MOST, len(pickled)))
    fields = from_arrow_schema(input_schema(plan.columns.keep)).fields
    rows = files.mapInArrow(_reading(plan), StructType([*fields, StructField(SPLIT, LongType(), False)]))
    count = min(MOST, max(splits, spark.sparkContext.defaultParallelism))
    return _by_split(rows, count).sortWithinPartitions(SPLIT, "file", "row").drop(SPLIT)


def _units(plan: Plan) -> tuple[list[_Unit], int]:
    """What is read together, as in a run here, and about how many splits there will be in all."""
    units = in_units(plan.inputs, size=plan.split_bytes)
    found, first = [], 0
    for files in units.inputs.values():
        found.append(
            _Unit([(_absolute(given), units.files[given.name].fingerprint) for given in files], first)
        )
        first += 1 + sum(map(_text_bytes, files)) // plan.split_bytes
    return found, first


def _absolute(given: Input) -> Input:
    """The input by a path that holds in whatever folder an executor works."""
    return given if given.filesystem else replace(given, path=os.path.abspath(given.path))


def _text_bytes(given: Input) -> int:
    """How much text a file may hold: a guess, as only reading it tells."""
    return given.size * (UNPACKED if given.kind == "parquet" or packing_of(given.path) else 1)


def _by_split(rows: DataFrame, count: int) -> DataFrame:
    """Each split in one partition. Spark 4.0 leaves it to chance how many splits that has."""
    if hasattr(rows, "repartitionById"):
        return rows.repartitionById(count, (rows[SPLIT] % count).cast("int"))
    return rows.repartition(count, SPLIT)


def _reading(plan: Plan) -> Callable[[Batches], Iterator[pa.RecordBatch]]:
    def work(batches: Batches) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for unit in batch.column("unit").to_pylist():
                yield from _rows(pickle.loads(unit), plan)

    return work


def _rows(unit: _Unit, plan: Plan) -> Iterator[pa.RecordBatch]:
    """The rows of the files, each batch within a split, with the split's number."""
    placed = cut(_values(unit, plan), plan.split_bytes)
    for at, group in groupby(placed, key=lambda pair: pair[0]):
        values = (values for _, values in group)
        for batch in batches_of(values, keep=plan.columns.keep, size=plan.settings.batch_bytes):
            yield batch.append_column(SPLIT, pa.array([unit.first + at] * batch.num_rows, pa.int64()))


def _values(unit: _Unit, plan: Plan) -> Iterator[Values]:
    for given, fingerprint in unit.files:
        _check_same(given, fingerprint)
        with given.rows(columns=plan.columns, limit=plan.settings.limit) as rows:
            yield from values_of(rows, file=given.name, columns=plan.columns, folders=plan.folders)


def _check_same(given: Input, fingerprint: str) -> None:
    """Raises CorpusError where this machine has none, or another file: not one row may differ for that."""
    try:
        found = given.fingerprint()
    except OSError as error:
        message = f"{given.name}: the driver can read it, an executor cannot: {error}"
        raise CorpusError(message) from None
    if found != fingerprint:
        raise CorpusError(f"{given.name}: an executor sees another file than the driver")
