"""Bars from left to right, a label before each."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from attribution.corpus.report.plots.kinds import Bars
from attribution.corpus.report.plots.theme import (
    COLOURS,
    FAINT,
    INK,
    PAPER,
    POINT,
    SIZE,
    WIDTH,
    Words,
    colour_of,
    columns_of,
    look,
    plain_axes,
    shortened,
    svg_of,
)

LONGEST = 34  # columns of a label
_BAR, _EDGE, _TAIL = 0.26, 0.32, 0.75  # inches: a bar with its gap, the axis below, the number behind a bar


def draw(bars: Bars, *, name: str, about: str) -> str:
    """The SVG of bars."""
    labels = [shortened(label, LONGEST) for label in bars.labels]
    left = (max(map(columns_of, labels), default=0) * 0.6 + 1.5) * SIZE * POINT
    right = 0.2 if bars.shares else _TAIL
    height = _BAR * len(labels) + _EDGE
    with look() as words:
        figure = Figure(figsize=(WIDTH, height))
        place = (left / WIDTH, _EDGE / height, (WIDTH - left - right) / WIDTH, 1 - _EDGE / height)
        axes = plain_axes(figure, place, grid="x")
        ends = _stack(axes, bars)
        axes.set_yticks(range(len(labels)), [words.sign(label) for label in labels], color=INK)
        ticks = [tick for tick in axes.get_xticks() if bars.shares or tick == int(tick)]
        ticks = [tick for tick in ticks if 0 <= tick <= axes.get_xlim()[1]]
        axes.set_xticks(ticks, [words.sign(number(tick, bars.shares)) for tick in ticks])
        if not bars.shares:
            _number(axes, ends, words)
        return svg_of(figure, words, name=name, title=bars.title, about=about)


def _stack(axes: Axes, bars: Bars) -> list[float]:
    """Draws the bars; returns where each ends."""
    ends = [0.0] * len(bars.labels)
    for place, series in enumerate(bars.series):
        values = [value or 0.0 for value in series.values]
        axes.barh(
            range(len(values)), values, left=ends, height=0.72, color=COLOURS[colour_of(place, series)],
            edgecolor=PAPER, linewidth=0.6,
        )  # fmt: skip
        ends = [end + value for end, value in zip(ends, values, strict=True)]
    axes.set_ylim(len(bars.labels) - 0.4, -0.6)
    axes.set_xlim(0, 1 if bars.shares else max([*ends, 1]))
    return ends


def _number(axes: Axes, ends: list[float], words: Words) -> None:
    """The number of each bar, behind it."""
    for place, end in enumerate(ends):
        axes.annotate(
            words.sign(number(end)), (end, place), (3, 0), textcoords="offset points", va="center_baseline",
            color=FAINT, annotation_clip=False,
        )  # fmt: skip


def number(value: float, as_share: bool = False) -> str:
    """A number as it stands in a plot.

    >>> number(12000), number(0.25, as_share=True)
    ('12,000', '25%')
    """
    return f"{100 * value:.0f}%" if as_share else f"{value:,.0f}"
