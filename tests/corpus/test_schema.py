from __future__ import annotations

import pyarrow as pa
import pytest

from attribution.corpus.schema import RECORD_FIELDS, extraction_of, output_schema
from attribution.errors import InputError
from attribution.schemas import ExtractionSchema, dump_extraction
from tests.samples import sample


def test_columns_are_those_of_the_json_form() -> None:
    assert [field.name for field in RECORD_FIELDS] == [*ExtractionSchema().fields, "error"]
    quotation = pa.schema(RECORD_FIELDS).field("quotations").type.value_type
    assert [field.name for field in quotation] == list(
        ExtractionSchema().fields["quotations"].inner.schema.fields
    )
    assert quotation.field("speaker").nullable
    assert not quotation.field("statement").nullable
    assert quotation.field("cue").type.field("negated").type == pa.bool_()


def test_records_come_back_as_they_were() -> None:
    schema = pa.schema(RECORD_FIELDS)
    batch = pa.RecordBatch.from_pylist([{**dump_extraction(sample()), "error": None}], schema=schema)
    assert extraction_of(batch.to_pylist()[0]) == sample()


def test_an_error_row_has_no_extraction() -> None:
    with pytest.raises(InputError, match="no records: it is empty"):
        extraction_of({"error": {"code": "empty-input", "message": "it is empty", "field": "text"}})


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"body": pa.string()}, "no column text or html among body"),
        ({}, "no column text or html among none"),
        ({"text": pa.binary()}, "column 'text' holds binary, not text"),
        ({"text": pa.string(), "published": pa.date32()}, "column 'published' holds date32"),
        ({"text": pa.string(), "quotations": pa.int64()}, "'quotations' has the name of one of the records"),
        ({"text": pa.string(), "error": pa.string()}, "'error' has the name of one of the records"),
    ],
)
def test_columns_that_do_not_fit(columns: dict[str, pa.DataType], message: str) -> None:
    with pytest.raises(InputError, match=message):
        output_schema(pa.schema(columns))


def test_two_columns_of_one_name() -> None:
    with pytest.raises(InputError, match="two columns 'text'"):
        output_schema(pa.schema([("text", pa.string()), ("text", pa.string())]))


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view(), pa.null()])
def test_text_of_every_kind_is_text(kind: pa.DataType) -> None:
    assert output_schema(pa.schema({"html": pa.string(), "text": kind, "x": pa.int8()})).names[:2] == [
        "x",
        "schema",
    ]
