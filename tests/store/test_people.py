"""The registry on the pairs of people.toml: it may leave people apart, but must never take two for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from attribution.store.store import Store
from tests.store.people import PAIRS, joined

LEAST_RECALL = 0.95


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, bool]]:
    store = Store(Path(tmp_path_factory.mktemp("people")) / "store.db")
    found = list(joined(store))
    store.close()
    return found


def test_there_are_enough_of_each() -> None:
    verdicts = [pair["verdict"] for pair in PAIRS]
    assert {verdict: verdicts.count(verdict) >= 20 for verdict in set(verdicts)} == {
        "same": True, "apart": True, "undecided": True,
    }  # fmt: skip


def test_nobody_is_taken_for_somebody_else(outcomes: list[tuple[str, str, bool]]) -> None:
    assert [name for verdict, name, one in outcomes if one and verdict != "same"] == []


def test_most_who_are_one_are_found(outcomes: list[tuple[str, str, bool]]) -> None:
    same = [one for verdict, _, one in outcomes if verdict == "same"]
    assert sum(same) >= LEAST_RECALL * len(same)
