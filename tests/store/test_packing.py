from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from attribution.store.packing import pack_record, pack_text, unpack_record, unpack_text

JSON = st.recursive(st.none() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])), st.lists)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_comes_back(text: str) -> None:
    assert unpack_text(pack_text(text)) == text


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), JSON, max_size=5))
def test_a_record_comes_back(record: dict[str, object]) -> None:
    assert unpack_record(pack_record(record)) == record
    assert pack_record(record) == pack_record(record)
