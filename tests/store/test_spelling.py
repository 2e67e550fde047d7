from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from attribution.store.spelling import placed_readings, plain_words, readings


@given(st.text())
def test_what_is_read_has_a_place(text: str) -> None:
    placed = list(placed_readings(text))
    assert [one.text for one in placed] == list(readings(text))
    for one in placed:
        assert len(one.places) == len(one.text)
        assert all(0 <= start < end <= len(text) for start, end in one.places)


def test_places_lead_to_what_was_given() -> None:
    text = "Jos&eacute; N%C3%BA\u00f1ez"
    [read] = placed_readings(text)
    assert read.text == "Jose Nunez"
    start, end = read.place(0, 4), read.place(5, 10)
    assert (text[slice(*start)], text[slice(*end)]) == ("Jos&eacute;", "N%C3%BA\u00f1ez")


def test_markup_stands_within_a_word_or_between_two() -> None:
    assert list(readings("Ma<b>ra")) == ["Ma<b>ra", "Mara", "Ma ra"]
    assert plain_words("Ma<b>ra</b> O\u2019Neil\u2019s") == ["Mara", "O'Neil's"]
