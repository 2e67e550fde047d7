"""The gold passages for the fields of a quotation are sound: shape, places, numbers, dates."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any, get_args

import pytest

from attribution.records import Act, Reason
from tests.gold.passages import Passage, Record, gold_content, load, locate

LEAST = {
    "addressee": 45,
    "medium": 50,
    "time": 50,
    "negated": 35,
    "act": 45,
    "parent": 30,
    "affiliation": 45,
}
KEYS = {
    "content",
    "cue",
    "source",
    "speaker",
    "addressee",
    "medium",
    "time",
    "negated",
    "act",
    "parent",
    "role",
    "statement",
    "reason",
}
ROLE_KEYS = {"text", "title", "affiliation", "former", "occurrence", "also"}
ISO = re.compile(r"\d{4}(-W\d{2}|-\d{2}(-\d{2}(T\d{2}:\d{2})?)?)?")
REASONS_OF_ACT = {"think": "thought", "believe": "thought", "wish": "thought", "plan": "plan"}
PASSAGES = load()


def _quotations() -> list[tuple[Passage, Record]]:
    return [(passage, quotation) for passage in PASSAGES for quotation in passage.quotations]


def test_there_are_enough_passages_of_every_focus() -> None:
    counts = Counter(passage.focus for passage in PASSAGES)
    assert len(PASSAGES) >= 280
    assert set(counts) == set(LEAST)
    assert all(counts[focus] >= least for focus, least in LEAST.items())


def test_ids_and_texts_are_unique() -> None:
    assert len({passage.id for passage in PASSAGES}) == len(PASSAGES)
    assert len({passage.text for passage in PASSAGES}) == len(PASSAGES)
    assert all(re.fullmatch(rf"{passage.focus}-\d{{3}}", passage.id) for passage in PASSAGES)


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.id)
def test_shape_and_places(passage: Passage) -> None:
    assert passage.published is None or date.fromisoformat(passage.published)
    for stretch in passage.tolerated:
        locate(passage.text, stretch)
    for quotation in passage.quotations:
        assert set(quotation) == KEYS
        _check_spans(passage.text, quotation)
        _check_values(quotation)
        _check_role(passage.text, quotation["role"])


def _check_spans(text: str, quotation: Record) -> None:
    assert gold_content(text, quotation)
    places = [locate(text, piece) for piece in quotation["content"]]
    assert all(one[1] <= other[0] for one, other in pairwise(places))
    for name in ("cue", "source", "addressee", "medium", "time"):
        if quotation[name] is not None:
            start, end = locate(text, quotation[name])
            assert not any(start < stop and begin < end for begin, stop in places), name
    assert quotation["speaker"] is None or quotation["speaker"] in text


def _check_values(quotation: Record) -> None:
    assert quotation["act"] in get_args(Act)
    assert quotation["reason"] is None or quotation["reason"] in get_args(Reason)
    assert quotation["statement"] is (quotation["reason"] is None)
    assert isinstance(quotation["negated"], bool)
    if quotation["negated"]:
        assert not quotation["statement"]
    if quotation["act"] in REASONS_OF_ACT:
        assert quotation["reason"] == REASONS_OF_ACT[quotation["act"]]
    if quotation["time"] is not None and quotation["time"]["value"] is not None:
        assert ISO.fullmatch(quotation["time"]["value"])


def _check_role(text: str, role: dict[str, Any] | None) -> None:
    if role is None:
        return
    assert {"text", "title", "affiliation", "former"} <= set(role) <= ROLE_KEYS
    locate(text, role)
    assert role["title"] is None or role["title"] in role["text"]
    assert role["affiliation"] is None or role["affiliation"] in text
    assert isinstance(role["former"], bool)
    assert all(other in text for other in role.get("also", []))


def test_a_parent_holds_its_quotation_and_comes_without_cycles() -> None:
    for passage in PASSAGES:
        for index, quotation in enumerate(passage.quotations):
            if quotation["parent"] is None:
                continue
            parent = passage.quotations[quotation["parent"]]
            assert quotation["parent"] != index
            assert gold_content(passage.text, quotation) < gold_content(passage.text, parent), passage.id


def test_weekdays_agree_with_the_calendar() -> None:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for passage, quotation in _quotations():
        time = quotation["time"] or {"text": "", "value": None}
        named = [day for day in days if day in time["text"].lower()]
        if named and time["value"]:
            assert days[date.fromisoformat(time["value"][:10]).weekday()] == named[0], passage.id


def test_every_act_and_most_reasons_occur() -> None:
    acts = Counter(quotation["act"] for _, quotation in _quotations())
    reasons = Counter(quotation["reason"] for _, quotation in _quotations())
    assert set(acts) == set(get_args(Act))
    assert min(acts.values()) >= 3
    assert set(get_args(Reason)) <= set(reasons)


def test_marks_lie_inside_some_content() -> None:
    for passage in PASSAGES:
        covered: set[int] = set()
        for quotation in passage.quotations:
            for piece in quotation["content"]:
                covered.update(range(*locate(passage.text, piece)))
        bare = [i for i, char in enumerate(passage.text) if char in '“”"‘' and i not in covered]
        assert not bare, passage.id
