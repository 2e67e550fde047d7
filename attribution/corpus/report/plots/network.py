"""Points on a circle, and curves between the pairs among them: no name lies upon another."""

from __future__ import annotations

from math import cos, degrees, pi, sin

import networkx
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from attribution.corpus.report.plots.kinds import Network
from attribution.corpus.report.plots.theme import COLOURS, FAINT, INK, WIDTH, Words, look, shortened, svg_of

LONGEST = 26  # columns of a label
_HEIGHT = 7.2  # inches
_RADIUS = 1.8
_BEND = 0.25  # how near to the middle a curve comes
_LARGEST, _SMALLEST = 150.0, 14.0  # square points


def draw(network: Network, *, name: str, about: str) -> str:
    """The SVG of a network. The size of a point tells its number, the width of a curve that of the pair."""
    angles = {point: 2 * pi * place / len(network.points) for place, point in enumerate(ordered(network))}
    with look() as words:
        figure = Figure(figsize=(WIDTH, _HEIGHT))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(-WIDTH / 2, WIDTH / 2)
        axes.set_ylim(-_HEIGHT / 2, _HEIGHT / 2)
        _join(axes, network, angles)
        _mark(axes, network, angles, words)
        return svg_of(figure, words, name=name, title=network.title, about=about)


def ordered(network: Network) -> list[int]:
    """The points in the order of the circle: those that hang together are near each other.

    >>> ordered(Network("", [("a", 1), ("b", 1), ("c", 1), ("d", 1)], [(0, 2, 1), (1, 3, 1)]))
    [0, 2, 1, 3]
    """
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(network.points)))
    graph.add_weighted_edges_from(network.pairs)
    found: list[int] = []
    for group in sorted(networkx.connected_components(graph), key=lambda group: (-len(group), min(group))):
        start = max(sorted(group), key=lambda point: graph.degree(point))
        found += networkx.dfs_preorder_nodes(graph, start, sort_neighbors=sorted)
    return found


def _join(axes: Axes, network: Network, angles: dict[int, float]) -> None:
    heaviest = max(weight for *_, weight in network.pairs)
    for one, other, weight in network.pairs:
        (x1, y1), (x2, y2) = _at(angles[one], _RADIUS), _at(angles[other], _RADIUS)
        middle = ((x1 + x2) / 2 * _BEND, (y1 + y2) / 2 * _BEND)
        curve = Path([(x1, y1), middle, (x2, y2)], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
        width = 0.6 + 2.6 * weight / heaviest
        axes.add_patch(PathPatch(curve, fill=False, edgecolor=FAINT, alpha=0.6, linewidth=width))


def _mark(axes: Axes, network: Network, angles: dict[int, float], words: Words) -> None:
    most = max(size for _, size in network.points)
    for point, (label, size) in enumerate(network.points):
        angle = angles[point]
        x, y = _at(angle, _RADIUS)
        area = _SMALLEST + (_LARGEST - _SMALLEST) * size / most
        axes.scatter([x], [y], s=area, color=COLOURS[0], linewidths=0, zorder=3)
        x, y = _at(angle, _RADIUS + 0.13)
        left = cos(angle) < -1e-9
        axes.text(
            x, y, words.sign(shortened(label, LONGEST)), size=8, color=INK, rotation_mode="anchor",
            rotation=degrees(angle) + (180 if left else 0), ha="right" if left else "left",
            va="center_baseline",
        )  # fmt: skip


def _at(angle: float, radius: float) -> tuple[float, float]:
    return radius * cos(angle), radius * sin(angle)
