from __future__ import annotations

from attribution import records
from attribution.claims import rank
from tests.samples import extraction, quotation

TEXT = "Thank you all. It is 90 years old. Rents rose by 12 per cent in 2019. We will build 12 boats."


def said(id: str, words: str, **changes: object) -> records.Quotation:
    start = TEXT.index(words)
    return quotation(start, start + len(words), text=TEXT, id=id, **changes)


def test_what_can_be_checked_comes_first_and_then_by_score() -> None:
    found = rank(
        extraction(
            said("q1", "Thank you all."),
            said("q2", "It is 90 years old."),
            said("q3", "Rents rose by 12 per cent in 2019."),
            said("q4", "We will build 12 boats."),
            text=TEXT,
        )
    )
    ids = [claim.quotation.id for claim in found.claims]
    assert ids[0] == "q3"
    assert ids[-1] == "q1"
    order = [(claim.rating.checkable, claim.rating.score) for claim in found.claims]
    assert order == sorted(order, reverse=True)


def test_what_is_no_statement_is_left_out() -> None:
    found = rank(extraction(said("q1", "Thank you all.", statement=False, reason="scare"), text=TEXT))
    assert found.claims == ()


def test_speakers_come_with_their_claims() -> None:
    speaker = records.Speaker("s1", "Ada Ito", "Ada Ito", "person", True)
    both = said("q1", "Thank you all.", speaker="s1"), said("q2", "It is 90 years old.")
    found = rank(extraction(*both, text=TEXT, speakers=(speaker,)))
    assert {claim.quotation.id: claim.speaker for claim in found.claims} == {"q1": speaker, "q2": None}
