"""Names and roles, against cases computed by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attribution.errors import EvaluationError
from attribution.evaluation import score, speakers
from attribution.evaluation.gold import GoldSpeaker, Relation
from tests.evaluation.conftest import DIRECT, INDIRECT, MIXED, gold

MARA = GoldSpeaker(("person",), ("Mara Oyelaran", "Mara B. Oyelaran"), "name", ("coach",), True)
SHE = replace(MARA, mention="pronoun")
ITO = GoldSpeaker(("person",), ("Kenji Ito",), "name", (), True)
CLUB = GoldSpeaker(("organisation",), (None,), "nominal", (), True)


def figures(given: list[Relation], *who: GoldSpeaker) -> dict[str, object]:
    alignment = score.align(gold(), given)
    return speakers.speaker_figures(speakers.count_speakers(alignment, dict(enumerate(who))))


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Dr. Mara B. Oyelaran", "mara oyelaran", True),
        ("Sir Ian Marsh", "Ian Marsh", True),
        ("Oyelaran", "Mara Oyelaran", False),
        ("Ana-Lucia Roe", "Ana Lucia Roe", True),
        (None, "", True),
    ],
)
def test_names_are_compared_by_their_words(left: str | None, right: str, same: bool) -> None:
    assert (speakers.name_key(left) == speakers.name_key(right)) is same


def test_likeness_of_roles() -> None:
    assert speakers.role_likeness("deputy mayor", "mayor of Marlow") == pytest.approx(0.4)
    assert speakers.role_likeness("", "") == 0.0


def test_all_right() -> None:
    given = [
        replace(DIRECT, name="Mara Oyelaran", role="coach"),
        replace(MIXED, name="Ms. Mara Oyelaran", role="the coach"),
        replace(INDIRECT, name="Kenji Ito"),
    ]
    found = figures(given, MARA, SHE, ITO)
    assert found == {
        "named_people": 3, "found": 3, "name": 100.0, "name_end_to_end": 100.0, "name_when_given": 100.0,
        "invented": 0.0, "name_name": 100.0, "name_nominal": 0.0, "name_pronoun": 100.0, "name_none": 0.0,
        "role": {"P": 100.0, "R": 100.0, "F1": 100.0},
    }  # fmt: skip


def test_silence_costs_recall_and_no_precision() -> None:
    found = figures([replace(DIRECT, name="Mara Oyelaran", role="coach"), MIXED], MARA, SHE, ITO)
    assert (found["name"], found["name_end_to_end"], found["name_when_given"]) == (50.0, 33.3, 100.0)
    assert found["role"] == {"P": 100.0, "R": 50.0, "F1": 66.7}


def test_a_name_for_an_organisation_is_invented() -> None:
    given = [replace(DIRECT, name="Mara Oyelaran"), replace(INDIRECT, name="Kenji Ito")]
    found = figures(given, MARA, SHE, CLUB)
    assert (found["name"], found["name_when_given"], found["invented"]) == (100.0, 50.0, 50.0)


def test_a_role_on_which_readers_differ_is_left_out() -> None:
    found = figures([replace(DIRECT, role="swimmer")], replace(MARA, role_agreed=False), SHE, ITO)
    assert found["role"] == {"P": 0.0, "R": 0.0, "F1": 0.0}


def test_a_role_where_gold_has_none_costs_precision() -> None:
    given = [replace(DIRECT, role="coach"), replace(INDIRECT, role="owner")]
    assert figures(given, MARA, SHE, ITO)["role"] == {"P": 50.0, "R": 100.0, "F1": 66.7}


def test_only_articles_with_gold_speakers_count() -> None:
    articles = [gold(), gold(id="a2")]
    counts = speakers.count_all_speakers(
        articles, {"a2": [DIRECT]}, {"a2": dict(enumerate((MARA, SHE, ITO)))}
    )
    assert len(counts) == 1
    assert speakers.speaker_figures(counts[0])["named_people"] == 3


def test_a_relation_without_a_gold_speaker_is_an_error() -> None:
    with pytest.raises(EvaluationError, match="article a1: attribution 1 has no gold speaker"):
        figures([], MARA)
