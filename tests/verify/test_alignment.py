from __future__ import annotations

import pytest

from attribution.verify import alignment
from attribution.verify.alignment import MATCH, Alignment, Gap, align, best_score


def best(given: str, text: str, gaps: dict[int, Gap] | None = None) -> Alignment:
    words = given.split()
    every: list[Gap] = [(gaps or {}).get(number, "none") for number in range(len(words))]
    return align(words, every, text.split())[0]


def test_the_whole_in_its_place() -> None:
    found = best("we will go", "they said we will go home")
    assert (found.score, found.found) == (3 * MATCH, (2, 5))
    assert [(pair.given, pair.found) for pair in found.pairs] == [(0, 2), (1, 3), (2, 4)]


@pytest.mark.parametrize(
    ("given", "pairs"),
    [
        ("we would go", [(0, 2), (1, 3), (2, 4)]),
        ("we will not go", [(0, 2), (1, 3), (2, None), (3, 4)]),
        ("said will go", [(0, 1), (None, 2), (1, 3), (2, 4)]),
    ],
)
def test_what_differs_is_in_its_place(given: str, pairs: list[tuple[int | None, int | None]]) -> None:
    found = best(given, "they said we will go home")
    assert [(pair.given, pair.found) for pair in found.pairs] == pairs


def test_much_may_be_left_out_at_an_ellipsis() -> None:
    text = "we will go " + "home or to town " * 20 + "and come back"
    found = best("we will go and come back", text, {2: "ellipsis"})
    assert found.score > 5 * MATCH
    assert found.found == (0, 86)
    assert best("we will go and come back", text).score <= 3 * MATCH


def test_the_best_come_first_and_apart() -> None:
    text = "we will stay . we will go . we will go home"
    found = align(["we", "will", "go", "home"], ["none"] * 4, text.split())
    assert found[0].found == (8, 12)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len({one.found for one in found}) == len(found)


def test_nothing_alike() -> None:
    assert align(["bridge"], ["none"], ["the", "mayor"]) == []
    assert align(["bridge"], ["none"], []) == []


def test_long_texts_are_looked_at_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    text = ["word"] * 500 + ["we", "will", "go", "home"] + ["word"] * 500
    whole = align(["we", "will", "go", "home"], ["none"] * 4, text)[0]
    assert best_score(["we", "will", "go", "home"], ["none"] * 4, text) == whole.score
    monkeypatch.setattr(alignment, "BLOCK", 501)
    assert best_score(["we", "will", "go", "home"], ["none"] * 4, text) == whole.score
    assert align(["we", "will", "go", "home"], ["none"] * 4, text)[0] == whole
    assert whole.found == (500, 504)
