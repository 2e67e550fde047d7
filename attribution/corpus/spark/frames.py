"""The one function over a corpus for DataFrames of Spark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
from pyspark import TaskContext
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_type
from pyspark.sql.types import ArrayType, StructField, StructType

from attribution.corpus.batches import extract_batches, pieces
from attribution.corpus.schema import RECORD_FIELDS, carried_columns, output_schema
from attribution.corpus.settings import Settings
from attribution.corpus.spark.parcels import Parcel, ship
from attribution.corpus.workers import Workers
from attribution.errors import InputError
from attribution.lang.loader import check_language

Work = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]


def extract(articles: DataFrame, settings: Settings | None = None) -> DataFrame:
    """The records of all articles: a row in, a row out, in the order of each partition.

    Columns that go in and come out are those of `extract_batches`. Files that the settings name, weights and
    people list, lie on the driver and are shipped to the executors. Nothing runs before Spark is asked for
    rows; the model is loaded once a Python worker. A partition is the work of one core and, when that is
    lost, is done anew with the same result: let it have some minutes of work, about 8 MB of text.
    Raises InputError for columns that do not fit and, for files that cannot be read, ModelError or
    PeopleError.
    """
    settings = settings or Settings()
    check_language(settings.language)
    schema = records_schema(articles.schema)
    parcel = ship(articles.sparkSession, settings)
    # Spark looks up its columns by what they are called, and takes a dot for a part of a struct
    numbered = articles.toDF(*(f"column_{number}" for number in range(len(articles.columns))))
    return numbered.mapInArrow(_work(settings, parcel, articles.columns), schema)


def records_schema(given: StructType) -> StructType:
    """The columns that come out for those that go in: `output_schema`, with the carried ones as they are.

    Raises InputError as it does, and for a column of a type that Arrow lacks.
    """
    arrow = pa.schema([pa.field(column.name, _arrow_type(column)) for column in given.fields])
    output_schema(arrow)
    carried = set(carried_columns(arrow))
    found = _nullable(from_arrow_schema(pa.schema(RECORD_FIELDS)))
    return StructType([*(column for column in given.fields if column.name in carried), *found.fields])


def _arrow_type(column: StructField) -> pa.DataType:
    kind = column.dataType
    try:
        return to_arrow_type(kind, timezone="UTC")
    except PySparkException:
        what = f"column {column.name!r} holds {kind.simpleString()}, which Arrow lacks"
        raise InputError(what, field=column.name) from None


def _nullable(kind: Any) -> Any:
    """The type with nulls allowed within, as Spark has it of all that it reads from files.

    Without that `DataFrame.toArrow` fails over what is nested and cannot be null.
    """
    if isinstance(kind, StructType):
        return StructType([StructField(of.name, _nullable(of.dataType)) for of in kind.fields])
    if isinstance(kind, ArrayType):
        return ArrayType(_nullable(kind.elementType))
    return kind


def _work(settings: Settings, parcel: Parcel | None, names: Sequence[str]) -> Work:
    """What a Python worker does with a partition; a function of this shape alone is what Spark takes."""

    def work(numbered: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        batches = (batch.rename_columns(names) for batch in numbered)
        here = parcel.unpacked(settings) if parcel else settings
        task = TaskContext.get()
        again = task is not None and task.attemptNumber() > 0
        return _carefully(batches, here) if again else extract_batches(batches, here)

    return work


def _carefully(batches: Iterable[pa.RecordBatch], settings: Settings) -> Iterator[pa.RecordBatch]:
    """The same records, made in a process of its own.

    A task may be tried again because an article took its worker down: here that article becomes an error,
    where it would end the job after some tries more.
    """
    cut = (piece for batch in batches for piece in pieces(batch, settings.batch_bytes))
    with Workers(1, settings) as workers:
        for done in workers.extract(cut):
            yield from done.batches
