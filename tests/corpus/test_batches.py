from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attribution import Extractor
from attribution.corpus import Settings, extract_batches
from attribution.corpus.batches import extractor_for, pieces
from attribution.corpus.schema import (
    ERROR,
    FIELDS,
    INTERNAL,
    RECORD_FIELDS,
    extraction_of,
    json_form,
    output_schema,
)
from attribution.errors import DeadlineExceeded, InputError, ModelError
from attribution.records import Extraction
from attribution.schemas import dump_extraction
from tests.corpus.articles import ARTICLES, FERRY, HARBOUR
from tests.samples import extraction


def batch_of(articles: Sequence[dict[str, Any]], **changes: pa.DataType) -> pa.RecordBatch:
    kinds = {**dict.fromkeys(FIELDS, pa.string()), "outlet": pa.string(), **changes}
    return pa.RecordBatch.from_pylist(list(articles), schema=pa.schema(kinds))


def rows_of(batches: Iterator[pa.RecordBatch]) -> list[dict[str, Any]]:
    return [row for batch in batches for row in batch.to_pylist()]


def test_records_are_those_of_the_extractor(loaded: Extractor) -> None:
    rows = rows_of(extract_batches([batch_of(ARTICLES)]))
    assert [row["outlet"] for row in rows] == [article["outlet"] for article in ARTICLES]
    for row, article in zip(rows, ARTICLES, strict=True):
        fields = {name: article[name] for name in FIELDS}
        try:
            expected = loaded.extract(**fields)
        except InputError as error:
            told = {"code": error.code, "message": str(error), "field": error.field}
            assert (row["error"], row["quotations"]) == (told, [])
            assert row["article"]["id"] == article["id"]
        else:
            assert extraction_of(row) == expected
            assert json.dumps(json_form(row)) == json.dumps(dump_extraction(expected))
    assert [row["error"] and row["error"]["code"] for row in rows] == [
        None, "empty-input", None, None, "invalid-input", "invalid-input",
    ]  # fmt: skip


def test_positions_in_other_units(loaded: Extractor) -> None:
    given = batch_of([{"text": f"😀 {HARBOUR}"}])
    for unit in ("codepoint", "utf16"):
        row = rows_of(extract_batches([given], Settings(unit=unit)))[0]
        assert extraction_of(row) == loaded.extract(f"😀 {HARBOUR}", unit=unit)


def test_what_comes_out_has_the_schema_that_was_said(loaded: Extractor) -> None:
    given = batch_of(ARTICLES[:2], outlet=pa.dictionary(pa.int8(), pa.string()))
    for found in extract_batches([given]):
        assert found.schema == output_schema(given.schema)
        found.validate(full=True)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(0, 4), max_size=8), batch_bytes=st.sampled_from([1, 200, 262_144]))
def test_how_rows_are_cut_into_batches_changes_nothing(
    loaded: Extractor, sizes: list[int], batch_bytes: int
) -> None:
    whole, start, cut = batch_of(ARTICLES), 0, []
    for size in (*sizes, len(ARTICLES)):
        cut.append(whole.slice(start, size))
        start += cut[-1].num_rows
    found = pa.Table.from_batches(extract_batches(cut, Settings(batch_bytes=batch_bytes)))
    assert found.combine_chunks() == pa.Table.from_batches(extract_batches([whole])).combine_chunks()


def test_nothing_in_nothing_out(loaded: Extractor) -> None:
    assert list(extract_batches([])) == []
    assert list(extract_batches([batch_of([])])) == []


@pytest.mark.parametrize(("size", "expected"), [(1, [1, 1, 1, 1]), (8, [2, 1, 1]), (9, [2, 2]), (100, [4])])
def test_pieces_are_cut_by_bytes(size: int, expected: list[int]) -> None:
    rows = [{"text": "four", "html": None}, {"text": "ä"}, {"html": "sieben7"}, {"text": "oh"}]
    cut = list(pieces(batch_of(rows), size))
    assert [piece.num_rows for piece in cut] == expected
    assert pa.Table.from_batches(cut).to_pylist() == batch_of(rows).to_pylist()


def test_a_column_of_nothing_is_no_text(loaded: Extractor) -> None:
    row = rows_of(extract_batches([batch_of([{"html": "<p>“Yes,” said Ann Lee.</p>"}], text=pa.null())]))[0]
    assert row["quotations"][0]["text"] == "“Yes,”"


def test_a_row_that_has_an_error_keeps_it(loaded: Extractor) -> None:
    error = {"code": "invalid-input", "message": "no JSON", "field": None}
    given = batch_of([{"error": error, "id": "a"}, {"text": FERRY, "id": "b"}], error=ERROR)
    rows = rows_of(extract_batches([given]))
    assert [(row["error"], row["article"]["id"], bool(row["quotations"])) for row in rows] == [
        (error, "a", False), (None, "b", True),
    ]  # fmt: skip


class Odd:
    """An extractor that comes to grief over some texts and takes its time over others."""

    model = extraction().model

    def __init__(self) -> None:
        self.asked: list[int] = []

    def extract_many(self, articles: Sequence[dict[str, Any]], **_: Any) -> Iterator[Extraction]:
        self.asked.append(len(articles))
        for article in articles:
            if article["text"] == "bug":
                raise ZeroDivisionError("by nought")
            if article["text"] == "slow":
                raise DeadlineExceeded("the time is over")
            yield extraction(id=article["id"])

    @contextmanager
    def memory_zone(self) -> Iterator[None]:
        yield


def test_one_odd_article_costs_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    odd = Odd()
    monkeypatch.setattr("attribution.corpus.batches.extractor_for", lambda _: odd)
    given = batch_of([{"text": text, "id": text} for text in ("one", "bug", "slow", "two")])
    with caplog.at_level(logging.ERROR):
        rows = rows_of(extract_batches([given]))
    assert odd.asked == [4, 1, 1, 1, 1]
    assert [row["article"]["id"] for row in rows] == ["one", "bug", "slow", "two"]
    assert [row["error"] and row["error"]["code"] for row in rows] == [None, INTERNAL, "timeout", None]
    assert rows[1]["error"]["message"] == "ZeroDivisionError: by nought"
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ZeroDivisionError]


def test_time_runs_out_for_one_article(loaded: Extractor) -> None:
    given = batch_of([{"text": FERRY, "id": "a"}, {"text": FERRY, "id": "b"}])
    rows = rows_of(extract_batches([given], Settings(seconds=1e-9)))
    assert [row["error"]["code"] for row in rows] == ["timeout", "timeout"]


def test_the_engine_takes_what_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attribution.corpus.batches.Extractor", lambda **given: given)
    extractor_for.cache_clear()
    found = extractor_for(Settings(weights="w", people="p", seconds=1.0))
    assert found == {
        "language": "en", "model": "tagger", "weights": "w", "people": "p", "limit": 1_000_000,
        "topics": False,
    }  # fmt: skip
    assert extractor_for(Settings(weights="w", people="p", seconds=1.0)) is found
    extractor_for.cache_clear()


def test_a_model_that_is_none() -> None:
    with pytest.raises(ModelError, match="no model 'none'"):
        extractor_for(Settings(model="none"))


def test_record_fields_are_nothing_that_is_read() -> None:
    assert not {field.name for field in RECORD_FIELDS} & set(FIELDS)
