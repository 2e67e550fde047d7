"""The people list in an article: joined names, marked names, and whose ids are whose."""

from __future__ import annotations

from typing import Any

import pytest

from attribution.people import known_people
from attribution.pipeline.annotations import Annotations
from attribution.pipeline.identities import Identities
from attribution.pipeline.listed import Listing
from attribution.pipeline.mentions import lexicon_of
from attribution.pipeline.names import parse_name
from attribution.pipeline.roles import create_roles
from attribution.pipeline.speakers import create_speakers
from attribution.pipeline.words import words_of
from tests.pipeline.reading import marked, name, pipeline, speaker
from tests.timing import cpu_seconds

PEOPLE: list[dict[str, Any]] = [
    {"name": "Benedikt Holt", "aliases": ["Beno", "Bix Tarrant"], "role": "prime minister", "id": "Q1"},
    {"name": "Ann Lee", "aliases": ["Lee"], "role": "senator", "id": "Q2"},
    {"name": "Leo Marchetti", "aliases": ["Pope Leo"], "id": "Q3"},
    {"name": "Nils Varga", "role": "coach", "organisation": "Ostby United", "id": "Q4"},
    {"name": "Nils Varga", "role": "mayor of Ostby", "id": "Q5"},
    {"name": "Karen Dahl", "role": "chief economist", "organisation": "Marlow Bank", "id": "Q6"},
    {"name": "Quill Zanth", "gender": "f", "id": "Q7"},
    {"name": "Samuel Reed Jr.", "id": "Q8"},
]


def read(text: str, people: list[dict[str, Any]] = PEOPLE) -> Annotations:
    """The text after the stages, with the people on the list."""
    doc, known = marked(text)
    listing = Listing(known_people(people), "en")
    nlp = pipeline()
    speakers = create_speakers(nlp, "s", language="en", least_pronoun=0.5, least_description=0.45)
    speakers.listing = listing
    Identities(listing)(create_roles(nlp, "r", language="en")(speakers(doc)))
    return known


@pytest.mark.parametrize(
    ("text", "expected", "qid"),
    [
        ("Benedikt Holt opened the bridge. <Beno> {said} [it was safe].", "Benedikt Holt", "Q1"),
        ("<Bix Tarrant> {said} [it was safe]. Benedikt Holt opened the bridge.", "Benedikt Holt", "Q1"),
        # the article has no other name: it stays what it is
        ("<Beno> {said} [it was safe].", "Beno", "Q1"),
        ("<Benedikt J. Holt> {said} [it was safe].", "Benedikt J. Holt", "Q1"),
        ("<BENEDIKT HOLT> {said} [it was safe].", "Benedikt Holt", "Q1"),
        ("Ann Lee met Tom Lee in Marlow. <Senator Lee> {said} [it was safe].", "Ann Lee", "Q2"),
        ("<Pope Leo> {said} [it was safe].", "Pope Leo", "Q3"),
        ("Quill Zanth opened the show. <She> {said} [it was safe].", "Quill Zanth", "Q7"),
        ("<Nils Varga, the mayor of Ostby,> {said} [it was safe].", "Nils Varga", "Q5"),
        ("<Ms. Dahl, the chief economist at Marlow Bank,> {said} [it was safe].", "Dahl", "Q6"),
    ],
)
def test_one_entry_fits(text: str, expected: str, qid: str) -> None:
    known = read(text)
    found = speaker(known)
    assert found is not None
    assert (found["name"], found["ids"]) == (expected, {"wikidata": qid})
    assert {"listed", "listed-role"} & set(known["relations"][-1]["evidence"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<Rosa Marsh> {said} [it was safe].", "Rosa Marsh"),
        ("<Rosa Dahl, chief economist at Marlow Bank,> {said} [it was safe].", "Rosa Dahl"),
        ("<Ms. Dahl, the nurse at Marlow Hospital,> {said} [it was safe].", "Dahl"),
        ("<Ms. Dahl, the chief economist at Ostby Trust,> {said} [it was safe].", "Dahl"),
        ("<Ms. Dahl, a former chief economist,> {said} [it was safe].", "Dahl"),
        ("<Mr. Dahl> {said} [it was safe].", "Dahl"),
        # the alias "Lee" is a part of the name: the article must tell whose it is
        ("<Mr. Lee> {said} [it was safe].", "Lee"),
        ("Rosa Lee sang. <Lee> {said} [it was safe].", "Rosa Lee"),
        ("<Leo Brandt> {said} [it was safe].", "Leo Brandt"),
        ("<Nils Varga Jr.> {said} [it was safe].", "Nils Varga Jr."),
        ("<Benedikt Tarrant> {said} [it was safe].", "Benedikt Tarrant"),
    ],
)
def test_near_misses_get_nothing(text: str, expected: str) -> None:
    known = read(text)
    found = speaker(known)
    assert found is not None
    assert (found["name"], found["ids"]) == (expected, {})
    assert not {"listed", "listed-role", "listed-twice"} & set(known["relations"][-1]["evidence"])
    assert known["warnings"] == []


