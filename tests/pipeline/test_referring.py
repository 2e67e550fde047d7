"""Whom a pronoun means: who is a candidate, and who is the best one in plain sentences."""

import pytest

from attribution.pipeline.candidates import Scene
from attribution.pipeline.joining import people_of
from attribution.pipeline.referring import Referring
from tests.pipeline.reading import LEXICON, name, read, words


def test_a_person_of_another_gender_is_no_candidate() -> None:
    text = words("Rosa met Peter. He sang.")
    scene = Scene(text, [1] * len(text), [False] * len(text))
    scene.meet(0, 0)
    scene.meet(1, 2)
    referring = Referring(text, scene, LEXICON.weights.pronoun, {0: "f", 1: "m"})
    found = referring.candidates(referring.place(4, "m", source=True))
    assert [c.person for c in found] == [1]


def test_a_guessed_gender_bars_nobody_but_counts() -> None:
    text = words("Rosa met Peter. He sang.")
    scene = Scene(text, [1] * len(text), [False] * len(text))
    scene.meet(0, 0)
    scene.meet(1, 2)
    referring = Referring(text, scene, LEXICON.weights.pronoun, {0: "f", 1: "m"}, {0: 0.4})
    found = referring.candidates(referring.place(4, "m", source=True))
    assert [c.person for c in found] == [1, 0]
    assert found[1].features["gender-guess"] == -0.4


def test_a_pronoun_after_words_in_marks_is_told() -> None:
    text = words("Rosa left. It rained, she said.")
    scene = Scene(text, [1] * len(text), [False] * 3 + [True] * 2 + [False] * 5)
    scene.speak(0, 0)
    scene.meet(0, 0)
    referring = Referring(text, scene, LEXICON.weights.pronoun, {0: "f"})
    found = referring.candidates(referring.place(6, "f", source=True))
    assert found[0].features["after-words-speaker"] == found[0].features["after-words-main"] == 1
    found = referring.candidates(referring.place(6, "f", source=False))
    assert found[0].features["after-words-speaker"] == found[0].features["after-words-main"] == 0


def test_only_a_bounded_number_of_sentences_is_searched() -> None:
    text = words("Rosa sang. " + "It rained. " * 30 + "She left.")
    scene = Scene(text, [1] * len(text), [False] * len(text))
    scene.meet(0, 0)
    referring = Referring(text, scene, LEXICON.weights.pronoun, {0: "f"})
    assert referring.candidates(referring.place(len(text) - 3, "f", source=False)) == []


def test_sentences_in_marks_are_no_distance() -> None:
    text = words("Rosa sang. " + "It rained. " * 30 + "She left.")
    quoted = [4 <= i < len(text) - 3 for i in range(len(text))]
    scene = Scene(text, [1] * len(text), quoted)
    scene.meet(0, 0)
    referring = Referring(text, scene, LEXICON.weights.pronoun, {0: "f"})
    found = referring.candidates(referring.place(len(text) - 3, "f", source=False))
    assert [c.person for c in found] == [0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # named only after the pronoun, as the subject of the clause around it
        ("When <she> {noted} [the leak], Rosa Lee called the mayor.", "Rosa Lee"),
        # the last speaker before somebody who is only named by him
        ("<Otto Berg> {praised} [the work of Peter Moen].\n\n“[It lasted],” {said} <he>.", "Otto Berg"),
        # the subject that owns, not the last speaker of the paragraph before
        (
            "Otto Berg spoke. “[Yes],” he said.\n\nPeter Moen is alone in <his> {view} [that it leaks].",
            "Peter Moen",
        ),
        # "Rosa" alone is a woman's name
        ("Peter Moen thanked Rosa. <She> {said} [it leaks].", "Rosa"),
        # whoever owns words
        ("Otto Berg slept. <His best response> was to {say} [it leaks].", "Otto Berg"),
        # who is asked is not who asks
        (
            "Otto Berg has few plans.\n\nPressed by Peter Moen about jobs, <he> {said} [it leaks].",
            "Otto Berg",
        ),
        # "her" before the subject tells no more than that subject
        (
            "Rosa Lee left in May. She was unhappy on the last day of Ann Moen's term.\n\n"
            "In her letter, <she> {said} [it leaks].",
            "Rosa Lee",
        ),
        # gender told by a pronoun that can only be of one
        ("Kelly Moen sang. She bowed. Otto Berg met Kelly Moen. <She> {said} [it leaks].", "Kelly Moen"),
        # after words in marks the last speaker goes on, although the name tells no gender
        (
            "Rosa Lee opened the harbour. Rosa Lee had a plan.\n\n<Zyv Ostrander> {said} [that it leaks].\n\n"
            "“[The pumps she paid for are old],” <she> {said}.",
            "Zyv Ostrander",
        ),
        # or whoever the paragraph before was about
        (
            "<Otto Berg> {said} [it leaks].\n\nPeter Moen repairs pumps.\n\n“[They are old],” <he> {said}.",
            "Peter Moen",
        ),
        # or who was brought in at its end, with who that is
        (
            "<Otto Berg> {said} [it leaks]. “So what,” he said.\n\nIt worries Peter Moen, a plumber.\n\n"
            "“[The pumps are old],” <he> {said}.",
            "Peter Moen",
        ),
    ],
)
def test_a_pronoun_means(text: str, expected: str) -> None:
    _, known = read(text)
    assert name(known) == expected


