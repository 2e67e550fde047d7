from __future__ import annotations

from attribution.records import Extraction, Span
from attribution.store.differences import differences, pair
from tests import samples


def said(name: str, start: int, end: int) -> Extraction:
    return samples.extraction(samples.quotation(start, end, id=name))


def test_the_same_name_is_the_same_quotation_if_they_share_words() -> None:
    before, after = said("q1", 0, 16), said("q1", 3, 16)
    (found,) = differences(before, after)
    assert found.before
    assert found.after
    assert set(found.was) == {"spans"}


def test_names_that_were_given_anew_do_not_matter() -> None:
    first, second = samples.quotation(0, 16, id="q1"), samples.quotation(20, 30, id="q2")
    renamed = [samples.quotation(20, 30, id="q1"), samples.quotation(0, 16, id="q7")]
    found = pair([first, second], renamed)
    assert {(old.id, new.id) for old, new in found if old and new} == {("q1", "q7"), ("q2", "q1")}


def test_what_has_no_words_in_common_was_left_out_and_added() -> None:
    found = differences(said("q1", 0, 16), said("q1", 20, 30))
    assert [(bool(one.before), bool(one.after)) for one in found] == [(True, False), (False, True)]
    assert found[1].became["spans"][0]["start"] == 20


def test_what_only_follows_is_no_difference() -> None:
    before = samples.quotation(topics=("pool",), evidence=())
    after = samples.quotation(topics=(), evidence=("corrected",), paragraph=3)
    (found,) = differences(samples.extraction(before), samples.extraction(after))
    assert found.same


def test_words_in_the_title_are_others_than_those_in_the_body() -> None:
    inside = samples.quotation(id="q1")
    span = Span(0, 16, inside.text, "title")
    found = pair([inside], [samples.quotation(id="q1", spans=(span,))])
    assert len(found) == 2
