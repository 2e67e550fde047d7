from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from attribution.store import shares
from attribution.store.shares import Numbers, best_of, numbers_of, rarest, shares_of, weight_of

ROWS = {"rare": [3, 7], "known": [1, 2, 3, 4], "common": list(range(1, 12)), "absent": []}


class LookUp:
    """The rows of ROWS, and what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[list[str], int]] = []

    def __call__(self, keys: Sequence[str], most: int) -> list[Numbers]:
        self.asked.append((list(keys), most))
        return [np.array(ROWS[key][:most], np.int64) for key in keys]


@pytest.fixture(autouse=True)
def small_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "ROUNDS", (2, 5))


def test_common_keys_tell_nothing() -> None:
    look_up = LookUp()
    assert [list(rows) for rows in rarest(look_up, list(ROWS))] == [[3, 7], [1, 2, 3, 4]]
    assert look_up.asked == [(list(ROWS), 3), (["known", "common"], 6)]


def test_beside_enough_rare_keys_others_are_not_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "ENOUGH", 1)
    look_up = LookUp()
    assert [list(rows) for rows in rarest(look_up, list(ROWS))] == [[3, 7]]
    assert len(look_up.asked) == 1


def test_what_is_known_to_be_common_is_not_looked_up() -> None:
    look_up = LookUp()
    assert [list(rows) for rows in rarest(look_up, list(ROWS), {"common"})] == [[3, 7], [1, 2, 3, 4]]
    assert look_up.asked == [(["rare", "known", "absent"], 3), (["known"], 6)]


def test_a_rare_key_weighs_more() -> None:
    found = shares_of([np.array([3, 7]), np.array([1, 2, 3, 4])])
    assert found[3] == 1.0
    assert found[7] > found[1] == found[4]
    assert found[7] + found[1] == pytest.approx(1.0)
    assert best_of(found, 3) == [3, 7, 4]
    assert weight_of(1) > weight_of(1000) > 0


def test_of_nothing_there_is_no_share() -> None:
    assert shares_of([]) == {}
    assert list(numbers_of("3,14")) == [3, 14]
