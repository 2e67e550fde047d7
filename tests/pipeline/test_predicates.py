"""What a sentence says of somebody. Relations are marked [content], {cue}, <source>."""

import pytest

from tests.pipeline.reading import marked, read, role, stages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ann Lee was one of the ward’s oldest nurses. “[No],” <she> {said}.",
            "one of the ward’s oldest nurses",
        ),
        ("Ann Lee left in May. She has been a judge for years. “[No],” <Lee> {said}.", "judge for years"),
        ("Ann Lee left Kent, where she once served as sheriff. “[No],” <she> {said}.", "sheriff"),
        ("Ann Lee is back as home secretary. “[No],” <she> {said}.", "home secretary"),
        ("Ann Lee identifies as an independent. “[No],” <she> {said}.", "independent"),
        ("Ann Lee calls herself a socialist. “[No],” <she> {said}.", "socialist"),
        ("Ann Lee was elected mayor of Marlow. “[No],” <she> {said}.", "mayor of Marlow"),
        ("As mayor, Ann Lee closed the mill. “[No],” <she> {said}.", "mayor"),
        ("Ann Lee may be the next mayor. “[No],” <she> {said}.", None),
        ("Ann Lee is not a judge. “[No],” <she> {said}.", None),
        ("Nobody knows if Ann Lee is a judge. “[No],” <she> {said}.", None),
        ("Ann Lee is a critic of the mill. “[No],” <she> {said}.", None),
        ("Ann Lee hailed her aunt as a champion nurse. “[No],” <Lee> {said}.", None),
        ("As the mayor left, Ann Lee wept. “[No],” <she> {said}.", None),
        # an apposition tells more than a clause
        ("Ann Lee, a baker, was named judge. “[No],” <she> {said}.", "baker"),
    ],
)  # fmt: skip
def test_said_of_somebody(text: str, expected: str | None) -> None:
    doc, known = read(text)
    assert role(doc, known) == expected


@pytest.mark.parametrize(("marks", "expected"), [([], "founder of the mill"), ([(14, 48)], None)])
def test_what_others_say_in_marks_is_no_role(marks: list[tuple[int, int]], expected: str | None) -> None:
    text = "Ann Lee left. “[She is the founder of the mill],” {said} <Ned Price>. | “[No],” <Lee> {said}."
    doc, known = marked(text)
    known["marks"] = [
        {"start": start, "end": end, "depth": 0, "parent": None, "closed": True, "continues": None,
         "paragraph": 0}
        for start, end in marks
    ]  # fmt: skip
    assert role(stages(doc), known) == expected
