"""JSON and JSON lines."""

from __future__ import annotations

import io
import json
from dataclasses import replace

from attribution.export import Item, jsonlines
from attribution.export import json as one
from attribution.schemas import load_extraction
from tests.samples import extraction, sample


def test_one_item_is_an_indented_object() -> None:
    stream = io.StringIO()
    one.write([Item(sample())], stream)
    assert stream.getvalue().startswith('{\n  "schema": "1",\n')
    assert load_extraction(json.loads(stream.getvalue())) == sample()


def test_several_items_are_lines() -> None:
    stream, lines = io.StringIO(), io.StringIO()
    items = [Item(sample()), Item(extraction(id="b")), Item(extraction(id="c"))]
    one.write(items, stream)
    jsonlines.write(items, lines)
    assert stream.getvalue() == lines.getvalue()
    assert [load_extraction(json.loads(row)) for row in lines.getvalue().splitlines()] == [
        item.extraction for item in items
    ]


def test_a_line_break_in_the_text_does_not_break_the_line() -> None:
    stream = io.StringIO()
    article = replace(extraction().article, title="One\nTwo\u2028Three")
    jsonlines.write([Item(replace(extraction(), article=article))], stream)
    assert stream.getvalue().count("\n") == 1
    assert json.loads(stream.getvalue())["article"]["title"] == "One\nTwo\u2028Three"
