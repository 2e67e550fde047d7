"""The data behind speakers and roles: titles, nouns, pronouns, first names."""

import pytest

from attribution.errors import ModelError
from attribution.lang.first_names import first_names, fold
from attribution.lang.nouns import nouns
from attribution.lang.pronouns import pronouns
from attribution.lang.titles import titles


def test_titles_are_lower_case_without_stops() -> None:
    data = titles("en")
    for word in [*data.courtesy, *data.offices, *data.nicknames, *data.particles, *data.suffixes]:
        assert word == word.lower().rstrip(".")
    assert set(data.courtesy.values()) <= {"m", "f", ""}
    assert data.ambiguous <= data.courtesy.keys() | data.offices.keys()


@pytest.mark.parametrize(
    ("word", "gender"), [("viscountess", "f"), ("viscount", "m"), ("mrs", "f"), ("dr", ""), ("dame", "f")]
)
def test_courtesy_titles_tell_the_right_gender(word: str, gender: str) -> None:
    assert titles("en").courtesy[word] == gender


@pytest.mark.parametrize(
    ("word", "plural", "kind"),
    [
        ("senator", False, "person"),
        ("senators", True, "group"),
        ("congressmen", True, "group"),
        ("police", False, "group"),
        ("newspaper", False, "organisation"),
        ("studies", True, "document"),
        ("granite", False, None),
    ],
)
def test_kinds(word: str, plural: bool, kind: str | None) -> None:
    assert nouns("en").kind(word, plural=plural) == kind


def test_gendered_nouns() -> None:
    person = nouns("en").person
    assert (person["spokeswoman"], person["spokesman"], person["spokesperson"]) == ("f", "m", "")


def test_subsets_stay_subsets() -> None:
    data = nouns("en")
    assert data.surnames <= data.no_person
    assert data.bodies <= data.organisation | data.group
    assert data.kin <= data.person.keys()


def test_pronouns() -> None:
    data = pronouns("en")
    assert data.personal["they"] == ("", "p")
    assert {"i", "we"} <= data.first
    assert data.indefinite["others"] == "group"


@pytest.mark.parametrize(
    ("name", "gender"),
    [("Rosa", "f"), ("Peter", "m"), ("Ahmed", "m"), ("Ngozi", "f"), ("José", "m"), ("Jordan", "")],
)
def test_first_names(name: str, gender: str) -> None:
    assert first_names("en")[fold(name)] == gender


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(ModelError, match="'xx'"):
        first_names("xx")
