"""The columns of a corpus: made of the JSON form of the records, so that neither can lack a field.

A row is an article. What the records are made of (`FIELDS`) is read and not repeated; all other columns are
carried over. Then come the columns of `RECORD_FIELDS`: the extraction, and `error` where there is none. A row
that has an `error` before, because it could not even be read from its file, keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from marshmallow import Schema, fields

from attribution.errors import InputError, QuotationError
from attribution.records import Extraction
from attribution.schemas import ArticleSchema, ExtractionSchema, load_extraction

FIELDS = ("text", "html", "title", "id", "url", "published", "language")

# How a partitioned output is laid out, as Hive has it and other engines read it
UNTOLD = "__HIVE_DEFAULT_PARTITION__"  # the folder of rows without a value
DATE_PARTS = {"month": 7, "year": 4}  # what is made of the day of publication: so many of its characters
DATED = r"^(\d{4}-(?:0[1-9]|1[0-2]))(?:-|$)"  # a day of publication that has a month

INTERNAL = "internal-error"  # the code of what nobody foresaw

ERROR = pa.struct(
    [
        pa.field("code", pa.string(), nullable=False),
        pa.field("message", pa.string(), nullable=False),
        pa.field("field", pa.string()),
    ]
)


def _type(field: fields.Field[Any]) -> pa.DataType:
    if isinstance(field, fields.Nested):
        return _struct(field.schema)
    if isinstance(field, fields.List):
        return pa.list_(pa.field("item", _type(field.inner), nullable=False))
    if isinstance(field, fields.Dict):
        return pa.map_(pa.string(), pa.string())
    for kind, found in _SIMPLE:
        if isinstance(field, kind):
            return found
    raise TypeError(f"no Arrow type for {type(field).__name__}")


_SIMPLE: tuple[tuple[type[Any], pa.DataType], ...] = (
    (fields.Boolean, pa.bool_()),
    (fields.Integer, pa.int64()),
    (fields.Float, pa.float64()),
    (fields.String, pa.string()),
)


def _struct(schema: Schema) -> pa.StructType:
    return pa.struct(
        [pa.field(name, _type(of), nullable=of.allow_none) for name, of in schema.fields.items()]
    )


def _record_fields() -> tuple[pa.Field, ...]:
    found = {
        name: pa.field(name, _type(of), nullable=False) for name, of in ExtractionSchema().fields.items()
    }
    # of an article that could not be read there is neither digest nor length
    unread = pa.struct([pa.field(name, _type(of)) for name, of in ArticleSchema().fields.items()])
    found["article"] = pa.field("article", unread, nullable=False)
    return (*found.values(), pa.field("error", ERROR))


RECORD_FIELDS = _record_fields()

ROW_NUMBER, PATH = "file_row_number", "part_path"  # columns that DuckDB adds when records are read
# Names that no other column may have; DuckDB and Spark take upper and lower case for the same
TAKEN = frozenset({*(field.name for field in RECORD_FIELDS), ROW_NUMBER, PATH})


def output_schema(given: pa.Schema) -> pa.Schema:
    """The columns that come out for those that go in.

    Raises InputError where neither `text` nor `html` is among them, where a field that is read is no text,
    and where a column to carry over has the name of one of the records. A column `error` may go in where it
    has the type `ERROR`.

    >>> import pyarrow as pa
    >>> output_schema(pa.schema({"text": pa.string(), "outlet": pa.string()})).names[:3]
    ['outlet', 'schema', 'article']
    """
    names = given.names
    if not {"text", "html"} & set(names):
        raise InputError(f"no column text or html among {', '.join(names) or 'none'}", field="text")
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        raise InputError(f"two columns {doubled[0]!r}", field=doubled[0])
    for column in given:
        if column.name in FIELDS and not _is_text(column.type):
            raise InputError(f"column {column.name!r} holds {column.type}, not text", field=column.name)
    carried = [given.field(name) for name in carried_columns(given)]
    for column in carried:
        if column.name in {field.name for field in RECORD_FIELDS}:
            raise InputError(f"column {column.name!r} has the name of one of the records", field=column.name)
    return pa.schema([*carried, *RECORD_FIELDS])


def carried_columns(given: pa.Schema) -> list[str]:
    """The columns that come out as they went in."""
    return [
        column.name
        for column in given
        if column.name not in FIELDS and not (column.name == "error" and column.type == ERROR)
    ]


def input_schema(keep: Sequence[str]) -> pa.Schema:
    """The columns of rows that were read from files: whence, what is kept of each, the article, its error."""
    kept = [pa.field(name, pa.string()) for name in keep]
    origin = [pa.field("file", pa.string(), nullable=False), pa.field("row", pa.int64(), nullable=False)]
    fields_read = [pa.field(name, pa.string()) for name in FIELDS]
    return pa.schema([*origin, *kept, *fields_read, pa.field("error", ERROR)])


def error_of(error: Exception) -> dict[str, Any]:
    """The value of the column `error`: code, message and the field at fault."""
    if not isinstance(error, QuotationError):
        return {"code": INTERNAL, "message": f"{type(error).__name__}: {error}", "field": None}
    return {
        "code": error.code,
        "message": str(error),
        "field": error.field if isinstance(error, InputError) else None,
    }


def _is_text(kind: pa.DataType) -> bool:
    of = pa.types
    return any(is_one(kind) for is_one in (of.is_string, of.is_large_string, of.is_string_view, of.is_null))


def json_form(row: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON form of the extraction in a row of `to_pylist`. Raises InputError for an error row."""
    if row["error"] is not None:
        raise InputError(f"an error row has no records: {row['error']['message']}")
    found = {field.name: row[field.name] for field in RECORD_FIELDS if field.name != "error"}
    speakers = [{**speaker, "ids": dict(speaker["ids"])} for speaker in found["speakers"]]
    return {**found, "speakers": speakers}


def extraction_of(row: Mapping[str, Any]) -> Extraction:
    """The extraction in a row: the same as `Extractor.extract` returns for its article."""
    return load_extraction(json_form(row))