@pytest.mark.parametrize(
    ("source", "there"),
    [
        ("Mayor Lee", True),
        ("Mayor Lee of Ostby", True),
        ("Ms. Lee, the mayor", True),
        ("Lee, the mayor of Ostby since 2010,", True),
        ("Lee, who is mayor of Ostby,", True),
        # of another place
        ("Mayor Lee of Marlow", False),
        ("Mayor Lee, of Marlow,", False),
        ("Marlow’s mayor, Lee,", False),
        # another office
        ("Lee, the deputy mayor of Ostby,", False),
        ("Lee, the acting mayor of Ostby,", False),
        ("Vice Mayor Lee", False),
        ("Lee, a candidate for mayor of Ostby,", False),
        ("Lee, a baker from Ostby,", False),
        # of the past
        ("Lee, who was mayor of Ostby until 2010,", False),
        ("Lee, who had been the mayor of Ostby,", False),
        ("Lee, the mayor of Ostby until 2010,", False),
        ("Lee, the mayor of Ostby from 2002 to 2010,", False),
        # of another gender
        ("Mr. Lee, the mayor,", False),
        ("Danladi, the governor of Kaduri,", True),
        ("Governor Danladi of Kaduri State", True),
        ("Governor Danladi of Benue State", False),
        ("Brack, an economist at North Bank,", False),
        ("Brack, an economist at the bank,", True),
        ("Ms. Brack, an economist,", False),
    ],
)
def test_a_surname_needs_the_office_of_the_entry(source: str, there: bool) -> None:
    people = [
        {"name": "Ann Lee", "role": "mayor", "organisation": "Ostby", "gender": "f", "id": "Q1"},
        {"name": "Musa Danladi", "role": "governor of Kaduri State", "id": "Q1b"},
        {"name": "Tom Brack", "role": "economist", "organisation": "Marlow Bank", "gender": "m", "id": "Q1c"},
    ]
    found = speaker(read(f"<{source}> {{said}} [the fish was cold].", people))
    assert found is not None
    assert bool(found["ids"]) == there


def test_a_body_named_after_somebody_is_nobody() -> None:
    found = speaker(read("<The Karen Dahl Foundation> {said} [it was safe]."))
    assert found is not None
    assert (found["kind"], found["ids"]) == ("organisation", {})


def test_two_entries_that_fit_give_a_warning() -> None:
    known = read("<Nils Varga> {said} [it was safe].")
    found = speaker(known)
    assert found is not None
    assert found["ids"] == {}
    assert "listed-twice" in known["relations"][0]["evidence"]
    [warning] = known["warnings"]
    assert (warning["code"], warning["start"], warning["end"]) == ("listed-twice", 0, 10)
    assert "people[3], people[4]" in warning["message"]


def test_two_speakers_whom_an_entry_fits_give_warnings() -> None:
    people = [{"name": "Tom Dahl", "role": "mayor", "id": "Q1"}]
    known = read(
        "<Tom Anders Dahl, the mayor,> {said} [yes]. | <Tom Bertil Dahl, a nurse,> {said} [no].", people
    )
    assert [(s["name"], s["ids"]) for s in known["speakers"]] == [
        ("Tom Anders Dahl", {}),
        ("Tom Bertil Dahl", {}),
    ]
    assert [w["code"] for w in known["warnings"]] == ["listed-twice"] * 2
    assert "somebody else in the article" in known["warnings"][0]["message"]
    assert all("listed-twice" in relation["evidence"] for relation in known["relations"])


