"""Corpora on Spark 4: `extract` for a job of one's own, `run` for files. Needs the extra `spark` and Java 17.

The executors need this package and its model too: docs/spark.md tells how they get them.
"""

from __future__ import annotations

from attribution.corpus.spark.frames import extract

__all__ = ["extract"]
