"""Who is brought in without a name and has a first name later. Relations are marked as in test_describing."""

import pytest

from tests.pipeline.reading import name, read

FAR = "It rained. It blew. It froze. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<A woman> {said} [it was late]. | It rained. Rosa opened the door. Rosa slept.", "Rosa"),
        # the description goes on meaning her
        (
            "A woman waved at the corner. <The woman> {said} [it was late]. | Rosa opened it. Rosa slept.",
            "Rosa",
        ),
        # named once, named before, of another gender, with a surname, with a role, one of two
        ("<A woman> {said} [it was late]. | It rained. Rosa opened the door.", None),
        ("Rosa slept. <A woman> {said} [it was late]. | It rained. Rosa opened the door.", None),
        ("<A man> {said} [it was late]. | It rained. Rosa opened the door. Rosa slept.", None),
        ("<A woman> {said} [it was late]. | It rained. Rosa Lee opened the door. Rosa slept.", None),
        ("<A woman> {said} [it was late]. | It rained. Rosa, a baker, opened the door. Rosa slept.", None),
        ("<A woman> {said} [it was late]. | Rosa and Mary opened it. Mary slept. Rosa slept.", None),
        # a second woman is somebody else
        (
            "A woman had waved. <A girl> {said} [it was late]. | Rosa opened the door. Rosa slept.",
            None,
        ),
    ],
)
def test_who_has_a_first_name_later(text: str, expected: str | None) -> None:
    _, known = read(FAR + text)
    assert name(known, 0) == expected
