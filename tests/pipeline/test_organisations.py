"""Which organisation a name or description means. Relations are marked [content], {cue}, <source>."""

import pytest

from tests.pipeline.reading import name, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the one named last of those that fit
        (
            "The Health Department wrote to the Transport Department. <The department> {said} [it was late].",
            "Transport Department",
        ),
        # a word in common goes first
        (
            "The Marlow Ambulance Service wrote to the National Health Service. "
            "<The ambulance service> {said} [it was late].",
            "Marlow Ambulance Service",
        ),
        # none that fits
        ("The Health Department was shut. <The union> {said} [it was late].", None),
        # named only later
        ("<The department> {said} [it was late]. | The Health Department was shut.", None),
    ],
)
def test_organisation_that_a_description_means(text: str, expected: str | None) -> None:
    _, known = read(text)
    assert name(known) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # papers at the end of a name that stands alone as well
        (
            "The Department of Health was shut. According to <Department of Health Figures> [it was late].",
            "Department of Health",
        ),
        # papers that belong to the name
        ("According to <the Bureau of Labor Statistics> [it was late].", "Bureau of Labor Statistics"),
        # an article that the name always has, and one that it has only once
        ("“[It was late],” <The Hill> {reported} on Monday.", "The Hill"),
        (
            "He works for the Pentagon. “[It was late],” <The Pentagon> {reported} on Monday.",
            "Pentagon",
        ),
    ],
)
def test_what_belongs_to_the_name_of_an_organisation(text: str, expected: str) -> None:
    _, known = read(text)
    assert name(known) == expected
