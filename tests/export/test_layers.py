"""Spans that cross each other and reach over paragraphs, as markup needs them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from attribution.export.layers import Kind, Stretch, paragraphs, rendered, uncrossed

TEXT = "One two three.\n\nFour  five\nsix.\n\n\n  Seven. "
KINDS = st.sampled_from(["content", "quoted", "source", "cue"])
SPANS = st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45), KINDS), max_size=8)


def stretch(start: int, end: int, kind: Kind = "content", number: int = 0) -> Stretch:
    return Stretch(start, end, kind, number)


def shown(text: str, *stretches: Stretch) -> list[str]:
    return [
        rendered(
            text,
            paragraph,
            words=lambda words: words,
            opening=lambda s: f"<{s.kind[0]}{s.number}.{s.part}>",
            closing=lambda s: f"</{s.kind[0]}>",
        )
        for paragraph in paragraphs(text, stretches)
    ]


def test_paragraphs_are_parted_by_blank_lines_or_else_by_lines() -> None:
    assert shown(TEXT) == ["One two three.", "Four  five\nsix.", "Seven."]
    assert shown("One.\nTwo.\r\nThree.\n") == ["One.", "Two.", "Three."]
    assert shown("  \n ") == []


def test_a_stretch_over_paragraphs_has_a_part_in_each() -> None:
    assert shown(TEXT, stretch(4, 20)) == ["One <c0.1>two three.</c>", "<c0.2>Four</c>  five\nsix.", "Seven."]


def test_of_two_that_cross_the_later_is_cut() -> None:
    assert shown("abcdef", stretch(0, 4), stretch(2, 6, number=1)) == ["<c0.1>ab<c1.1>cd</c></c><c1.2>ef</c>"]


def test_of_two_alike_the_content_is_outside() -> None:
    assert shown("abc", stretch(0, 3, "cue"), stretch(0, 3)) == ["<c0.1><c0.1>abc</c></c>"]
    assert [s.kind for s in uncrossed([stretch(0, 3, "cue"), stretch(0, 3)])] == ["content", "cue"]


@given(SPANS)
def test_markup_is_well_formed_and_no_letter_is_lost(spans: list[tuple[int, int, Kind]]) -> None:
    given_stretches = [
        stretch(min(a, b), max(a, b), kind, n) for n, (a, b, kind) in enumerate(spans) if a != b
    ]
    for paragraph in paragraphs(TEXT, given_stretches):
        open_names: list[str] = []
        covered: set[tuple[int, int]] = set()

        def opening(s: Stretch, names: list[str] = open_names) -> str:
            names.append(s.kind)
            return ""

        def closing(s: Stretch, names: list[str] = open_names) -> str:
            assert names.pop() == s.kind
            return ""

        words = rendered(TEXT, paragraph, words=lambda words: words, opening=opening, closing=closing)
        assert words == TEXT[paragraph.start : paragraph.end]
        assert not open_names
        for piece in paragraph.stretches:
            covered |= {(piece.number, at) for at in range(piece.start, piece.end)}
        inside = range(paragraph.start, paragraph.end)
        assert covered == {(s.number, at) for s in given_stretches for at in inside if s.start <= at < s.end}
