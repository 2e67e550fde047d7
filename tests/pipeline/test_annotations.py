"""The contract between the stages: plain data that a Doc can carry to disk and back."""

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from attribution.pipeline.annotations import annotations, empty, paragraphs_of, relation


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", []),
        (" \n\t\n", []),
        ("One.", ["One."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("\n\n  One. \n\n\n\tTwo.  \n", ["One.", "Two."]),
    ],
)
def test_paragraphs_are_trimmed_lines(text: str, paragraphs: list[str]) -> None:
    assert [text[start:end] for start, end in paragraphs_of(text)] == paragraphs


def test_annotations_are_made_once_with_the_paragraphs_of_the_text(nlp: Language) -> None:
    doc = nlp.make_doc("One.\nTwo.")
    assert doc._.attribution is None
    made = annotations(doc)
    assert annotations(doc) is made
    assert made == empty() | {"text": "One.\nTwo.", "paragraphs": [[0, 4], [5, 9]]}


def test_a_new_relation_knows_its_parts_and_nothing_else() -> None:
    made = relation([[0, 5]], [6, 10], [11, 14])
    assert (made["content"], made["cue"], made["source"]) == ([[0, 5]], [6, 10], [11, 14])
    unknown = ("lemma", "addressee", "medium", "time", "parent", "reason", "speaker", "role")
    assert [made[key] for key in unknown] == [None] * len(unknown)  # type: ignore[literal-required]
    assert made["statement"]
    assert made["evidence"] == []


def test_relations_share_nothing() -> None:
    one, other = relation([[0, 5]]), relation([[0, 5]])
    one["evidence"].append("floating")
    assert other["evidence"] == []


def test_annotations_survive_bytes(nlp: Language) -> None:
    doc = nlp.make_doc("“We won,” said Lee.")
    annotations(doc)["relations"].append(relation([[0, 9]], [10, 14], [15, 18]))
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert annotations(again) == annotations(doc)
