from __future__ import annotations

from attribution.corpus.report.plots import bars
from attribution.corpus.report.plots.kinds import Bars, Series
from tests.corpus.report.plots.svg import classes, texts


def test_a_bar_has_its_label_its_parts_and_its_number() -> None:
    plot = Bars(
        "Types", ["Quay News", "Pool Post"], [Series("direct", [900, 2]), Series("mixed", [300, None])]
    )
    drawn = bars.draw(plot, name="p", about="two bars")
    assert {"Quay News", "Pool Post", "1,200", "2", "0"} <= set(texts(drawn))
    assert classes(drawn)["fill-c0"] == 2
    assert classes(drawn)["fill-c1"] == 2


def test_shares_have_no_number_and_what_is_unknown_is_grey() -> None:
    plot = Bars(
        "Sources", ["Quay News"], [Series("named", [0.75]), Series("none", [0.25], faint=True)], shares=True
    )
    drawn = bars.draw(plot, name="p", about="one bar")
    assert texts(drawn) == ["0%", "20%", "40%", "60%", "80%", "100%", "Quay News"]
    assert classes(drawn)["fill-c5"] == 1


def test_a_small_count_has_whole_numbers_below() -> None:
    drawn = bars.draw(Bars("Acts", ["say"], [Series("statements", [2])]), name="p", about="one bar")
    assert texts(drawn) == ["0", "1", "2", "say", "2"]
