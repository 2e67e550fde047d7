"""Whom a description goes on with. Relations are marked [content], {cue}, <source>; `|` parts two."""

import pytest

from attribution.pipeline.marks import Marks
from tests.pipeline.reading import marked, name, read, role, stages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rosa Lee wept. “[It is over],” {said} <the 62-year-old>.", "Rosa Lee"),
        ("The dog’s owner, Rosa Lee, wept. “[It is over],” {said} <the 62-year-old>.", "Rosa Lee"),
        # the words in marks can be several sentences
        ("Rosa Lee wept. “[It is over. He is gone],” {said} <the Italian>.", "Rosa Lee"),
        # another age, two people, no words in marks, another paragraph
        ("Rosa Lee, 44, wept. “[It is over],” {said} <the 62-year-old>.", None),
        ("Rosa Lee met Ned Price. “[It is over],” {said} <the 62-year-old>.", None),
        ("Rosa Lee wept. It rained, and <the 62-year-old> {said} [it was over].", None),
        ("Rosa Lee wept.\n\n“[It is over],” {said} <the 62-year-old>.", None),
    ],
)
def test_age_and_origin_go_on_with_the_subject_before_the_marks(text: str, expected: str | None) -> None:
    doc, known = marked(text)
    stages(Marks("en")(doc))
    assert name(known) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rosa Lee was late. <The skipper> {said} [it rained].", "Rosa Lee"),
        ("Rosa Lee was late. <The younger skipper> {said} [it rained].", None),
    ],
)
def test_description_that_opens_the_next_sentence(text: str, expected: str | None) -> None:
    _, known = read(text)
    assert name(known) == expected


def test_whom_somebody_thanks_is_somebody_else() -> None:
    doc, known = read("Rosa Lee thanked the judge. It rained. <Lee> {said} [no].")
    assert role(doc, known) is None
