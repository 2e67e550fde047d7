from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.verify import alignment
from attribution.verify.alignment import MATCH, Alignment, Gap, align, best_scores


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
    given: tuple[list[str], list[Gap]] = (["we", "will", "go", "home"], ["none"] * 4)
    whole = align(*given, text)[0]
    assert whole.score == 4 * MATCH
    monkeypatch.setattr(alignment, "BLOCK", 501)
    assert align(*given, text)[0] == whole
    assert whole.found == (500, 504)


KEYS = st.sampled_from(["we", "will", "go", "home", "or", "not"])


@given(
    words=st.lists(
        st.tuples(KEYS, st.sampled_from(["none", "ellipsis", "brackets"])), min_size=1, max_size=8
    ),
    texts=st.lists(st.lists(KEYS | st.just("other"), max_size=30), max_size=6),
)
def test_texts_that_are_looked_at_as_one_are_apart(
    words: list[tuple[str, Gap]], texts: list[list[str]]
) -> None:
    wanted, gaps = [word for word, _ in words], [gap for _, gap in words]
    assert best_scores(wanted, gaps, texts) == [best_scores(wanted, gaps, [text])[0] for text in texts]
    for text, score in zip(texts, best_scores(wanted, gaps, texts), strict=True):
        found = align(wanted, gaps, text)
        assert not found or found[0].score == score


def test_an_ellipsis_does_not_reach_into_the_next_text() -> None:
    given: tuple[list[str], list[Gap]] = (["we", "will", "go"], ["none", "ellipsis", "none"])
    assert best_scores(*given, [["we", "will"], ["they", "go"]]) == [2 * MATCH - 80, MATCH - 160]
