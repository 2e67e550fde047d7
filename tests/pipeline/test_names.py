import pytest

from attribution.lang.titles import titles
from attribution.pipeline.names import fit, parse_name, slip

DATA = titles("en")


@pytest.mark.parametrize(
    ("short", "long", "how"),
    [
        ("Lee", "Rosa Lee", "surname"),
        ("Rosa", "Rosa Lee", "first-name"),
        ("Rosa J. Lee", "Rosa Lee", "same"),
        ("Bill Marsh", "William Marsh", "same"),
        ("ROSA LEE", "Rosa Lee", "same"),
        ("José Peña", "Jose Pena", "same"),
        ("von der Berg", "Ursula von der Berg", "surname"),
        ("Berg", "Ursula von der Berg", "surname"),
        ("Kim", "Kim Song Ho", "first-name"),
        ("Maria Lopez", "Maria Lopez Ruiz", "first-name"),
        ("Quill", "Maria Quill Ruiz", "part"),
        ("Rosa Lee", "Peter Lee", None),
        ("Marsh", "Rosa Lee", None),
    ],
)
def test_fit(short: str, long: str, how: str | None) -> None:
    assert fit(parse_name(short.split(), DATA), parse_name(long.split(), DATA), DATA) == how


def test_suffix_and_honours() -> None:
    name = parse_name(["Rosa", "Lee", "Jr.", "MBE"], DATA)
    assert (name.text, name.keys, name.suffix) == ("Rosa Lee Jr.", ("rosa", "lee"), "jr")


def test_a_nickname_keeps_its_marks() -> None:
    name = parse_name(["Rosa", "“Lulu”", "Quill"], DATA)
    assert (name.text, name.keys) == ("Rosa “Lulu” Quill", ("rosa", "lulu", "quill"))
    assert parse_name(["“Rosa", "Quill”"], DATA).text == "Rosa Quill"


def test_a_lone_initial_is_kept() -> None:
    assert parse_name(["Q"], DATA).keys == ("q",)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("quillan", "quilan", True),
        ("quillan", "quillen", True),
        ("quillan", "quilaln", True),
        ("mado", "modo", True),
        ("marsh", "harsh", False),  # another first letter
        ("lee", "lea", False),  # too short
        ("mado", "mads", False),
        ("quillan", "quillan", False),
        ("quillan", "quillaners", False),
    ],
)
def test_slip(a: str, b: str, expected: bool) -> None:
    assert slip(a, b) is slip(b, a) is expected


def test_possessive_with_a_wrong_mark_is_no_part() -> None:
    assert parse_name(["Rosa", "Lee‘s"], DATA).text == "Rosa Lee"
