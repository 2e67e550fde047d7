from __future__ import annotations

import pytest

from attribution.store.naming import (
    LONGEST,
    compare_people,
    folded_name,
    is_abbreviation,
    is_shared,
    key_of_body,
    keys_of_person,
    read_person,
)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Dr. Mára J. Lindqvist", "mara lindqvist"),
        ("LINDQVIST", "lindqvist"),
        ("Lee Jr.", "lee jr"),
        ("President", "president"),
        ("Ímke Sørby", "imke sorby"),
    ],
)
def test_folded_names(name: str, folded: str) -> None:
    assert folded_name(name) == folded


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Ann Lee", "ANN LEE", "same"),
        ("Ann Lee", "Ann B. Lee", "same"),
        ("Ann Bea Lee", "Ann B. Lee", "same"),
        ("Park Ji Hoon", "Park Ji-hoon", "same"),
        ("Bill Lee", "Will Lee", "variant"),
        ("Ann Lee", "Ann Brack-Lee", None),
        ("Ann Lee", "Anna Lee", None),
        ("Ann Lee", "Lee", None),
        ("Lee", "Lee", "same"),
        ("Ann Lee Jr.", "Ann Lee", None),
        ("Maria Costa Silva", "Maria Dias Silva", None),
        ("Christine Lee", "Christopher Lee", None),
    ],
)
def test_two_names_of_people(one: str, other: str, likeness: str | None) -> None:
    assert compare_people(one, other) == compare_people(other, one) == likeness


def test_a_name_is_looked_up_in_all_its_forms() -> None:
    assert read_person("William Lee").key in keys_of_person("Bill J. Lee")
    assert keys_of_person("Lee") == ["lee"]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("The Tarrant Motors, Inc.", "tarrant motor"),
        ("U.N.P.", "unp"),
        ("Halm & Sons Ltd", "halm and son"),
        ("Dockers’ Union", "docker union"),
        ("The", "the"),
        ("†", "†"),
    ],
)
def test_names_of_organisations(name: str, key: str) -> None:
    assert key_of_body(name) == key


def test_no_key_is_longer_than_an_index_takes() -> None:
    assert len(key_of_body("word " * 1_000)) == LONGEST
    assert max(map(len, keys_of_person("Bill " + "x" * 1_000))) == LONGEST


def test_abbreviations_and_names_that_many_have() -> None:
    assert [is_abbreviation(name) for name in ("NFC", "N.F.C.", "Nfc", "N", "7UP")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert [is_shared(name) for name in ("City Council", "Annual Report", "Marlow Council")] == [
        True, True, False,
    ]  # fmt: skip
