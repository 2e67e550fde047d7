from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from attribution.corpus.schema import RECORD_FIELDS
from attribution.corpus.totals import Totals
from attribution.records import Extraction, Warning
from attribution.schemas import dump_extraction
from tests.samples import sample

ERROR = {"code": "empty-input", "message": "it is empty", "field": "text"}


def table(*extractions: Extraction | None) -> pa.Table:
    """Their records; None is an error row."""
    unread = {
        **dump_extraction(sample()), "article": {}, "quotations": [], "speakers": [], "warnings": [],
        "error": ERROR,
    }  # fmt: skip
    rows = [{**dump_extraction(one), "error": None} if one else unread for one in extractions]
    return pa.Table.from_pylist(rows, schema=pa.schema(RECORD_FIELDS))


def test_counts() -> None:
    one = sample()
    said = one.quotations[0]
    two = replace(
        one,
        quotations=(said, replace(said, id="q2", type="indirect", statement=False, reason="thought")),
        warnings=(Warning("stray-mark", "a stray mark"),),
    )
    totals = Totals.of(table(one, two, None), seconds=1.5)
    assert totals.dump() == {
        "rows": 3, "seconds": 1.5, "characters": 2 * one.article.length, "speakers": 2, "statements": 2,
        "types": {"direct": 2, "indirect": 1}, "errors": {"empty-input": 1}, "warnings": {"stray-mark": 1},
    }  # fmt: skip
    assert (totals.quotations, totals.failed) == (3, 1)
    assert Totals.load(totals.dump()) == totals


def test_sums() -> None:
    totals = Totals()
    for part in (table(sample()), table(None)):
        totals.add(Totals.of(part, seconds=1.0))
    assert totals == Totals.of(table(sample(), None), seconds=2.0)


def test_nothing() -> None:
    assert Totals.of(table(), seconds=0.0) == Totals()
