from __future__ import annotations

import re

import pytest

from attribution.store.name_forms import bounded, forms_of, patterns_of


def test_initials_may_be_left_out_but_not_all_of_a_name() -> None:
    assert forms_of("Mara J. Lindqvist") == {("Mara", "J", "Lindqvist"), ("Mara", "Lindqvist")}
    assert forms_of("J. B. Sand") == {("J", "B", "Sand")}


@pytest.mark.parametrize(
    ("text", "found"),
    [("ann lee", True), ("Lee, Ann", True), ("annlee", False), ("Ann B. Lee", True), ("Lee. Ann", False)],
)
def test_a_short_name(text: str, found: bool) -> None:
    pattern = "|".join(patterns_of(("Ann", "Lee")))
    assert bool(re.search(pattern, f"So {text}, they say", re.IGNORECASE)) is found


def test_the_longest_word_comes_first() -> None:
    assert re.findall(bounded(["Lee", "Lee Jr"]), "Lee Jr and Lee, Leeds") == ["Lee Jr", "Lee"]
