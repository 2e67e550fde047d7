"""Sessions of Spark for the command: on this machine, on a cluster, or what spark-submit has set up."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from attribution.errors import CorpusError

TRIES = 4  # of a task on this machine; Spark's default there is one, on a cluster it is this

# what anybody may set otherwise
CONF = {
    "spark.sql.execution.arrow.maxBytesPerBatch": "8m",  # held twice: by Java and by Python
}


@contextmanager
def session(
    *, master: str | None, conf: Mapping[str, str], cores: int | None, quiet: bool
) -> Iterator[SparkSession]:
    """A session that is stopped at the end of the block.

    Without `master` it has `cores` of this machine, or all, unless spark-submit says where to run. Raises
    CorpusError where Spark cannot start.
    """
    builder = SparkSession.builder.appName("attribution corpus run")
    if master or "PYSPARK_GATEWAY_PORT" not in os.environ:  # which spark-submit sets
        builder = builder.master(master or f"local[{cores or '*'},{TRIES}]")
    if not master or master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    own = {**CONF, "spark.ui.showConsoleProgress": str(not quiet).lower()}
    try:
        spark = builder.config(map={**own, **conf}).getOrCreate()
    except (PySparkException, Py4JJavaError) as error:
        raise CorpusError(f"Spark, which needs Java 17, cannot start: {error}") from error
    try:
        if quiet:
            spark.sparkContext.setLogLevel("ERROR")
        yield spark
    finally:
        spark.stop()
