"""A plot of any kind as SVG, with its key and a description in words."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from attribution.corpus.report.plots import bars, lines, network
from attribution.corpus.report.plots.kinds import Bars, Lines, Network, Plot, Series
from attribution.corpus.report.plots.theme import DASHES, colour_of
from attribution.export.characters import one_line


def drawn(plot: Plot, *, name: str) -> str:
    """The SVG element, and before it the key to its series where there are several."""
    about = told(plot)
    if isinstance(plot, Bars):
        return _key(plot.series, dashed=False) + bars.draw(plot, name=name, about=about)
    if isinstance(plot, Lines):
        return _key(plot.series, dashed=True) + lines.draw(plot, name=name, about=about)
    return network.draw(plot, name=name, about=about)


def told(plot: Plot) -> str:
    """What the plot shows, for who cannot see it; the table beside it has the numbers."""
    if isinstance(plot, Network):
        pairs = [
            f"{one_line(plot.points[a][0])} and {one_line(plot.points[b][0])}" for a, b, _ in plot.pairs[:3]
        ]
        return f"{len(plot.points)} points, {len(plot.pairs)} lines. The thickest: {'; '.join(pairs)}."
    series = ", ".join(one_line(series.name) for series in plot.series)
    if isinstance(plot, Lines):
        return f"Lines from {plot.months[0]} to {plot.months[-1]}: {series}."
    labels = ", ".join(map(one_line, plot.labels[:3]))
    return (
        f"{len(plot.labels)} bars of {series}, from the top: {labels}{' …' if len(plot.labels) > 3 else '.'}"
    )


def _key(series: Sequence[Series], *, dashed: bool) -> str:
    if len(series) < 2:
        return ""
    items = "".join(
        f"<li>{_sample(number, of, dashed=dashed)}<bdi>{escape(one_line(of.name))}</bdi></li>"
        for number, of in enumerate(series)
    )
    return f'<ul class="key">{items}</ul>\n'


def _sample(number: int, series: Series, *, dashed: bool) -> str:
    """A piece of a line or of a bar, as it is in the plot."""
    colour = colour_of(number, series)
    if dashed:
        dash = f'stroke-width="2" stroke-dasharray="{DASHES[number]}"'
        shape = f'<line x1="0" y1="5" x2="26" y2="5" {dash} class="stroke-c{colour}"/>'
    else:
        shape = f'<rect width="12" height="10" class="fill-c{colour}"/>'
    return f'<svg viewBox="0 0 {26 if dashed else 12} 10" aria-hidden="true">{shape}</svg>'
