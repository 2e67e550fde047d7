"""Conflicts on the pairs of conflicts.toml, half of which were written before the rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from attribution.store.contrast import contrast
from attribution.store.store import Store
from tests.store.contradictions import PAIRS, judged

LEAST = 0.9  # of precision and recall, of either half


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, Any], str]]:
    store = Store(Path(tmp_path_factory.mktemp("conflicts")) / "store.db")
    found = list(judged(store))
    store.close()
    return found


def test_there_are_enough_of_each() -> None:
    written = [pair["written"] for pair in PAIRS]
    assert min(written.count(half) for half in ("before", "after")) >= 40
    assert len({pair["verdict"] for pair in PAIRS}) == 7


@pytest.mark.parametrize("half", ["before", "after"])
def test_most_are_judged_as_people_do(outcomes: list[tuple[dict[str, Any], str]], half: str) -> None:
    mine = [(pair["verdict"], got) for pair, got in outcomes if pair["written"] == half]
    found = [verdict for verdict, got in mine if got != "none"]
    conflicts = [got for verdict, got in mine if verdict != "none"]
    assert sum(verdict != "none" for verdict in found) >= LEAST * len(found)
    assert sum(got != "none" for got in conflicts) >= LEAST * len(conflicts)


@pytest.mark.parametrize(
    ("first", "second", "difference"),
    [
        ("They paid $1.5bn for the railway line", "They paid 1.5 billion dollars for the railway line", None),
        (
            "They paid $1.5bn for the railway line",
            "They paid 1.5 million dollars for the railway line",
            "number",
        ),
        (
            "It's a policy that can't survive the winter",
            "It is a policy that cannot survive the winter",
            None,
        ),
        ("We sold the ferry (the Alma) to a museum", "We sold the ferry to a museum in spring", None),
        ("The one boat that sank was the oldest", "The boat that sank was the oldest by far", None),
        (
            "The marshal attakced the convoy before dawn",
            "The marshal attacked the convoy before dawn",
            "words",
        ),
        (
            "Herring prices rose again after the treaty",
            "Herring prices declined again after the treaty",
            "negation",
        ),
        (
            "The bill came before the storm hit the pier",
            "The bill came after the storm hit the pier",
            "negation",
        ),
        ("Rents rose again in the harbour town", "Rents soared again in the harbour town", "words"),
    ],
)
def test_what_differs(first: str, second: str, difference: str | None) -> None:
    found = contrast(first, second)
    assert found is not None
    assert found.difference == difference
    turned = contrast(second, first)
    assert turned == found.turned()


def test_two_sayings_have_no_contrast() -> None:
    assert contrast("The lighthouse will be sold in May", "Nobody asked the fishermen about the pier") is None
