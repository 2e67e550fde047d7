from __future__ import annotations

import pytest

from attribution.lang.verifying import verifying
from attribution.verify.given import Given, read_given


def read(text: str) -> Given:
    return read_given(text, verifying("en"))


@pytest.mark.parametrize("mark", ["…", "...", "[…]", "[...]", "(...)", ". . .", "[. . .]"])
def test_an_ellipsis(mark: str) -> None:
    given = read(f"We will go {mark} and come back")
    assert [word.key for word in given.words] == ["we", "will", "go", "and", "come", "back"]
    assert (given.gaps.index("ellipsis"), given.gaps.count("none"), given.edited) == (2, 5, True)


def test_brackets() -> None:
    text = "[The mayor] will [not] go [sic]"
    given = read(text)
    assert [word.key for word in given.words] == ["will", "go"]
    assert {place: text[start:end] for place, (start, end) in given.brackets.items()} == {
        -1: "[The mayor]",
        0: "[not]",
    }
    assert given.gaps == ["brackets", "none"]


def test_a_capital_in_brackets_belongs_to_its_word() -> None:
    given = read("[W]e go")
    assert [(word.key, word.start, word.end) for word in given.words] == [("we", 0, 4), ("go", 5, 7)]
    assert (given.edited, given.brackets) == (True, {})


def test_nothing_edited() -> None:
    given = read("“We go (soon).”")
    assert (given.edited, given.gaps, given.asks) == (False, ["none"] * 3, False)
    assert read("“Do we go?”").asks
