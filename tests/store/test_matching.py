from __future__ import annotations

from attribution.store.matching import Row, match


def row(words: str, speaker: str = "Lee") -> Row:
    return words, speaker, words


def pairs(before: list[Row], after: list[Row]) -> list[tuple[int, int, bool]]:
    return [(pair.before, pair.after, pair.same) for pair in match(before, after)]


def test_the_same_words_by_the_same_speaker_go_first() -> None:
    before = [row("no comment", "Lee"), row("no comment", "Roy")]
    after = [row("no comment", "Roy"), row("no comment", "Lee")]
    assert pairs(before, after) == [(0, 1, True), (1, 0, True)]


def test_the_same_words_by_another_are_still_the_same_words() -> None:
    assert pairs([row("no comment", "Lee")], [row("no comment", "Roy")]) == [(0, 0, True)]


def test_twins_keep_their_order() -> None:
    assert pairs([row("yes"), row("yes")], [row("yes"), row("yes"), row("yes")]) == [
        (0, 0, True),
        (1, 1, True),
    ]


def test_changed_words_pair_with_the_most_alike() -> None:
    before = [row("we open the gate at noon")]
    after = [row("we open a gate"), row("we open the gate at one")]
    assert pairs(before, after) == [(0, 1, False)]


def test_other_words_are_no_pair() -> None:
    assert pairs([row("we open the gate")], [row("nobody asked them")]) == []


def test_nothing_is_in_two_pairs() -> None:
    found = match([row("a b c d"), row("a b c e")], [row("a b c f"), row("a b c d")])
    assert len({pair.before for pair in found}) == len({pair.after for pair in found}) == len(found)
