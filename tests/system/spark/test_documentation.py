"""The examples of docs/spark.md run and print what the page says."""

from __future__ import annotations

import contextlib
import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyspark.sql import SparkSession

from tests.corpus.articles import ARTICLES
from tests.tree import ROOT, code_blocks

pytestmark = pytest.mark.system


def test_python(spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, as they build on each other."""
    monkeypatch.chdir(tmp_path)
    Path("people.csv").write_text("name,id\nMara Lindqvist,Q77\n")
    known = [article for article in ARTICLES if article["id"] in ("h1", "p1", "blank")]
    names: dict[str, Any] = {"articles": spark.createDataFrame(pa.Table.from_pylist(known))}
    blocks = [*code_blocks(ROOT / "docs" / "spark.md"), ("", "")]
    printed, expected = io.StringIO(), ""
    for (kind, code), (after, text) in pairwise(blocks):
        if kind == "python":
            with contextlib.redirect_stdout(printed):
                exec(code, names)
            expected += text if after == "text" else ""
    assert printed.getvalue() == expected != ""
    assert names["records"].columns[0] == "outlet"
