from __future__ import annotations

import pytest

from attribution.corpus.report.names import body_key, person_key, plain_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann B. Lee", "Ann Lee"),
        ("Ann B.C. Lee", "ANN LEE"),
        ("Dr. Mára Lindqvist", "Mara Lindqvist"),
        ("Sir Ned Price", "Ned Price"),
        ("Mr Lee", "Lee"),
        ("Gen. Lee", "Lee"),
        ("General Ann Lee", "Ann Lee"),
        ("J.K. Rowling", "J. K. Rowling"),
        ("J.K. Rowling", "J K Rowling"),
        ("Prof. J. Smith", "J Smith"),
        ("Sam Lee Jr", "Sam Lee, Jr."),
    ],
)
def test_spellings_of_one_person(one: str, other: str) -> None:
    assert person_key(one) == person_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("J. Smith", "A. Smith"),
        ("J. Smith", "Smith"),
        ("J. Smith", "John Smith"),
        ("J.K. Rowling", "J. Rowling"),
        ("J. Edgar Hoover", "A. Edgar Hoover"),
        ("Malcolm X", "Malcolm"),
        ("Ann B.", "Ann C."),
        ("Sam Lee Jr.", "Sam Lee"),
        ("J. Lee Jr.", "J. Lee"),
        ("General Electric", "Electric"),
        ("General Motors", "General Electric"),
        ("General Motors Company", "Motors Company"),
    ],
)
def test_names_of_two_persons(one: str, other: str) -> None:
    assert person_key(one) != person_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Times", "Times"),
        ("Time Inc.", "Time"),
        ("The Tarrant Motors, Inc.", "Tarrant Motors"),
        ("Ford Motor Company", "Ford Motor"),
        ("U.N.P.", "UNP"),
        ("Lloyd’s", "Lloyds"),
        ("The Labour Party", "Labor Party"),
        ("Halm & Sons Ltd", "Halm and Sons"),
    ],
)
def test_spellings_of_one_body(one: str, other: str) -> None:
    assert body_key(one) == body_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Times", "Time Inc."),
        ("Times", "Time"),
        ("General Motors", "General Motor"),
        ("A.P. Moller", "P. Moller"),
        ("United Nations", "United Nation"),
    ],
)
def test_names_of_two_bodies(one: str, other: str) -> None:
    assert body_key(one) != body_key(other)


def test_plain_names_leave_legal_forms() -> None:
    assert plain_name("The Ford Co.") == plain_name("ford co") != plain_name("Ford")


@pytest.mark.parametrize("text", ["†", "The", "Inc.", "李小龙", "X", "J.", "“”", "Mr", "Jr."])
def test_every_name_has_keys(text: str) -> None:
    assert all(key(text) for key in (person_key, body_key, plain_name))
