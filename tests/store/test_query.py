from __future__ import annotations

import json
import math
from typing import Any

import pytest

from attribution.errors import InputError
from attribution.store.query import LARGEST, Query

FULL = Query(
    words='gates -"at noon"',
    about="harbour",
    speaker="Dr. Mara Lindqvist",
    role="harbour master",
    affiliation="Port of Ostby",
    type=("direct", "mixed"),
    act=("say",),
    statement=False,
    negated=True,
    outlet=("Post", "Ostby's Daily"),
    article=7,
    since="2026-01-01",
    until="2026-01-01",
    review=("rejected",),
    gone=True,
    confidence=0,
    worth=0.5,
    claim=("in-check",),
    kind=("figure", "promise"),
    checkable=True,
)


@pytest.mark.parametrize("query", [Query(), FULL, Query(speaker=12)])
def test_a_query_comes_back_from_json(query: Query) -> None:
    assert Query.from_json(json.loads(json.dumps(query.to_json()))) == query


def test_what_is_not_given_is_not_kept() -> None:
    assert Query().to_json() == {}
    assert Query.from_json({"words": None, "type": []}) == Query()


def test_names_are_read_as_names_are_compared() -> None:
    assert FULL.names == ("mara", "lindqvist")
    assert Query(speaker=12).names == ()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"colour": "red"}, "colour"),
        ({"since": "2026-01-01"}, "since"),
        ({"words": 'gate "lock'}, "words"),
        ({"words": "gate\0"}, "words"),
        ({"about": "\ud800"}, "about"),
        ({"role": 7}, "role"),
        ({"affiliation": "—"}, "affiliation"),
        ({"speaker": "?"}, "speaker"),
        ({"speaker": True}, "speaker"),
        ({"speaker": 0}, "speaker"),
        ({"speaker": LARGEST + 1}, "speaker"),
        ({"article": "7"}, "article"),
        ({"article": LARGEST + 1}, "article"),
        ({"type": "direct"}, "type"),
        ({"type": ["loud"]}, "type"),
        ({"type": [["direct"]]}, "type"),
        ({"act": ["shout"]}, "act"),
        ({"review": ["fine"]}, "review"),
        ({"claim": ["true"]}, "claim"),
        ({"outlet": ["a\0"]}, "outlet"),
        ({"outlet": ["a"] * 51}, "outlet"),
        ({"statement": "yes"}, "statement"),
        ({"gone": 1}, "gone"),
        ({"confidence": 1.1}, "confidence"),
        ({"confidence": math.nan}, "confidence"),
        ({"worth": True}, "worth"),
        ({"kind": ["lie"]}, "kind"),
        ({"checkable": "yes"}, "checkable"),
        ({"from": "2026-02-30"}, "from"),
        ({"to": "20260201"}, "to"),
        ({"from": "2026-02-02", "to": "2026-02-01"}, "to"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_looked_for_is_refused_by_its_field(given: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as caught:
        Query.from_json(given)
    assert caught.value.field == field
