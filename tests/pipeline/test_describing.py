"""Whom descriptions mean. Relations are marked [content], {cue}, <source>; `|` stands between two of them."""

import pytest

from attribution.pipeline.marks import Marks
from tests.pipeline.reading import marked, name, read, role, stages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the noun that stands beside the name
        ("Rosa Lee, a harbour pilot, met Ned Price. <The pilot> {said} [it was late].", "Rosa Lee"),
        # party and state tell two of one office apart
        ("Sen. Ann Lee (R-Ky.) met Sen. Ned Price (D-Vt.). <The Vermont senator> {said} [no].", "Ned Price"),
        ("Sen. Ann Lee (R-Ky.) met Sen. Ned Price (D-Vt.). <The Republican senator> {said} [no].", "Ann Lee"),
        # another gender, another occupation
        ("Rosa Lee had slept. <The fisherman> {said} [it was late].", None),
        ("<Rosa Lee, a nurse,> {said} [yes]. | It rained. <The night-shift driver> {said} [no].", None),
        # two who are called the same, side by side
        ("Rosa Lee and Ann Berg are judges. Judge Lee and Judge Berg met. <The judge> {said} [no].", None),
        # one of two is called nothing but a relative
        (
            "Ned Price parted from wife Rosa. Price slept. Lawyers of Ned Price and Rosa Price met. "
            "<The Marlow candidate> {said} [no].",
            "Ned Price",
        ),
        # a part of the source that stands right before the name
        ("“[It is shut],” {said} <warden> Aiko Mori.", "Aiko Mori"),
        # who stands for office goes on as anything, a baker does not
        (
            "<Ned Price, a Marlow candidate,> {said} [yes]. | It rained. <The businessman> {said} [no].",
            "Ned Price",
        ),
        ("<Ned Price, a baker,> {said} [yes]. | It rained. <The businessman> {said} [no].", None),
        # the letter of a party is no occupation
        (
            "Sen. Ned Price (I-Kent) came by. <The self-described socialist> {said} [he was late].",
            "Ned Price",
        ),
        # somebody new is not whoever was named before
        ("Rosa Lee, a pilot, had slept. <A pilot> {said} [it was late].", None),
    ],
)
def test_whom_a_description_means(text: str, expected: str | None) -> None:
    _, known = read(text)
    assert name(known) == expected


def test_description_elsewhere_gives_the_role_of_somebody_without_one() -> None:
    text = (
        "<Ned Price> {said} [the ferry was full]. | The retired surgeon waited an hour. <Price> {said} [no]."
    )
    doc, known = read(text)
    assert role(doc, known) == "retired surgeon"


@pytest.mark.parametrize(
    "text",
    [
        # what somebody could become
        "<Ned Price> {said} [yes]. | Rosa Lee might become the mayor. <Price> {said} [no].",
        # hung on the name
        "<Ned Price, outside the house of the mayor,> {said} [no].",
        # ranks somebody among others
        "<Ned Price> {said} [yes]. | He waved at the best pilot of the town. <Price> {said} [no].",
    ],
)
def test_no_role_from_what_means_nobody_in_particular(text: str) -> None:
    doc, known = read(text)
    assert role(doc, known) is None


def test_somebody_brought_in_without_a_name_is_meant_by_the_next_pronoun() -> None:
    _, known = read("Rosa Lee drove the bus. A woman had waved at the corner. <She> {said} [it was full].")
    assert name(known) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the lead takes up the headline; the name comes after the quotation
        (
            "<Harbour judge> {rejects} [an appeal]. | <A Marlow judge> {says} [the pier is safe]. | "
            "“[The piles are sound],” <Justice Ann Lee> {wrote}.",
            "Ann Lee",
        ),
        # an owner beside the one who speaks is not brought in
        (
            "<A former club chairman> {says} [the pier is safe]. | "
            "“[The piles are sound],” {said} <Ned Price, who ran the club> after Ivo Mora's time.",
            "Ned Price",
        ),
        # nobody is named
        ("<A Marlow judge> {says} [the pier is safe]. | <The harbour office> {said} [no].", None),
    ],
)
def test_description_at_the_opening_means_whoever_is_named_next(text: str, expected: str | None) -> None:
    _, known = read(text)
    at = 1 if text.startswith("<Harbour") else 0
    assert name(known, at) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # president of a country, president of something else
        (
            "Ann Lee, the president of the Lowell Rowing Club, was late. It rained all day. Then it blew. "
            "<The Brazilian president> {said} [no].",
            None,
        ),
        (
            "Ann Lee, the Brazilian president, was late. It rained all day. Then it blew. "
            "<The Brazilian president> {said} [no].",
            "Ann Lee",
        ),
        # one secretary is not another
        (
            "Ann Lee waited. <The former secretary of state> {said} [no]. | It rained. It blew. It froze. "
            "Press Secretary Ned Price slept.",
            None,
        ),
        # a state lies in one country
        (
            "Ned Price, the governor, praised Ivo Mora, the Russian president. "
            "<The Ohio businessman> {said} [it was late].",
            "Ned Price",
        ),
        # a name of its own, in capitals
        ("Rosa Lee spoke. According to <The Harbour Reader> [it was late].", "Harbour Reader"),
        # a source that has but the last word of it
        (
            "Ned Price, a Marlow tycoon, met Rosa Lee, a nurse. Months after the estate <tycoon> {said} "
            "[no], it rained.",
            "Ned Price",
        ),
    ],
)
def test_places_offices_and_capitals_tell_people_apart(text: str, expected: str | None) -> None:
    _, known = read(text)
    assert name(known) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the subject of the sentence is not described again in a clause below its verb
        (
            "<Ned Price> {said} [yes]. | Price met Rosa Lee on Sunday after <the Marlow candidate> "
            "{had said} [that he was late].",
            "Rosa Lee",
        ),
        # who is no subject there can be
        (
            "Rosa Lee, a nurse, left Ned Price after <the Marlow candidate> {had said} [that he was late].",
            "Ned Price",
        ),
    ],
)
def test_description_in_a_clause_below_a_subject(text: str, expected: str | None) -> None:
    _, known = read(text)
    assert name(known) == expected


FAR = "It rained. It blew. It froze. Ned Price slept. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # counted, and of the party of whoever is named after a long quotation
        (
            FAR + "<At least one Democrat> {opposed} [the pier]. | "
            "“[It was old. It was shut. It was late],” <Sen. Ann Lee (D-Kent)> {said}.",
            "Ann Lee",
        ),
        (
            FAR + "<At least one Democrat> {opposed} [the pier]. | "
            "“[It was old. It was shut. It was late],” <Sen. Ann Lee (R-Kent)> {said}.",
            None,
        ),
        # a neighbour is nobody's title; a title brings its bearer in anew
        (
            "<A Marlow neighbour> {said} [it was late]. | “[No],” <Inspector Ann Lee> {said}.",
            None,
        ),
        # who is named in somebody's words was not brought in before them
        (
            "<A Marlow judge> {ruled} [it was late]. | “[We thank Judge Lee],” <the harbour office> {said}.",
            None,
        ),
    ],
)
def test_words_in_marks_before_a_name(text: str, expected: str | None) -> None:
    doc, known = marked(text)
    stages(Marks()(doc))
    assert name(known, 0) == expected
