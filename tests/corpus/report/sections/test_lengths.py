from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.report.corpora import columns, read


def test_lengths_are_in_words(folder: Path) -> None:
    assert columns(folder, "lengths", "type", "statements", "median", "nine_in_ten", "longest") == [
        ("all", "9", "3", "3", "3"), ("direct", "6", "3", "3", "3"), ("indirect", "2", "3", "3", "3"),
        ("mixed", "1", "3", "3", "3"),
    ]  # fmt: skip
    assert float(read(folder, "lengths")[0]["mean"]) == pytest.approx((8 * 3 + 1) / 9)
    assert columns(folder, "length_spread", "words", "statements") == [("0 to 4", "9")]
