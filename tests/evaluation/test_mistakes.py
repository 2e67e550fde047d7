"""Mistakes in names and roles, one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attribution.errors import EvaluationError
from attribution.evaluation.gold import GoldSpeaker, Relation
from attribution.evaluation.mistakes import Mistake, Of, mistakes, name_fault, role_fault
from attribution.evaluation.report import mistakes_data, mistakes_listing
from tests.evaluation.conftest import DIRECT, INDIRECT, MIXED, gold

MARA = GoldSpeaker(("person",), ("Mara Oyelaran",), "name", ("coach",), True)
SHE = replace(MARA, mention="pronoun")
ITO = GoldSpeaker(("person",), (None,), "name", (), True)
SPEAKERS = {"a1": {0: MARA, 1: SHE, 2: ITO}}


def found(*given: Relation, of: Of = "names", form: str | None = None) -> list[Mistake]:
    return list(mistakes([gold()], {"a1": list(given)}, SPEAKERS, of=of, form=form))


@pytest.mark.parametrize(
    ("who", "name", "fault"),
    [
        (MARA, "Ms Mara Oyelaran", None),
        (MARA, "Oyelaran", "wrong"),
        (MARA, None, "missing"),
        (ITO, "Ito", "invented"),
        (ITO, None, None),
        # nobody counts the organisations that stay without a name, but a wrong one is a name given
        (replace(MARA, kinds=("organisation",), names=("Harbour Trust",)), None, None),
        (replace(MARA, kinds=("organisation",), names=("Harbour Trust",)), "Trust", "wrong"),
    ],
)
def test_a_name_is_judged_as_the_figures_do(who: GoldSpeaker, name: str | None, fault: str | None) -> None:
    assert name_fault(who, name) == fault


@pytest.mark.parametrize(
    ("who", "role", "fault"),
    [
        (MARA, "the coach", None),
        (MARA, "nurse", "wrong"),
        (MARA, None, "missing"),
        (ITO, "nurse", "invented"),
        (replace(MARA, role_agreed=False), "nurse", None),
        (replace(MARA, kinds=("group",)), "nurse", None),
    ],
)
def test_a_role_is_judged_as_the_figures_do(who: GoldSpeaker, role: str | None, fault: str | None) -> None:
    assert role_fault(who, role) == fault


def test_only_found_relations_of_articles_with_gold_speakers_count() -> None:
    assert [one.number for one in found(INDIRECT, MIXED)] == [1]
    assert list(mistakes([gold(id="a2")], {"a2": [MIXED]}, SPEAKERS, of="names")) == []


def test_they_come_in_the_order_of_gold_and_one_form_can_be_asked_for() -> None:
    assert [(one.number, one.form) for one in found(MIXED, DIRECT)] == [(0, "name"), (1, "pronoun")]
    assert [one.number for one in found(MIXED, DIRECT, form="pronoun")] == [1]
    assert [one.fault for one in found(replace(DIRECT, role="nurse"), of="roles")] == ["wrong"]


def test_a_relation_without_a_gold_speaker_is_said() -> None:
    with pytest.raises(EvaluationError, match="a1: attribution 1 has no gold speaker"):
        list(mistakes([gold()], {"a1": [MIXED]}, {"a1": {0: MARA}}, of="names"))


def test_the_listing_shows_both_relations_and_counts() -> None:
    lines = list(mistakes_listing(found(replace(MIXED, name="Ito"), DIRECT)))
    assert lines[0] == "- missing, name, a1:0: none, not Mara Oyelaran"
    assert lines[1] == "    gold:  source coach Mara Oyelaran; cue said"
    assert lines[4] == "- wrong, pronoun, a1:1: Ito, not Mara Oyelaran"
    assert lines[6] == "    given: source She; cue warned"
    before = "“The pool is cold,” said coach Mara Oyelaran."
    assert lines[7].startswith(f"    in: … {before} [She warned that the club “may close” in June]")
    counts = [line.split() for line in lines[8:]]
    assert counts == [
        ["name", "pronoun", "all"], ["wrong", "0", "1", "1"],
        ["missing", "1", "0", "1"], ["invented", "0", "0", "0"],
    ]  # fmt: skip


def test_as_data() -> None:
    assert mistakes_data(found(replace(MIXED, name="Ito"))) == [
        {
            "article": "a1",
            "n": 1,
            "fault": "wrong",
            "form": "pronoun",
            "wanted": ["Mara Oyelaran"],
            "given": "Ito",
        }
    ]
