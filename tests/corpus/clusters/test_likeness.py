"""Two wordings, word by word; pairs.toml has the cases."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path

import pytest

from attribution.corpus.clusters.likeness import Likeness, likeness

PAIRS = tomllib.loads((Path(__file__).parent / "pairs.toml").read_text(encoding="utf-8"))["pair"]
LONG = "The orchestra donated its battered trumpets and nine violins to the flooded school"
NEAR = "The orchestra donated its battered trumpets and nine violins to the ruined school"


@pytest.mark.parametrize("indirect", [False, True])
def test_the_order_does_not_matter(indirect: bool) -> None:
    for pair, threshold in product(PAIRS, (0.6, 0.8)):
        one, other = pair["one"], pair["other"]
        assert likeness(one, other, threshold=threshold, indirect=indirect) == likeness(
            other, one, threshold=threshold, indirect=indirect
        )


def test_a_higher_threshold_takes_less() -> None:
    assert likeness(LONG, NEAR, threshold=0.9) == Likeness("near", 0.923)
    assert likeness(LONG, NEAR, threshold=0.95) is None


def test_the_same_words_are_exact_whatever_the_threshold() -> None:
    assert likeness(LONG, f"“{LONG.upper()}!”", threshold=1) == Likeness("exact", 1.0)


def test_of_indirect_ones_no_word_that_tells_may_differ() -> None:
    assert likeness(LONG, NEAR, threshold=0.8, indirect=True) is None
    part = LONG[: LONG.index(" to the")]
    assert likeness(LONG, part, threshold=0.8, indirect=True) == Likeness("part", 0.692)