@pytest.mark.parametrize(
    "text",
    [
        # nobody was named yet, and the subject ahead is of another gender
        "When <she> {noted} [the leak], Peter Moen called the mayor.",
        # the one ahead is not the subject of a clause around the pronoun
        "<She> {noted} [the leak], and Rosa Lee called the mayor.",
        "Peter Moen left. <She> {said} [it leaks].",
    ],
)
def test_a_pronoun_means_nobody(text: str) -> None:
    _, known = read(text)
    assert name(known) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Singers such as Ada Winter, Otto Smith and Stevie Berg, <who> {joked} [that it rained], came.",
            "Stevie Berg",
        ),
        ("Rosa Lee, an early sponsor, <who> {said} [that it rained], left.", "Rosa Lee"),
        ("Rosa Lee was a baker <who> {said} [that it rained].", "Rosa Lee"),
        ("A Marlow baker <who> {hates} [the plan], Rosa Lee lost her shop.", "Rosa Lee"),
        ("The wife of Otto Berg, <who> {said} [that it rained], left.", "Otto Berg"),
        ("Rosa Lee met a baker <who> {said} [that it rained].", None),
        ("Rosa Lee met bakers <who> {said} [that it rained].", None),
        ("The son of a baker <who> {said} [that it rained] met Rosa Lee.", None),
        ("A committee called Friends of Lee, <which> {expects} [rain], met.", None),
    ],
)
def test_a_relative_pronoun_means(text: str, expected: str | None) -> None:
    _, known = read(text)
    assert name(known) == expected


@pytest.mark.parametrize(
    ("text", "introduced"),
    [
        ("The leak worries Peter Moen, a plumber. It drips, he said.", True),
        ("The leak worries Peter Moen, who mends pipes. It drips, he said.", True),
        # only named, not for the first time, or not right before the words
        ("The leak worries Peter Moen. It drips, he said.", False),
        ("Peter Moen slept. The leak worries Peter Moen, a plumber. It drips, he said.", False),
        ("The leak worries Peter Moen, a plumber. It rained. It drips, he said.", False),
    ],
)
def test_who_is_introduced_before_words_in_marks(text: str, introduced: bool) -> None:
    read = words(text)
    end = read.text.index("he")
    quoted = [end - 3 <= i < end for i in range(len(read))]
    scene = Scene(read, [1] * len(read), quoted)
    people, mentions = people_of(read, LEXICON)
    for mention in mentions:
        scene.meet(mention.person, mention.last - 1)
    referring = Referring(read, scene, LEXICON.weights.pronoun, {0: "m"}, mentions=mentions)
    found = referring.candidates(referring.place(end, "m", source=True))
    assert len(people) == 1
    assert bool(found[0].features["introduced"]) is introduced
