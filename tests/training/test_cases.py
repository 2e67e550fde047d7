"""The cases that gold articles give: who can be meant, and who is."""

from __future__ import annotations

from pathlib import Path

import pytest

from attribution.errors import EvaluationError
from attribution.evaluation.gold import GoldSpeaker
from attribution.lang.weights import NOBODY
from attribution.training.cases import Told, collect, roles_of_one
from tests.training.spoken import write_set


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return collect([write_set(tmp_path_factory.mktemp("gold"), "a1")])


def test_a_pronoun_has_candidates_and_gold_tells_who_is_meant(told: Told) -> None:
    [case] = told.pronouns
    assert (case.article, len(case.candidates)) == ("a1", 2)
    right, other = case.candidates[case.right], case.candidates[1 - case.right]
    assert right["subject"] == 0.0  # Ann Berg, the object
    assert other["subject"] == 1.0


def test_of_a_description_nobody_is_a_candidate_too(told: Told) -> None:
    master, woman = told.descriptions[0], told.descriptions[-1]
    assert master.candidates[master.right]["same-noun"] == 1.0
    assert master.candidates[-1] == woman.candidates[woman.right] == {NOBODY: 1.0}


def test_roles_that_two_people_have_tell_nothing() -> None:
    people = [
        GoldSpeaker(("person",), (name,), "name", tuple(roles), True)
        for name, roles in [("Ann Lee", ["the mayor", "baker"]), ("Otto Berg", ["baker"]), (None, ["nurse"])]
    ]
    assert roles_of_one(people) == {"mayor": people[0]}


def test_a_set_has_two_files(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="a set is GOLD,SPEAKERS"):
        collect([str(tmp_path / "gold.jsonl")])
