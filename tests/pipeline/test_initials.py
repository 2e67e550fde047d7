"""Labels of interviews: initials, each beside a near miss, and labels that name nobody."""

from __future__ import annotations

import pytest
from spacy.language import Language

from attribution.lang.titles import titles
from attribution.pipeline.annotations import Annotations
from attribution.pipeline.initials import bearers, letters_of
from attribution.pipeline.names import parse_name
from attribution.pipeline.people import Person
from tests.pipeline.reading import marked, stages
from tests.pipeline.relating import related

LABELS = "<RL>{:} [We sail.] |\n\n<BI>{:} [Why?] |\n\n<RL>{:} [It is warm.]"


def read(text: str) -> Annotations:
    """The text after both stages, all relations in it from labels."""
    doc, known = marked(text)
    for relation in known["relations"]:
        relation["evidence"].append("label")
    stages(doc)
    return known


def names(known: Annotations) -> list[str | None]:
    """The speaker's name of each relation."""
    found = (relation["speaker"] for relation in known["relations"])
    return [None if at is None else known["speakers"][at]["name"] for at in found]


@pytest.mark.parametrize(
    ("label", "letters"),
    [
        ("RL", "RL"), ("R.L.", "RL"), ("R. L.", "RL"), ("R L", "RL"), ("RML", "RML"),
        ("Q", ""), ("Lee", ""), ("ROSAL", ""), ("R2", ""), ("MS LEE", ""), ("", ""),
    ],
)  # fmt: skip
def test_which_labels_are_initials(label: str, letters: str) -> None:
    assert letters_of(label) == letters


@pytest.mark.parametrize(
    ("name", "letters", "fits"),
    [
        ("Rosa Lee", "RL", True),
        ("Rosa Marie Lee", "RML", True),
        ("Rosa Marie Lee", "RL", True),
        ("Rosa Lee Jr.", "RL", True),
        ("Inés de la Vega", "IV", True),
        ("Jo-Ann Lee", "JAL", True),
        ("Rosa Marie Lee", "ML", False),
        ("Rosa Lee", "LR", False),
        ("Lee", "L", False),
    ],
)
def test_whose_initials_they_are(name: str, letters: str, fits: bool) -> None:
    people = [Person(parse_name(text.split(), titles("en"))) for text in ("Omar Khan", name)]
    assert bearers(letters, people) == [1] * fits


def test_initials_are_the_one_person_who_has_them() -> None:
    known = read("Rosa Lee met the reporter Ben Ito.\n\n" + LABELS)
    assert names(known) == ["Rosa Lee", "Ben Ito", "Rosa Lee"]
    assert "initials" in known["relations"][0]["evidence"]
    text = known["text"]
    sources = [text[slice(*relation["source"] or (0, 0))] for relation in known["relations"]]
    assert sources == ["RL", "BI", "RL"]
    lee = known["speakers"][known["relations"][0]["speaker"] or 0]
    assert [text[m["start"] : m["end"]] for m in lee["mentions"]] == ["Rosa Lee", "RL", "RL"]


def test_two_who_have_the_initials_are_nobody() -> None:
    known = read("Rosa Lee and Ruth Lund met the reporter Ben Ito.\n\n" + LABELS)
    assert names(known) == [None, "Ben Ito", None]
    assert {"initials", "two-candidates"} <= set(known["relations"][0]["evidence"])


@pytest.mark.parametrize(
    "text",
    [
        "Rosa Lee came.\n\n<RL>{:} [We sail.]",  # one alone can be anything
        "Paul Marsh came.\n\n<PM>{:} [No vote.] |\n\n<PM>{:} [Not now.]",  # an office
        "Ann Park came.\n\n" + LABELS,
    ],
)
def test_letters_that_are_no_initials(text: str) -> None:
    known = read(text)
    assert not {"Rosa Lee", "Paul Marsh", "Ann Park"} & set(names(known))
    assert not any("initials" in relation["evidence"] for relation in known["relations"])


def test_a_surname_as_a_label() -> None:
    known = read("Rosa Lee met Ben Ito.\n\n<Lee>{:} [We sail.] |\n\n<ITO>{:} [Why?]")
    assert names(known) == ["Rosa Lee", "Ben Ito"]


@pytest.mark.parametrize(("question", "answer"), [("Q", "A"), ("Question", "Answer"), ("Q.", "A.")])
def test_question_and_answer_name_nobody(nlp: Language, question: str, answer: str) -> None:
    text = f"{question}: Why do you sail?\n{answer}: It is warm out there.\n{question}: Is it?"
    _, notes = related(nlp, text)
    assert [text[slice(*note["content"][0])] for note in notes] == [
        "Why do you sail?", "It is warm out there.", "Is it?",
    ]  # fmt: skip
    assert [note["source"] for note in notes] == [None] * 3
    assert all({"label", "no-source", "question-answer"} <= set(note["evidence"]) for note in notes)


def test_nobody_is_carried_over_a_question() -> None:
    text = "<Rosa Lee> {said} [yes]. |\n[Why?] |\n[It is warm.]"
    doc, known = marked(text)
    known["relations"][1]["evidence"].append("question-answer")
    stages(doc)
    assert names(known) == ["Rosa Lee", None, None]


def test_a_label_that_is_a_name_is_one(nlp: Language) -> None:
    _, notes = related(nlp, text := "Ann: It is warm.\nAl: Is it?\nAnn: It is.")
    assert [text[slice(*note["source"] or (0, 0))] for note in notes] == ["Ann", "Al", "Ann"]
