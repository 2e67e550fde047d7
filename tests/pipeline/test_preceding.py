"""Titles and groups before a name. Relations are marked [content], {cue}, <source>."""

import pytest

from tests.pipeline.reading import read, role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A baker named <Ann Lee> {said} [it was safe].", "baker"),
        ("The death of Justice Ned Price shook them. <He> {said} [no].", "Justice"),
        ("<Secretary of Justice Ann Lee> {said} [no].", "Secretary of Justice"),
        ("“[No],” {said} <his daughter Ann Lee>.", "daughter"),
        ("“[No],” {said} <his friend Ann Lee>.", None),
        ("The plan came from the chairwoman of the Marlow Trade Council, <Ann Lee>. “[No],” <she> {said}.",
         "chairwoman of the Marlow Trade Council"),
        ("They met the new face of the party, Ann Lee. “[No],” <Lee> {said}.", "new face of the party"),
        ("They saw a face, Ann Lee. “[No],” <Lee> {said}.", None),
    ],
)  # fmt: skip
def test_before_a_name(text: str, expected: str | None) -> None:
    doc, known = read(text)
    assert role(doc, known) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They blamed lawmakers such as Ann Lee. “[No],” <Lee> {said}.", "lawmakers"),
        ("They blamed bakers in town, including Ned Price and Ann Lee. “[No],” <Lee> {said}.", "bakers"),
        ("A panel of reporters led by Ann Lee met. “[No],” <Lee> {said}.", "reporters"),
        ("He met two young voters, Ned Price and Ann Lee, in Marlow. “[No],” <Lee> {said}.",
         "two young voters"),
        ("Ned Price said the law helped bakers like himself. “[No],” <he> {said}.", "bakers"),
        # nobody is counted among those who stand before a comma, or whose advisers are meant
        ("It hurt the voters, Ann Lee said. “[No],” <she> {said}.", None),
        ("Many bakers, including Ann Lee’s cousins, left. “[No],” <Lee> {said}.", None),
        ("It was a town like Marlow. “[No],” {said} <Ann Lee>.", None),
        # an office tells more than a group
        ("Bakers such as Mayor Ann Lee left. “[No],” <Lee> {said}.", "Mayor"),
    ],
)  # fmt: skip
def test_groups(text: str, expected: str | None) -> None:
    doc, known = read(text)
    assert role(doc, known) == expected
