"""Lines over months."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from attribution.corpus.report.plots.bars import number as shown
from attribution.corpus.report.plots.kinds import Lines, Series, counted, month_of
from attribution.corpus.report.plots.theme import (
    COLOURS,
    DASHES,
    WIDTH,
    Words,
    colour_of,
    look,
    plain_axes,
    svg_of,
)

_HEIGHT, _LEFT, _RIGHT, _EDGE, _TOP = 2.6, 0.75, 0.35, 0.35, 0.1  # inches
TICKS = 10  # at most so many months are named


def draw(lines: Lines, *, name: str, about: str) -> str:
    """The SVG of lines; where a month is missing or has no number, a line has a gap."""
    with look() as words:
        figure = Figure(figsize=(WIDTH, _HEIGHT))
        wide, high = WIDTH - _LEFT - _RIGHT, _HEIGHT - _EDGE - _TOP
        place = (_LEFT / WIDTH, _EDGE / _HEIGHT, wide / WIDTH, high / _HEIGHT)
        axes = plain_axes(figure, place, grid="y")
        months = [counted(month) for month in lines.months]
        for number, series in enumerate(lines.series):
            _line(axes, series, months, number)
        axes.set_xlim(months[0] - 0.5, months[-1] + 0.5)
        _label(axes, lines, months, words)
        return svg_of(figure, words, name=name, title=lines.title, about=about)


def _line(axes: Axes, series: Series, months: list[int], number: int) -> None:
    known = dict(zip(months, series.values, strict=True))
    over = range(months[0], months[-1] + 1)
    values = [float("nan") if (value := known.get(month)) is None else value for month in over]
    dash = tuple(map(float, DASHES[number].split()))
    axes.plot(
        over, values, color=COLOURS[colour_of(number, series)], linestyle=(0, dash) if dash else "solid",
        linewidth=1.6, marker="o", markersize=2.5, markeredgewidth=0, clip_on=False,
    )  # fmt: skip


def _label(axes: Axes, lines: Lines, months: list[int], words: Words) -> None:
    axes.set_ylim(0, 1 if lines.shares else None)
    ticks = [tick for tick in axes.get_yticks() if lines.shares or tick == int(tick)]
    ticks = [tick for tick in ticks if 0 <= tick <= axes.get_ylim()[1]]
    axes.set_yticks(ticks, [words.sign(shown(tick, lines.shares)) for tick in ticks])
    named = ticks_of(months[0], months[-1])
    axes.set_xticks(named, [words.sign(month_of(month)) for month in named])
    axes.tick_params(axis="x", pad=7)


def ticks_of(start: int, end: int) -> list[int]:
    """The months to name between two: few enough to be read, and beginnings of years where they are many.

    >>> ticks_of(0, 3), ticks_of(1, 240)[:3]
    ([0, 1, 2, 3], [24, 48, 72])
    """
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 600, 12_000) if (end - start) // step < TICKS)
    return [at for at in range(start, end + 1) if at % step == 0]
