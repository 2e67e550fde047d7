"""The one function over a corpus: record batches of articles in, record batches of records out."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa

from attribution.corpus.schema import ERROR, FIELDS, RECORD_FIELDS, carried_columns, error_of, output_schema
from attribution.corpus.settings import Settings
from attribution.deadlines import cpu_deadline
from attribution.errors import QuotationError
from attribution.extractor import Extractor
from attribution.records import SCHEMA, Extraction
from attribution.schemas import dump_extraction

_logger = logging.getLogger(__name__)
_ABOUT = ("id", "url", "title", "published", "language")

Row = dict[str, Any]


@lru_cache(maxsize=1)
def extractor_for(settings: Settings) -> Extractor:
    """The extractor of this process. Raises ModelError and PeopleError as `Extractor` does."""
    return Extractor(**settings.engine())


def extract_batches(
    batches: Iterable[pa.RecordBatch], settings: Settings | None = None
) -> Iterator[pa.RecordBatch]:
    """The records of all articles, in their order: a row in, a row out.

    Columns that go in are text, html, title, id, url, published and language, as `Extractor.extract` takes
    them, of which text or html must be there; all others are carried over. `output_schema` gives the columns
    that come out. An article that cannot be read is a row with `error` and no quotations, and stops nothing.
    Batches may have any size: what comes out is cut by `settings.batch_bytes`, so memory is bounded by that
    and the largest batch. The model is loaded once a process.
    Raises InputError for columns that do not fit, ModelError where the model cannot be had.
    """
    settings = settings or Settings()
    for batch in batches:
        schema = output_schema(batch.schema)
        for piece in pieces(batch, settings.batch_bytes):
            yield extract_batch(piece, schema=schema, settings=settings)


def pieces(batch: pa.RecordBatch, size: int) -> Iterator[pa.RecordBatch]:
    """The batch in slices of as many rows as have `size` bytes of text and HTML, at least one."""
    start = held = 0
    for row, length in enumerate(_lengths(batch)):
        if row > start and held + length > size:
            yield batch.slice(start, row - start)
            start, held = row, 0
        held += length
    if start < batch.num_rows:
        yield batch.slice(start)


def _lengths(batch: pa.RecordBatch) -> list[int]:
    import pyarrow.compute as pc

    lengths = [0] * batch.num_rows
    for name in ("text", "html"):
        if name in batch.schema.names and not pa.types.is_null(batch.schema.field(name).type):
            of = pc.fill_null(pc.binary_length(batch.column(name).cast(pa.large_string())), 0).to_pylist()
            lengths = [so_far + more for so_far, more in zip(lengths, of, strict=True)]
    return lengths


def extract_batch(batch: pa.RecordBatch, *, schema: pa.Schema, settings: Settings) -> pa.RecordBatch:
    """The records of one batch, all at once; `schema` is what `output_schema` says of the batch's."""
    extractor = extractor_for(settings)
    articles = batch.select([name for name in batch.schema.names if name in FIELDS]).to_pylist()
    errors = _errors(batch)
    outcomes = iter(
        _outcomes([a for a, e in zip(articles, errors, strict=True) if not e], extractor, settings)
    )
    rows = [
        _unread(article, error, extractor, settings)
        if error
        else _row(article, next(outcomes), extractor, settings)
        for article, error in zip(articles, errors, strict=True)
    ]
    found = pa.RecordBatch.from_pylist(rows, schema=pa.schema(RECORD_FIELDS))
    carried = [batch.column(name) for name in carried_columns(batch.schema)]
    return pa.RecordBatch.from_arrays([*carried, *found.columns], schema=schema)


def _errors(batch: pa.RecordBatch) -> list[Row | None]:
    """What was wrong with each row before."""
    if "error" not in batch.schema.names or batch.schema.field("error").type != ERROR:
        return [None] * batch.num_rows
    found: list[Row | None] = batch.column("error").to_pylist()
    return found


def _outcomes(
    articles: Sequence[Row], extractor: Extractor, settings: Settings
) -> list[Extraction | Exception]:
    """What became of each; all at once, and one by one where that was too long or came to grief."""
    try:
        return _together(articles, extractor, settings)
    except Exception as error:
        if len(articles) == 1:
            return [_told(error)]
    return [_outcomes([article], extractor, settings)[0] for article in articles]


def _together(
    articles: Sequence[Row], extractor: Extractor, settings: Settings
) -> list[Extraction | Exception]:
    with cpu_deadline(settings.seconds), extractor.memory_zone():
        return list(extractor.extract_many(articles, unit=settings.unit, on_error="yield"))


def _told(error: Exception) -> Exception:
    """The error; one that nobody foresaw is logged, since its row tells no more than its kind."""
    if not isinstance(error, QuotationError):
        _logger.error("an article could not be read", exc_info=error)
    return error


def _row(article: Row, outcome: Extraction | Exception, extractor: Extractor, settings: Settings) -> Row:
    if isinstance(outcome, Extraction):
        return {**dump_extraction(outcome), "error": None}
    return _unread(article, error_of(outcome), extractor, settings)


def _unread(article: Row, error: Row, extractor: Extractor, settings: Settings) -> Row:
    return {
        "schema": SCHEMA,
        "article": {name: article.get(name) for name in _ABOUT},
        "unit": settings.unit,
        "quotations": [],
        "speakers": [],
        "warnings": [],
        "model": {"name": extractor.model.name, "version": extractor.model.version},
        "error": error,
    }
