"""Whom "it" and "they" mean: what spoke last or is the subject before, if that is plain."""

import pytest

from attribution.pipeline.marks import Marks
from tests.pipeline.reading import marked, name, read, speaker, stages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<The Harbour Board> {said} [it rained].| <It> {added} [that the pier leaks].", "Harbour Board"),
        ("<The Harbour Board> {said} [it rained].| <They> {added} [that the pier leaks].", "Harbour Board"),
        ("The Harbour Board closed the pier. <It> {said} [that it leaks].", "Harbour Board"),
    ],
)
def test_an_organisation_goes_on(text: str, expected: str) -> None:
    _, known = read(text)
    assert name(known) == expected


def test_a_group_goes_on_without_a_name() -> None:
    _, known = read("<Villagers> {said} [it rained].| <They> {added} [that the pier leaks].")
    found = speaker(known)
    assert found is not None
    assert (found["kind"], found["name"]) == ("group", None)
    assert known["relations"][0]["speaker"] == known["relations"][1]["speaker"]


@pytest.mark.parametrize(
    "text",
    [
        # a person is no "it"
        "<Rosa Lee> {said} [it rained].| <It> {added} [that the pier leaks].",
        # a group of people is near, or a person spoke last
        "<The Harbour Board> {told} villagers [it rained].| <They> {added} [that the pier leaks].",
        # several are no "it"
        "<Villagers> {said} [it rained].| <It> {added} [that the pier leaks].",
        # too far
        "<The Harbour Board> {said} [it rained].| Rosa left. Rosa sang. <It> {added} [that the pier leaks].",
        # stands for nothing
        "The Harbour Board closed the pier. <It> {is hard} [to tell why].",
        # the plan tells nothing that is sure
        "The plan failed. <It> {said} [that the pier leaks].",
        "<It> {said} [that the pier leaks].",
    ],
)
def test_nobody_is_meant(text: str) -> None:
    _, known = read(text)
    assert name(known) is None


def test_in_direct_speech_it_is_not_the_speaker() -> None:
    doc, known = marked("<The Harbour Board> {said}: “[The pier leaks].| <It> {says} [that it will hold].”")
    stages(Marks()(doc))
    assert name(known) is None
