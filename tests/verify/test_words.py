from __future__ import annotations

import pytest

from attribution.lang.verifying import verifying
from attribution.verify.words import read_text, words_of

DATA = verifying("en")


def keys(text: str) -> list[str]:
    return [word.key for word in words_of(text, DATA)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“It’s ORGANISED,” he said", "it's organized, he said"),
        ("um, the harbour, er, theatre", "The harbor theater"),
        ("1,200 crowns, 5 % and twenty-six", "1200 crowns 5% and 26"),
        ("café naïve ﬁsh", "cafe\u0301 naive fish"),
        ("long-term", "long term"),
        ("seven and twelve", "7 and 12"),
        ("defence and travelled", "defense and traveled"),
    ],
)
def test_the_same_but_for_type_and_spelling(one: str, other: str) -> None:
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("we will", "we would"), ("it is", "it's"), ("five", "four"), ("prise", "prize"), ("a rise", "rises"),
        ("1.5", "15"), ("$5", "€5"), ("twenty, six", "26"), ("rise", "rize"),
    ],
)  # fmt: skip
def test_what_is_not_the_same(one: str, other: str) -> None:
    assert keys(one) != keys(other)


def test_words_know_their_places() -> None:
    text = "Er, “we’ll  see”, said 🙂 Dr. Lee."
    assert [text[word.start : word.end] for word in words_of(text, DATA)] == [
        "we’ll",
        "see",
        "said",
        "Dr",
        "Lee",
    ]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Mr. Lee left. He is 5.5 tall!", ["Mr. Lee left. ", "He is 5.5 tall!"]),
        ("“No.” She went\nand came", ["“No.” ", "She went\n", "and came"]),
        ("In the U.S. it rains. J. Doe left", ["In the U.S. it rains. ", "J. Doe left"]),
        ("So am I. Go", ["So am I. ", "Go"]),
        ("It wasn’t. We can't. Go", ["It wasn’t. ", "We can't. ", "Go"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    read = read_text(text, DATA)
    assert [text[start:end].rstrip() for start, end in read.sentences] == [
        part.rstrip() for part in sentences
    ]


def test_the_sentences_around_a_stretch() -> None:
    read = read_text("One two. Three four. Five.", DATA)
    assert read.around(4, 6) == (0, 8)
    assert read.around(9, 14) == (9, 20)
    assert read.around(4, 14) == (0, 20)
