"""Which records each reading takes, and what of them is scored."""

from __future__ import annotations

import pytest

from attribution import records
from attribution.evaluation.gold import Relation
from attribution.evaluation.readings import predicted
from tests.samples import extraction, quotation, sample

SAID = quotation()
INNER = quotation(parent="q1")
SCARE = quotation(statement=False, reason="scare")
MOTTO = quotation(statement=False, reason="motto")
THOUGHT = quotation(statement=False, reason="thought")
PLAN = quotation(statement=False, reason="plan")


@pytest.mark.parametrize(
    ("record", "polnear", "statements"),
    [(SAID, 1, 1), (INNER, 0, 1), (SCARE, 0, 0), (MOTTO, 0, 0), (THOUGHT, 1, 0), (PLAN, 1, 0)],
)
def test_what_each_reading_takes(record: records.Quotation, polnear: int, statements: int) -> None:
    assert len(predicted(extraction(record), reading="polnear")) == polnear
    assert len(predicted(extraction(record), reading="statements")) == statements


def test_what_is_scored_of_a_record() -> None:
    (relation,) = predicted(sample(), reading="polnear")
    assert relation == Relation(((0, 16),), ((22, 41),), ((17, 21),), "Mara Oyelaran", "coach")


def test_a_speaker_without_a_name_has_none() -> None:
    unnamed = records.Speaker("s1", None, "a coach", "person", False)
    (relation,) = predicted(extraction(quotation(speaker="s1"), speakers=(unnamed,)), reading="statements")
    assert relation.name is None


def test_spans_in_the_title_do_not_count() -> None:
    title = records.Span(0, 4, "“No”", "title")
    cue = records.Cue(5, 9, "says", "title")
    both = quotation(spans=(title, records.Span(0, 16, "x")), cue=cue)
    assert predicted(extraction(quotation(spans=(title,)), both), reading="polnear") == (
        Relation(((0, 16),)),
    )


def test_positions_must_be_code_points() -> None:
    with pytest.raises(ValueError, match="utf16"):
        predicted(extraction(unit="utf16"), reading="polnear")
