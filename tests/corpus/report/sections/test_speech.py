from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.report.corpora import columns, read


def test_types(folder: Path) -> None:
    assert columns(folder, "types", "type", "statements") == [
        ("direct", "6"),
        ("indirect", "2"),
        ("mixed", "1"),
    ]
    assert [float(row["share"]) for row in read(folder, "types")] == pytest.approx([6 / 9, 2 / 9, 1 / 9])


def test_types_by_outlet_and_month(folder: Path) -> None:
    first, second, untold = read(folder, "types_by_outlet")
    assert (first["direct"], first["mixed"], first["indirect"]) == ("4", "1", "2")
    assert float(first["share_direct"]) == pytest.approx(4 / 7)
    assert (second["share_direct"], untold["share_direct"]) == ("1.0", "")
    assert columns(folder, "types_by_month", "month", "direct") == [
        ("2026-04", "1"),
        ("2026-05", "5"),
        ("", "0"),
    ]


def test_acts(folder: Path) -> None:
    assert columns(folder, "acts", "act", "statements", "negated") == [
        ("", "5", "0"), ("say", "3", "0"), ("deny", "1", "1"),
    ]  # fmt: skip
