from __future__ import annotations

import pytest

from attribution.corpus.report.plots.drawing import drawn, told
from attribution.corpus.report.plots.kinds import Bars, Lines, Network, Plot, Series

SERIES = [Series("direct", [1, 2]), Series("<b>", [3, 4])]


@pytest.mark.parametrize(
    ("plot", "about"),
    [
        (Bars("T", ["Quay News", "Post"], SERIES), "2 bars of direct, <b>, from the top: Quay News, Post."),
        (Lines("T", ["2026-01", "2026-05"], SERIES), "Lines from 2026-01 to 2026-05: direct, <b>."),
        (
            Network("T", [("Lee", 2), ("Low", 1)], [(0, 1, 2)]),
            "2 points, 1 lines. The thickest: Lee and Low.",
        ),
    ],
)
def test_a_plot_is_told_in_words(plot: Plot, about: str) -> None:
    assert told(plot) == about
    assert f'<desc id="p-about">{about.replace("<", "&lt;").replace(">", "&gt;")}</desc>' in drawn(
        plot, name="p"
    )


def test_several_series_have_a_key() -> None:
    key, _ = drawn(Bars("T", ["a", "b"], SERIES), name="p").split("</ul>")
    assert key.count("<li>") == 2
    assert "<bdi>&lt;b&gt;</bdi>" in key
    assert "<ul" not in drawn(Bars("T", ["a", "b"], SERIES[:1]), name="p")
    assert (
        'stroke-dasharray="6 2"'
        in drawn(Lines("T", ["2026-01", "2026-02"], SERIES), name="p").split("</ul>")[0]
    )
