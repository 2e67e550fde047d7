from __future__ import annotations

import pytest

from attribution.errors import InputError
from attribution.store.words import LONGEST, MOST, read_words

Keys = list[list[str]]


def read(text: str) -> tuple[Keys, list[str]]:
    """The groups and what is excluded; terms of a phrase are joined by blanks."""
    found = read_words(text)
    groups = [[" ".join(phrase.keys) for phrase in group] for group in found.groups]
    return groups, [" ".join(phrase.keys) for phrase in found.without]


@pytest.mark.parametrize(
    ("text", "groups", "without"),
    [
        ("gates Noon", [["gate"], ["noon"]], []),
        ('"lock gates" noon', [["lock gate"], ["noon"]], []),
        ("“Lock gates” noon", [["lock gate"], ["noon"]], []),
        ("re-open", [["re open"]], []),
        ("gate OR lock noon", [["gate", "lock"], ["noon"]], []),
        ('noon gate OR "the lock" OR pier', [["noon"], ["gate", "the lock", "pier"]], []),
        ("gate or lock", [["gate"], ["or"], ["lock"]], []),
        ("gate -lock", [["gate"]], ["lock"]),
        ('-"lock gate" -pier', [], ["lock gate", "pier"]),
        ("twenty six gates", [["26"], ["gate"]], []),
        ('"-5 degrees"', [["-5 degre"]], []),
        ("gate, lock; - (pier)", [["gate"], ["lock"], ["pier"]], []),
        ("gate OR , lock", [["gate", "lock"]], []),
        ("terms:gate ^lock* NEAR(a b)", [["term gate"], ["lock"], ["near a"], ["b"]], []),
        ("gate\u200b \u202elock", [["gate"], ["lock"]], []),
    ],
)
def test_what_is_typed_becomes_terms(text: str, groups: Keys, without: list[str]) -> None:
    assert read(text) == (groups, without)


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ('gate "lock', "not closed", 5),
        ("OR gate", "OR must stand between", 0),
        ("gate OR", "OR must stand between", 5),
        ("gate OR OR lock", "OR must stand between", 5),
        ("gate OR -lock", "OR must stand between", 5),
        ("—!", "no word", None),
        ("", "no word", None),
        ("a" * (LONGEST + 1), f"more than {LONGEST}", LONGEST),
        ("a " * (MOST + 1), f"more than {MOST} words", None),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, message: str, position: int | None) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_words(text, field="about")
    assert (caught.value.field, caught.value.position) == ("about", position)
