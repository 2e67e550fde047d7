from __future__ import annotations

import pytest

from attribution.lock.stretches import find_stretches, is_enclosed, marks_of
from tests.lock.marked import spanned


@pytest.mark.parametrize(
    ("spans", "found"),
    [
        ([(4, 8), (0, 10)], [(0, 10)]),
        ([(0, 6), (4, 10)], [(0, 6), (6, 10)]),
        ([(2, 4), (2, 4)], [(2, 4)]),
        ([(3, 3)], []),
        ([], []),
    ],
)
def test_no_word_is_in_two(spans: list[tuple[int, int]], found: list[tuple[int, int]]) -> None:
    text = "abcdefghij"
    stretches = find_stretches(text, spanned(text, spans), "text", all_marks=False)
    assert [(stretch.start, stretch.end) for stretch in stretches] == found


def test_blanks_and_signs_alone_are_no_words() -> None:
    text = "“ ” “…” “ we ”"
    stretches = find_stretches(text, spanned(text, [(0, 3), (4, 7), (8, 14)]), "text", all_marks=False)
    assert [text[s.start : s.end] for s in stretches] == ["“ we ”"]


@pytest.mark.parametrize(
    ("words", "markup", "marks"),
    [
        ("“We”", "text", ("“", "”")),
        ("„We“", "text", ("„", "“")),
        ("“We", "text", ("“", "")),
        ("We", "text", ("", "")),
        ("``We''", "text", ("``", "''")),
        ("&ldquo;<b>We</b>&rdquo;", "html", ("“", "”")),
        ("<i>«We»</i>", "html", ("«", "»")),
    ],
)
def test_marks(words: str, markup: str, marks: tuple[str, str]) -> None:
    assert marks_of(words, markup, "en") == marks  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "markup", "enclosed"),
    [
        ("“#”", "text", True),
        ("« # »", "text", False),
        ("«#»", "text", True),
        ("'#'", "text", True),
        ("“#", "text", False),
        ("#”", "text", False),
        ("[#", "text", True),
        ("#]", "text", True),
        ("“#»", "text", False),
        ("&ldquo;#&rdquo;", "html", True),
        ("&ldquo;#&rdquo;", "text", False),
        ("&#91;#", "html", True),
    ],
)
def test_what_stands_around(text: str, markup: str, enclosed: bool) -> None:
    at = text.rindex("#") if markup == "text" else text.index(";#") + 1 if ";#" in text else text.index("#")
    assert is_enclosed(text, at, at + 1, markup, "en") == enclosed  # type: ignore[arg-type]
