"""The order of claims on the gold, tests/claims/README.md: floors that only rise."""

from __future__ import annotations

from pathlib import Path

import pytest

from attribution.evaluation.claimgold import read_marked
from attribution.evaluation.claims import length, measure, numbers, rated

GOLD = Path(__file__).parent / "quotations.jsonl"
# average precision, by half and by the mark from which something is worth checking
FLOORS = {("dev", 1): 0.94, ("dev", 2): 0.87, ("test", 1): 0.90, ("test", 2): 0.77}


@pytest.mark.parametrize(("half", "least"), FLOORS)
def test_floors(half: str, least: int) -> None:
    marked = read_marked(GOLD, half=half)
    worth = [one.worth >= least for one in marked]
    found = {
        order.__name__: measure([order(one.quotation) for one in marked], worth).average_precision
        for order in (rated, numbers, length)
    }
    print(half, least, found)
    assert found["rated"] >= FLOORS[half, least]
    assert found["rated"] > max(found["numbers"], found["length"])
