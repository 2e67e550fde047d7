"""A corpus run on Spark: the files of the local runner in, its records out.

Rows are read and cut into splits as the local runner does it, a task a file; the rows of a split go to one
task, in order. Nothing but Spark's own writer writes, so tasks may be lost, or run twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from attribution.corpus.runner import Plan
from attribution.corpus.schema import DATE_PARTS, DATED
from attribution.corpus.spark.folder import COMPLETE, Folder
from attribution.corpus.spark.frames import extract
from attribution.corpus.spark.reading import read
from attribution.corpus.totals import Totals
from attribution.errors import CorpusError

FORMAT = "spark-1"  # of the folder: the local runner refuses to go on in it
_RAISED = re.compile(r"(\w+\.)*\w*(Error|Exceeded|Input|Exception): ")  # how a traceback of Python ends
_COUNTED = (  # what totals are made of, and no more is read for them
    "struct(article.length) AS article",
    "arrays_zip(quotations.type, quotations.statement) AS quotations",
    "speakers.id AS speakers",
    "arrays_zip(warnings.code) AS warnings",
    "error",
)


def run(spark: SparkSession, plan: Plan, output: str) -> Totals:
    """Writes the records of all inputs under `output`, a path or a URI of Hadoop, where nothing is yet.

    Inputs must be where executors see them under the same path. The totals have no `seconds`. Raises
    OSError for an input that cannot be read, and CorpusError where `output` is there, and where the job
    fails: then `output` has no `_SUCCESS`.
    """
    folder = Folder(spark, output)
    folder.check_new()
    rows = read(spark, plan)
    try:
        folder.write("_run/run.json", _about(plan))
        write(extract(rows, plan.settings), plan, folder.path("records"))
        totals = count(spark.read.parquet(folder.path("records")))
        folder.write("_run/report.json", totals.dump())
        folder.write(COMPLETE, None)
    except (PySparkException, Py4JJavaError) as error:
        raise CorpusError(f"the job failed, so {output} has no {COMPLETE}: {reason(error)}") from error
    return totals


def write(records: DataFrame, plan: Plan, place: str) -> None:
    """Writes the records as Parquet, with folders for what the plan partitions by."""
    parts = {name: _part(records, name) for name in plan.partition}
    if parts:
        records = records.withColumns(parts).sortWithinPartitions(*parts, "file", "row")
    writer = records.write.option("compression", "zstd")
    (writer.partitionBy(*parts) if parts else writer).parquet(place)


def _part(records: DataFrame, name: str) -> Column:
    if name not in DATE_PARTS:
        return F.col(f"`{name}`")
    published = F.col("article.published")
    return F.when(published.rlike(DATED), F.substring(published, 1, DATE_PARTS[name]))


def count(records: DataFrame) -> Totals:
    """The totals over records, without `seconds`."""
    totals = Totals()
    for row in records.selectExpr(*_COUNTED).mapInArrow(_count, "totals string").collect():
        totals.add(Totals.load(json.loads(row.totals)))
    return totals


def _count(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    totals = Totals()
    for batch in batches:
        totals.add(Totals.of(pa.Table.from_batches([batch]), seconds=0.0))
    yield pa.RecordBatch.from_pydict({"totals": [json.dumps(totals.dump())]})


def _about(plan: Plan) -> dict[str, Any]:
    inputs = [{"name": given.name, "size": given.size} for given in plan.inputs]
    return {**plan.dump(), "format": FORMAT, "inputs": inputs}


def reason(error: Exception) -> str:
    """What went wrong, in a line: what Python said in the task, where it was there, else what Spark says."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    last = [line for line in lines if _RAISED.match(line)]
    return last[-1] if last else lines[0]
