"""A job of one's own: a DataFrame of articles in, a DataFrame of records out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from pyspark.sql import SparkSession

from attribution.corpus import Settings, extract_batches
from attribution.corpus.spark import extract
from attribution.errors import InputError, ModelError, PeopleError
from tests.corpus.articles import ARTICLES

pytestmark = pytest.mark.system

CARRIED = {"crawled": datetime(2026, 5, 5, 12, tzinfo=UTC), "day": date(2026, 5, 5), "tags": ["a", None]}


def table_of(*, times: int = 1) -> pa.Table:
    rows = [{**one, "number": at} for at, one in enumerate(ARTICLES * times)]
    return pa.Table.from_pylist([{**row, **CARRIED} for row in rows])


def test_records_are_those_of_extract_batches(spark: SparkSession, tmp_path: Path) -> None:
    """With the model as it is by default, and a people list that only the driver has."""
    people = tmp_path / "people.csv"
    people.write_text("name,id\nMara Lindqvist,Q77\n")
    settings = Settings(people=str(people))
    table = table_of(times=2)
    articles = spark.createDataFrame(table).repartition(3)
    records = extract(articles, settings)
    people.rename(tmp_path / "moved.csv")
    found = records.toArrow().sort_by("number").to_pylist()
    expected = extract_batches(table.to_batches(), Settings(people=str(tmp_path / "moved.csv")))
    assert found == pa.Table.from_batches(expected).to_pylist()
    assert dict(found[0]["speakers"][0]["ids"]) == {"wikidata": "Q77"}


def test_columns_may_be_called_anything(spark: SparkSession) -> None:
    names = ["a.b", "with `ticks`", "two words", "column_0"]
    table = table_of()
    for name in names:
        table = table.append_column(name, pa.array([name] * len(table)))
    found = extract(spark.createDataFrame(table), Settings(model="rules")).toArrow().to_pylist()
    assert [[row[name] for name in names] for row in found] == [names] * len(table)
    assert (
        found
        == pa.Table.from_batches(extract_batches(table.to_batches(), Settings(model="rules"))).to_pylist()
    )


def test_more_than_once_in_a_session(spark: SparkSession, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    articles = spark.createDataFrame(table_of())
    for known in ("Q1", "Q2"):
        people.write_text(f"name,id\nMara Lindqvist,{known}\n")
        settings = Settings(people=str(people), model="rules")
        for _ in range(2):
            first = extract(articles, settings).filter("number = 0").collect()[0]
            assert first.speakers[0].ids == {"wikidata": known}


def test_what_cannot_be_is_told_before_any_work(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="column 'text' holds int64, not text"):
        extract(spark.range(1).withColumnRenamed("id", "text"))
    with pytest.raises(InputError, match="no column text or html among id"):
        extract(spark.range(1))
    with pytest.raises(InputError, match="column 'text' holds interval, which Arrow lacks"):
        extract(spark.sql("select make_interval(1) as text"))
    articles = spark.createDataFrame(table_of())
    with pytest.raises(PeopleError):
        extract(articles, Settings(people=str(tmp_path / "none.csv")))
    with pytest.raises(ModelError, match="no weights in"):
        extract(articles, Settings(weights=str(tmp_path / "none")))
