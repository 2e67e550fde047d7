from __future__ import annotations

from attribution.corpus.report.plots.kinds import Bars, Lines, Series
from attribution.corpus.report.sections.counting import LARGEST, SOURCES, bars, in_shares, lines


def test_bars_are_the_first_rows_that_have_any() -> None:
    plot = bars("Outlets", "outlet", {"statements": "statements"})
    rows = [{"outlet": None, "statements": 2}, {"outlet": "empty", "statements": 0}]
    assert plot(rows) == Bars("Outlets", ["not told"], [Series("statements", [2])])
    assert plot(rows[1:]) is None
    many = plot([{"outlet": str(number), "statements": 1} for number in range(60)])
    assert many is not None
    assert len(many.labels) == LARGEST


def test_lines_need_two_months() -> None:
    plot = lines("Sources", in_shares({"none": SOURCES["none"]}), shares=True)
    rows = [{"month": month, "share_none": 0.5} for month in ("2026-01", "2026-02", None)]
    expected = [Series("no source found", [0.5, 0.5], faint=True)]
    assert plot(rows) == Lines("Sources", ["2026-01", "2026-02"], expected, shares=True)
    assert plot(rows[1:]) is None
