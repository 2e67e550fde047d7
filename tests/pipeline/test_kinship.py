"""Whom a kin noun with an owner means. Relations are marked as in test_describing."""

import pytest

from tests.pipeline.reading import name, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the surname fits both: it is not that of whoever comes in as a relative
        ("Ivo Mora came with his sister Rosa Mora. <Mora's sister> {said} [it was late].", "Rosa Mora"),
        ("Ivo Mora and Rosa Mora came. Rosa is a sister. <Mora's sister> {said} [it was late].", None),
        ("Ned Price met Lee's sister Rosa. Ann Lee slept. <Lee's sister> {said} [it was late].", "Rosa"),
        ("Ned Price met Lee's sister Rosa. Ann Lee slept. <Price's sister> {said} [it was late].", None),
        # another word for the same relative, one owned by a complement
        ("Ned Price came with his mother, Rosa Hill. <Price's mum> {said} [it was late].", "Rosa Hill"),
        (
            "Ned Price came. Rosa Hill, the mother of Ned Price, slept. <Price's mother> {said} [no].",
            "Rosa Hill",
        ),
        # named without an owner
        ("Ned Price's divorce from wife Rosa took a year. <Price's ex-wife> {said} [no].", "Rosa"),
        ("Ned Price's divorce from wife Rosa took a year. <Price's former wife> {said} [no].", "Rosa"),
        # one wife is not the other
        (
            "Ned Price met his ex-wife, Rosa Hill. Ann Berg, his wife, slept. <Price's ex-wife> {said} [no].",
            "Rosa Hill",
        ),
        (
            "Ned Price met his ex-wife, Rosa Hill. Ann Berg, his wife, slept. <Price's wife> {said} [no].",
            "Ann Berg",
        ),
        ("Ned Price met his ex-wife, Rosa Hill. <Price's wife> {said} [no].", None),
        # one of several, and an owner who cannot be told
        ("Ned Price met his first wife, Rosa Hill. <Price's third wife> {said} [no].", None),
        ("Ned Price met his first wife, Rosa Hill. <Price's first wife> {said} [no].", "Rosa Hill"),
        (
            "Ned Price slept. <Price's wife> {said} [no]. | The skipper and the skipper's wife, Rosa, left.",
            None,
        ),
        # two sisters
        ("Ned Price met his sister Rosa and his sister Ann. <Price's sister> {said} [no].", None),
    ],
)
def test_relative_is_whoever_is_called_so(text: str, expected: str | None) -> None:
    _, known = read(text)
    assert name(known, 0) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My father, Tom Lee, kept bees. <My father> {said} [they were late].", "Tom Lee"),
        ("Tom Lee, my father, kept bees. <My dad> {said} [they were late].", "Tom Lee"),
        ("My parents, Tom and Olive Lee, kept bees. <My father> {said} [they were late].", "Tom Lee"),
        ("My parents, Tom and Olive Lee, kept bees. <My mother> {said} [they were late].", "Olive Lee"),
        # somebody else's father, and one named without an owner
        ("Ned Price came with his father, Tom Price. <My father> {said} [it was late].", None),
        ("We met father Tom Price. <My father> {said} [it was late].", None),
        # a pronoun goes on with a relative who is no source
        (
            "Ann Berg came. My parents, Tom and Olive Lee, kept bees. My mother sold the honey. "
            "<She> {said} [it was late].",
            "Olive Lee",
        ),
    ],
)
def test_relatives_of_the_author(text: str, expected: str | None) -> None:
    _, known = read(text)
    assert name(known) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "<Ned Price's wife> {said} [it was late]. Rosa Price shouted that her husband had slept.",
            "Rosa Price",
        ),
        # another surname, another relative, somebody else beside her
        ("<Ned Price's wife> {said} [it was late]. Rosa Hill shouted that her husband had slept.", None),
        ("<Ned Price's wife> {said} [it was late]. Rosa Price shouted that her brother had slept.", None),
        (
            "<Ned Price's wife> {said} [it was late]. Rosa Price told Ann Berg that her husband had slept.",
            None,
        ),
    ],
)
def test_namesake_who_has_in_turn_what_the_owner_is(text: str, expected: str | None) -> None:
    _, known = read(text)
    assert name(known, 0) == expected