def test_a_title_and_a_short_first_name_are_one_speaker_whom_the_entry_fits() -> None:
    people = [{"name": "Tom Dahl", "role": "mayor", "id": "Q1"}]
    known = read("<Mayor Dahl> {said} [yes]. | <Tommy Dahl, the mayor of Ostby,> {said} [no].", people)
    assert [(s["name"], s["ids"]) for s in known["speakers"]] == [("Tommy Dahl", {"wikidata": "Q1"})]
    assert known["warnings"] == []


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        # either may be the one on the list, and the list cannot tell which
        ("Tom Bertil Dahl slept. <Tom Anders Dahl> {said} [yes].", {}),
        ("<Tom Anders Dahl> {said} [yes] while Tom Bertil Dahl slept.", {}),
        ("Tom B. Dahl slept. <Tom A. Dahl> {said} [yes].", {}),
        ("Tom Anders Dahl met Tom Bertil Dahl. <Tom Anders Dahl> {said} [yes].", {}),
        ("Tom Anders Dahl met Tom Bertil Dahl. <Tom Bertil Dahl> {said} [yes].", {}),
        # near misses: the silent one is somebody else, or the same
        ("Tom Dahl Jr. slept. <Tom Anders Dahl> {said} [yes].", {"wikidata": "Q1"}),
        ("Tim Dahl slept. <Tom Anders Dahl> {said} [yes].", {"wikidata": "Q1"}),
        ("Tom Dahl slept. <Tom Anders Dahl> {said} [yes].", {"wikidata": "Q1"}),
    ],
)
def test_an_entry_that_somebody_silent_fits_too(text: str, ids: dict[str, str]) -> None:
    known = read(text, [{"name": "Tom Dahl", "role": "mayor", "id": "Q1"}])
    found = speaker(known)
    assert found is not None
    assert found["ids"] == ids
    assert [w["code"] for w in known["warnings"]] == ([] if ids else ["listed-twice"])


def test_nothing_changes_for_people_who_are_not_on_the_list() -> None:
    text = "Rosa Lee and Peter Lee met in Marlow. <Mr. Lee> {said} [yes]. | <She> {said} [no]."
    assert read(text) == read(text, [])


@pytest.mark.parametrize(
    "text",
    [
        "Karen Dahl, a judge, met Tom Dahl, a baker. <Judge Dahl> {said} [it was safe].",
        "Karen Dahl met Tom Dahl. <Dahl> {said} [it was safe].",
        "Tom Dahl met Karen Dahl. <Dahl> {said} [it was safe].",
        "Dr. Karen Dahl met Tom Dahl. <Dr. Dahl> {said} [it was safe].",
        "Judge Karen Dahl met Tom Dahl. <Judge Dahl> {said} [it was safe].",
        "Economist Karen Dahl met Tom Dahl. <Dahl, the economist,> {said} [it was safe].",
    ],
)
def test_a_shared_surname_is_nobodys_for_being_listed(text: str) -> None:
    people = [{"name": "Tom Dahl", "id": "Q2"}]
    assert read(text, people)["speakers"] == read(text, [])["speakers"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Karen Dahl met Tom Dahl. <Judge Dahl> {said} [it was safe].", "Tom Dahl"),
        ("Karen Dahl met Tom Dahl. <Mally> {said} [it was safe].", "Tom Dahl"),
        # the article gives the office to somebody else
        ("Judge Karen Dahl met Tom Dahl. <Judge Dahl> {said} [it was safe].", "Karen Dahl"),
        # a surname of an alias counts like any other
        ("Tom Brack slept. Tom Dahl slept. <Brack> {said} [it was safe].", "Tom Dahl"),
        (
            "Tom Brack and Tom Dahl slept. Karen Brack and Karen Brack sang. <Brack> {said} [it was safe].",
            None,
        ),
    ],
)
def test_what_settles_a_shared_surname(text: str, expected: str | None) -> None:
    people = [{"name": "Tom Dahl", "aliases": ["Mally", "Tom Brack"], "role": "judge", "id": "Q2"}]
    assert name(read(text, people), 0) == expected


