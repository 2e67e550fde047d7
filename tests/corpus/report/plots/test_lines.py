from __future__ import annotations

import pytest

from attribution.corpus.report.plots import lines
from attribution.corpus.report.plots.kinds import Lines, Series
from attribution.corpus.report.plots.lines import TICKS, ticks_of
from tests.corpus.report.plots.svg import classes, texts


def test_a_line_has_a_gap_where_a_month_is_missing() -> None:
    whole = Lines("By month", ["2026-01", "2026-02", "2026-03"], [Series("all", [1, 2, 3])])
    gap = Lines("By month", ["2026-01", "2026-03"], [Series("all", [1, 3])])
    drawn, broken = (lines.draw(plot, name="p", about="lines") for plot in (whole, gap))
    assert texts(drawn)[:3] == texts(broken)[:3] == ["2026-01", "2026-02", "2026-03"]
    assert drawn != broken
    assert classes(drawn)["stroke-c0"] >= 1


@pytest.mark.parametrize("months", [1, 11, 40, 120, 360, 2400])
def test_months_are_named_so_that_they_can_be_read(months: int) -> None:
    assert 1 <= len(ticks_of(24_000, 24_000 + months)) <= TICKS + 1
