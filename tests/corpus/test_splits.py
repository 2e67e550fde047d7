from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from attribution.corpus.inputs import Columns, Row
from attribution.corpus.schema import input_schema
from attribution.corpus.splits import batches_of, cut, size_of, values_of
from attribution.errors import InputError


def rows() -> Iterator[Row]:
    yield Row(1, {"body": "“No,” she said.", "publisher": "Quay News", "words": 3})
    yield Row(2, InputError("no JSON"))
    yield Row(4, {"body": ["no text"]})
    yield Row(5, {"body": "Boats.", "id": 7})


def test_rows_have_their_origin_and_what_is_wrong_with_them() -> None:
    columns = Columns({"text": "body", "outlet": "publisher"}, ("outlet",))
    found = list(values_of(rows(), file="a.jsonl", columns=columns))
    assert found[0] == {"file": "a.jsonl", "row": 1, "text": "“No,” she said.", "outlet": "Quay News"}
    assert found[1] == {
        "file": "a.jsonl", "row": 2, "error": {"code": "invalid-input", "message": "no JSON", "field": None},
    }  # fmt: skip
    assert (found[2]["row"], found[2]["error"]["field"]) == (4, "text")
    assert found[3] == {"file": "a.jsonl", "row": 5, "text": "Boats.", "id": "7"}
    batch = next(batches_of(found, keep=("outlet",), size=10_000))
    assert batch.schema == input_schema(("outlet",))
    assert [row["row"] for row in batch.to_pylist()] == [1, 2, 4, 5]


def test_an_error_tells_which_article_it_is_of() -> None:
    columns = Columns({}, ("outlet", "desk"))
    given = {"text": ["no text"], "id": 7, "published": "2026-05-05", "outlet": "Quay News", "desk": [1]}
    [found] = values_of([Row(1, given)], file="a.jsonl", columns=columns)
    assert found.pop("error")["field"] == "text"
    about = {"id": "7", "published": "2026-05-05", "outlet": "Quay News"}
    assert found == {"file": "a.jsonl", "row": 1, **about}
    long = {**given, "text": "Boats.", "outlet": "x" * 201}
    [found] = values_of([Row(1, long)], file="a.jsonl", columns=columns, folders=["outlet"])
    assert (found["id"], "outlet" in found, "text" in found) == ("7", False, False)


def test_bytes_count_not_characters() -> None:
    assert size_of({"text": "ää", "title": "not counted"}) == 5
    assert size_of({"html": "<p>"}) == 4
    assert size_of({"error": {}}) == 1


@given(st.lists(st.integers(0, 30), max_size=40), st.integers(1, 60))
def test_splits_are_consecutive_and_no_larger_than_said(lengths: list[int], size: int) -> None:
    given_rows = [{"text": "x" * length} for length in lengths]
    found = list(cut(given_rows, size))
    assert [values for _, values in found] == given_rows
    numbers = [number for number, _ in found]
    assert sorted(set(numbers)) == list(range(len(set(numbers))))
    assert numbers == sorted(numbers)
    for number in set(numbers):
        sizes = [size_of(values) for at, values in found if at == number]
        assert sum(sizes) <= size or len(sizes) == 1


@given(st.lists(st.integers(0, 30), max_size=40), st.integers(1, 60))
def test_batches_hold_all_rows_in_order(lengths: list[int], size: int) -> None:
    given_rows = [{"file": "f", "row": at, "text": "x" * length} for at, length in enumerate(lengths)]
    batches = list(batches_of(given_rows, keep=(), size=size))
    assert [row["row"] for batch in batches for row in batch.to_pylist()] == list(range(len(lengths)))
    assert all(batch.num_rows for batch in batches)