def test_the_order_of_the_list_does_not_matter() -> None:
    text = "Benedikt Holt opened the bridge. <Beno> {said} [it was safe]. | <Ann Lee> {said} [no]."
    straight, turned = read(text), read(text, PEOPLE[::-1])
    assert [s["ids"] for s in straight["speakers"]] == [s["ids"] for s in turned["speakers"]]
    assert [name(straight, 0), name(turned, 0)] == ["Benedikt Holt"] * 2


@pytest.mark.parametrize(
    ("article", "listed", "same"),
    [
        ("Ann B. Lee", "Ann Lee", True),
        ("Ann Lee", "Ann Bea Lee", True),
        ("Ann B. Lee", "Ann Bea Lee", True),
        ("Ann C. Lee", "Ann Bea Lee", False),
        ("Ann Lee", "Ann Lee Jr.", True),
        ("Ann Lee Jr.", "Ann Lee", False),
        ("ANN LEE", "Ann Lée", True),
        ("Anna Lee", "Ann Lee", False),
        ("Lee", "Ann Lee", False),
        ("Zorvan", "Zorvan", True),
        ("Inés de la Vega", "Ines de la Vega", True),
        # a hyphen is a blank, but makes no middle name
        ("Park Ji Hoon", "Park Ji-hoon", True),
        ("Park Ji-Hoon", "Park Ji Hoon", True),
        ("Jean Luc Morel", "Jean-Luc Morel", True),
        ("Ann Brack Lee", "Ann Brack-Lee", True),
        ("Jean Morel", "Jean-Luc Morel", False),
        ("Ann Lee", "Ann Brack-Lee", False),
        ("Lee", "Ann Brack-Lee", False),
        ("Park Hoon", "Park Ji-hoon", False),
        ("Brack Lee", "Brack-Lee", False),
        # titles before, honours behind
        ("Ann Lee", "Mrs. Ann Lee OBE", True),
        ("Ann Lee PhD", "Ann Lee", True),
    ],
)
def test_which_names_are_one(article: str, listed: str, same: bool) -> None:
    listing = Listing(known_people([{"name": listed}]), "en")
    assert listing.bearing(parse_name(article.split(), lexicon_of("en").titles)) == [0] * same


def test_two_ways_to_write_a_name_are_one_speaker() -> None:
    people = [{"name": "Park Ji-hoon", "id": "Q1"}]
    known = read("<Park Ji-hoon> {said} [yes]. | <Park Ji Hoon> {said} [no].", people)
    assert [(s["name"], s["ids"]) for s in known["speakers"]] == [("Park Ji-hoon", {"wikidata": "Q1"})]


def test_a_name_of_a_single_word_is_no_part_of_a_longer_one() -> None:
    people = [{"name": "Beno", "id": "Q1"}]
    found = [speaker(read(text, people)) for text in ("<Beno> {said} [so].", "<Ann Beno> {said} [so].")]
    assert [note["ids"] for note in found if note is not None] == [{"wikidata": "Q1"}, {}]


def test_a_long_list_costs_an_article_next_to_nothing() -> None:
    text = "Rosa Lee7 met Benedikt Holt in Marlow. <Holt> {said} [it was safe]. | " * 30
    nlp = pipeline()
    speakers = create_speakers(nlp, "s", language="en", least_pronoun=0.5, least_description=0.45)
    doc, _ = marked(text)
    words = words_of(doc)
    without = cpu_seconds(lambda: speakers.predict(doc, words))
    people = [{"name": f"Ann Lee{n}", "aliases": [f"Annie{n}"], "id": f"Q{n + 1}"} for n in range(20_000)]
    speakers.listing = Listing(known_people(people), "en")
    assert cpu_seconds(lambda: speakers.predict(doc, words)) < 1.5 * without + 0.01
