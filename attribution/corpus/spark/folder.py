"""The folder of a run, wherever Spark can write: a path, or a URI that Hadoop knows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pyspark.sql import SparkSession

from attribution.errors import CorpusError

COMPLETE = "_SUCCESS"


class Folder:
    """A folder of a file system of Hadoop. Its methods raise what Hadoop raises, as Py4JJavaError."""

    def __init__(self, spark: SparkSession, place: str) -> None:
        self.place = place.rstrip("/") or place
        self._hadoop = spark.sparkContext._jvm.org.apache.hadoop.fs
        path = self._hadoop.Path(self.place)
        self._system = path.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())

    def path(self, name: str) -> str:
        """The path or URI of something in it."""
        return f"{self.place}/{name}"

    def check_new(self) -> None:
        """Raises CorpusError where it holds anything."""
        path = self._hadoop.Path(self.place)
        if self._system.exists(path) and len(self._system.listStatus(path)):
            told = "" if self._system.exists(self._hadoop.Path(self.path(COMPLETE))) else ", without _SUCCESS"
            raise CorpusError(f"{self.place} is there already{told}: take another folder, or remove it")

    def write(self, name: str, data: Mapping[str, Any] | None) -> None:
        """Writes a file of JSON, or an empty one."""
        text = "" if data is None else json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        stream = self._system.create(self._hadoop.Path(self.path(name)), True)
        try:
            stream.write(bytearray(text.encode()))
        finally:
            stream.close()
