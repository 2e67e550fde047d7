from __future__ import annotations

import pytest

from attribution.records import Role, Span
from attribution.store.offices import LONGEST, Office, compare, evidence_of, read_office, write_office


def office(title: str | None, tie: str = "", *, former: bool = False) -> Office:
    return read_office(write_office(role(title, tie, former=former)))


def role(title: str | None, tie: str = "", *, former: bool = False) -> Role:
    affiliation = Span(0, len(tie), tie) if tie else None
    return Role(0, 1, f"{title} of {tie}", title=title, affiliation=affiliation, former=former)


@pytest.mark.parametrize(
    ("one", "other", "evidence"),
    [
        (office("mayor", "Ostby"), office("Mayor", "Ostby"), "office"),
        (office("mayor", "Ostby"), office("mayor", "Ostby", former=True), "office"),
        (office("mayor"), office("mayor", former=True), None),
        (office("mayor"), office("mayor", "Ostby"), "title"),
        (office("mayor", "Marlow"), office("mayor", "Ostby"), None),
        (office("deputy mayor", "Ostby"), office("mayor", "Ostby"), None),
        (office("minister for health"), office("health minister"), "title"),
        (office("minister"), office("prime minister"), None),
        (office("teacher"), office("teacher"), None),
        (office("teacher", "Ostby"), office("teacher", "Ostby"), None),
        (office("teacher", "Ostby School"), office("teacher", "the Ostby School"), "office"),
        (office("teacher", "New York City"), office("teacher", "New York City"), None),
        (office("economist", "Marlow Bank"), office(None, "Marlow Bank"), "affiliation"),
        (office("student", "Marlow University"), office("student", "Marlow University"), None),
        (office("spokesman", "MWB"), office("spokeswoman", "Marlow Water Board"), "office"),
        (office("officer", "US"), office("cook", "US"), None),
    ],
)
def test_two_roles(one: Office, other: Office, evidence: str | None) -> None:
    assert evidence_of(one, other) == evidence_of(other, one) == evidence


def test_an_office_elsewhere_speaks_against_a_title_alone() -> None:
    singer = office("singer")
    assert compare([singer, office("mayor", "Ostby")], [singer]) == "title"
    assert compare([singer, office("mayor", "Ostby")], [singer, office("mayor", "Marlow")]) is None


def test_what_was_long_is_cut_on_both_sides() -> None:
    written = write_office(role("x " * 500, "y " * 500, former=True))
    assert len(written) <= LONGEST
    assert read_office(written).former
