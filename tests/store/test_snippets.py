from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from attribution.store.snippets import find_phrases, snippet_of
from attribution.store.words import Phrase, read_words

GATE, LOCK_GATE = Phrase(("gate",)), Phrase(("lock", "gate"))


def test_words_are_marked_where_they_stand_whatever_their_form() -> None:
    text = "The GATES, the lock-gate; no investigation."
    marked = [text[low:high] for low, high in find_phrases(text, [GATE, LOCK_GATE])]
    assert marked == ["GATES", "lock-gate"]


def test_a_long_text_is_shown_around_the_first_word() -> None:
    text = "far " * 100 + "the gate " + "away " * 100
    snippet = snippet_of(text, [GATE], shown=100)
    [(low, high)] = snippet.marks
    assert snippet.text[low:high] == "gate"
    assert len(snippet.text) <= 100
    assert (snippet.cut_before, snippet.cut_after) == (True, True)


def test_without_the_words_it_begins_at_the_beginning() -> None:
    snippet = snippet_of("far " * 100, [GATE], shown=40)
    assert (snippet.start, snippet.cut_before, snippet.cut_after) == (0, False, True)


def test_markup_is_text() -> None:
    assert snippet_of("<b>gate</b>", [GATE]).text == "<b>gate</b>"


@given(st.text("gate lock\u0301é🦭-\n", max_size=200), st.integers(10, 60))
def test_a_snippet_is_a_part_of_the_text(text: str, shown: int) -> None:
    snippet = snippet_of(text, read_words("gate OR lock").phrases, shown=shown)
    assert snippet.text == text[snippet.start :][: len(snippet.text)]
    assert len(snippet.text) <= shown
    assert snippet.cut_before == (snippet.start > 0)
    assert snippet.cut_after == (snippet.start + len(snippet.text) < len(text))
    assert all(0 <= low < high <= len(snippet.text) for low, high in snippet.marks)
