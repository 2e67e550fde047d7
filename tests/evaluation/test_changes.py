"""Gains and losses between two runs."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from attribution.evaluation.changes import changes, tally
from attribution.evaluation.gold import Relation
from attribution.evaluation.report import changes_listing
from tests.evaluation.conftest import DIRECT, INDIRECT, MIXED, TEXT, at, gold


def events(before: list[Relation], after: list[Relation]) -> list[tuple[str, str]]:
    return [(c.event, c.type) for c in changes([gold()], {"a1": before}, {"a1": after})]


def test_the_same_run_has_no_changes() -> None:
    assert events([DIRECT, INDIRECT], [INDIRECT, DIRECT]) == []


def test_found_and_lost() -> None:
    assert events([INDIRECT], [DIRECT]) == [("found", "direct"), ("lost", "indirect")]


def test_a_source_that_becomes_right_or_wrong() -> None:
    wrong = replace(MIXED, source=at("club"))
    assert events([wrong], [MIXED]) == [("attributed", "mixed")]
    assert events([MIXED], [wrong]) == [("misattributed", "mixed")]


def test_false_positives_come_and_go_unless_they_share_half() -> None:
    first, shifted, other = (Relation(at(w)) for w in ("coach Mara Oyelaran", "Mara Oyelaran", "Ito denied"))
    assert events([first], [shifted]) == []
    assert events([first], [other]) == [("gone false", "indirect"), ("new false", "indirect")]


def test_an_article_without_predictions_loses_all() -> None:
    found = list(changes([gold()], {"a1": [DIRECT]}, {}))
    assert tally(found) == Counter({("lost", "direct"): 1})


def test_the_listing_shows_words_surroundings_and_counts() -> None:
    wrong = replace(MIXED, source=at("club"))
    lines = list(changes_listing(list(changes([gold()], {"a1": [wrong]}, {"a1": [MIXED, DIRECT]}))))
    start = TEXT.index("that the club")
    assert lines[0] == "+ found, direct, a1:0: “The pool is cold,”"
    assert f"+ attributed, mixed, a1:{start}: that the club “may close” in June" in lines
    assert "    before: source club; cue warned" in lines
    assert "    after: source She; cue warned" in lines
    before = "“The pool is cold,” said coach Mara Oyelaran. She warned"
    assert lines[-8].startswith(f"    in: … {before} [that the club “may close” in June]")
    counts = {row.split()[0]: row.split()[1:] for row in lines[-6:]}
    assert counts["found"] == ["1", "0", "0", "1"]
    assert counts["attributed"] == ["0", "1", "0", "1"]
    assert counts["lost"] == ["0", "0", "0", "0"]
