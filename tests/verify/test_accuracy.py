"""The verdicts on the gold pairs, tests/verify/README.md: floors that only rise."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from attribution import Extractor
from attribution.verify import Original, meaning, verify

HERE = Path(__file__).parent
# of a hundred pairs; all of them have been looked at by now
FLOORS = {"verbatim": 95, "edited": 95, "partial": 95, "altered": 95, "misattributed": 95}


@cache
def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


@dataclass(frozen=True)
class Outcome:
    half: str
    right: str
    given: str


@pytest.fixture(scope="module")
def outcomes(extractor: Extractor) -> list[Outcome]:
    """What is said of each pair, without the vectors of docs/verification.md."""
    originals = {
        row["id"]: Original(
            row["text"], extractor.extract(row["text"]) if row["kind"] == "article" else None, row["id"]
        )
        for row in rows("sources.jsonl")
    }
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(meaning, "available", lambda: False)
        for pair in rows("pairs.jsonl"):
            given = verify(pair["quotation"], [originals[pair["source"]]], speaker=pair["speaker"])
            found.append(Outcome(pair["set"], pair["verdict"].replace("_", "-"), given.verdict))
    return found


@pytest.mark.parametrize("half", ["dev", "test", "held", "fresh"])
def test_floors(outcomes: list[Outcome], half: str) -> None:
    every = Counter(outcome.right for outcome in outcomes if outcome.half == half)
    hits = Counter(one.right for one in outcomes if one.half == half and one.right == one.given)
    print(half, {verdict: f"{hits[verdict]} of {every[verdict]}" for verdict in every})
    assert {v: hits[v] / every[v] for v, floor in FLOORS.items() if hits[v] < floor * every[v] / 100} == {}


def test_nothing_is_called_verbatim_that_is_not(outcomes: list[Outcome]) -> None:
    assert [one for one in outcomes if one.given == "verbatim" != one.right] == []
