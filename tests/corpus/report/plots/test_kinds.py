from __future__ import annotations

import pytest

from attribution.corpus.report.plots.kinds import counted, month_of, months_between


@pytest.mark.parametrize("month", ["0001-01", "1999-12", "2026-05"])
def test_months_are_numbers_and_back(month: str) -> None:
    assert month_of(counted(month)) == month


def test_no_months_lie_between_none() -> None:
    assert months_between([]) == []
    assert months_between(["2026-05"]) == ["2026-05"]
