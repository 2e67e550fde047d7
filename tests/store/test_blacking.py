from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.store.blacking import BAR, Names, black_at, black_each, blacked

NAMES = Names(["Mara Lindqvist", "Mara J. Lindqvist", "Lindy"])


@given(st.text())
def test_length_and_blanks_stay(text: str) -> None:
    black = blacked(text)
    assert len(black) == len(text)
    assert black.split() == [blacked(word) for word in text.split()]
    assert not any(letter.isalnum() for letter in black)


@pytest.mark.parametrize(
    "text",
    [
        "Mara Lindqvist",
        "MARA LINDQVIST",
        "mara\nlindqvist",
        "Mara J. Lindqvist",
        "Mara-Lindqvist’s",
        "Lindy",
        "LINDY",
    ],
)
def test_a_name_is_found(text: str) -> None:
    assert NAMES.holds(f"So said {text}, they say.")


@pytest.mark.parametrize(
    "text",
    ["Mara", "Lindqvist", "lindy", "Tamara Lindqvist", "Lindys", "Lindqvist. Mara", "Mara of Lindqvist"],
)
def test_what_is_no_name_is_not(text: str) -> None:
    assert not NAMES.holds(f"So said {text}, they say.")


SPELLINGS = [  # of one name
    "Zoë\u00a0O’Quillfeather",
    unicodedata.normalize("NFD", "Zoë O’Quillfeather"),
    "ZOË O'QUILLFEATHER",
    "Zoe O`Quillfeather's",
    "Zo&euml; O&rsquo;Quillfeather",
    "Zo&amp;euml;&amp;nbsp;O&amp;#8217;Quillfeather",
    "Zo&#xEB;&nbsp;OQuill&shy;feather",
    "Zoë <b>O’Quillfeather</b>",
    "<i>Z</i>oë</td><td class='a'>O’Quillfeather",
    "Zoë\n        O’Quill-\nfeather",
    "Zo\u200dë\u200bO’Quill\u00adfeather",
    "Zo%C3%AB%20O%E2%80%99Quillfeather",
    "zoe-oquillfeather",
    "zoe_o-quillfeather.jpg",
    "zoee-oquillfeather",
    "Zo\\u00eb O\\u2019Quillfeather",
    "O’Quillfeather, Zoë",
    "Zoë B. O’Quillfeather",
    "Zoë “Zo” O’Quillfeather",
    "@ZoeOQuillfeather",
    "myZoeOQuillfeather2",
    "<a title='Zoë O’Quillfeather'>",
]


@pytest.mark.parametrize("text", SPELLINGS, ids=range(len(SPELLINGS)))
def test_a_name_is_found_in_any_spelling(text: str) -> None:
    names = Names(["Zoë O’Quillfeather"])
    black = names.black(f"So said {text}, they say.")
    assert "feather" not in black.casefold()
    assert len(black) == len(f"So said {text}, they say.")
    assert black.startswith("So said ")
    assert black.endswith(", they say.")
    assert names.in_address(text)


def test_words_of_it_may_be_found_by_themselves() -> None:
    names = NAMES.with_words(["Tom Lindqvist"])
    assert names.black("Mara and Tom Lindqvist") == f"{BAR * 4} and Tom Lindqvist"


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("https://post.example/2026/mara-lindqvist-opens-pier", True),
        ("https://post.example/people/MaraLindqvist", True),
        ("https://post.example/lindqvist", False),
        ("https://post.example/lindy", False),
    ],
)
def test_names_in_addresses(address: str, there: bool) -> None:
    assert NAMES.in_address(address) is there


def test_values_of_json() -> None:
    given = {"who": ["Mara Lindqvist", 1, None], "Mara Lindqvist": {"a": True}}
    assert black_each(given, [NAMES]) == {
        "who": [f"{BAR * 4} {BAR * 9}", 1, None],
        f"{BAR * 4} {BAR * 9}": {"a": True},
    }


def test_a_word_that_is_of_another_too_stays() -> None:
    names = Names(["Mara Lindqvist", "Lindqvist"]).with_words(["Tom Lindqvist"])
    assert names.black("Mara, @mara and Tom Lindqvist") == f"{BAR * 4}, @{BAR * 4} and Tom Lindqvist"


def test_places_may_cross() -> None:
    assert black_at("abc def", [(0, 5), (4, 6)]) == f"{BAR * 3} {BAR * 2}f"


def test_no_names_find_nothing() -> None:
    assert not Names([]).holds("anything")
    assert not Names(["…"]).holds("… …")
