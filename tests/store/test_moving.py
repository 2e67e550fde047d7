from __future__ import annotations

import pytest

from attribution.records import Role, Span
from attribution.store.moving import Mover, Moves

OLD = "Lee said no. Roy said no. “We never agreed to any of it,” said Lee, the mayor of Ostby."


@pytest.mark.parametrize(
    ("new", "words", "found"),
    [
        (OLD, "Lee", True),
        ("It rained.\n" + OLD, "“We never agreed to any of it,”", True),
        (OLD.replace("any of it", "it"), "“We never agreed to any of it,”", False),
        (
            "“We never agreed to any of it,” we read. All is new.",
            "“We never agreed to any of it,”",
            True,
        ),
        ("Now: he said no.", "said no", False),  # short, and nothing around it is the same
        ("Lee said no. Ann said no. Roy said no.", "said no", True),
    ],
)
def test_words_are_found_if_it_is_sure_which_they_are(new: str, words: str, found: bool) -> None:
    start = OLD.index(words)
    place = Mover(OLD, new).find(start, start + len(words))
    assert (place is not None) == found
    if place:
        assert new[slice(*place)] == words


def test_the_same_words_twice_are_told_apart_by_what_is_around_them() -> None:
    start = OLD.index("no. “")
    new = "It rained. " + OLD
    place = Mover(OLD, new).find(start, start + 2)
    assert place == (start + 11, start + 13)


def test_words_twice_in_the_same_surroundings_are_not_sure() -> None:
    assert Mover("x “No,” y", "x “No,” y x “No,” y").find(2, 7) is None


def test_a_role_goes_without_an_affiliation_that_went() -> None:
    start = OLD.index("the mayor")
    tied = Span(OLD.index("Ostby"), len(OLD) - 1, "Ostby")
    role = Role(start, start + 9, "the mayor", title="mayor", affiliation=tied)
    moved = Moves(OLD, OLD.replace("Ostby", "the town")).role(role)
    assert moved
    assert (moved.start, moved.affiliation) == (start, None)


def test_places_in_the_title_are_places_in_the_title() -> None:
    span = Span(0, 3, "Lee", "title")
    moves = Moves(OLD, OLD, titles=("Lee says no", "Mayor Lee says no"))
    assert moves.span(span) == Span(6, 9, "Lee", "title")
