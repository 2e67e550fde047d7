"""The look of all plots: colours by name, words that are put in last, and SVG that a strict policy allows.

Matplotlib draws with colours that stand for names, which become classes, so that the page decides on them in
the light and in the dark. It draws a sign for each text, in whose place the text is put at the end: no name
is taken for a formula, and none is measured by a font that lacks its letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from typing import Literal
from unicodedata import east_asian_width
from xml.etree import ElementTree

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from attribution.corpus.report.plots.kinds import Series
from attribution.export.characters import one_line

WIDTH = 7.2  # inches
POINT = 1 / 72  # inches
SIZE = 9.0  # points

INK, FAINT, LINE, PAPER = "#0000f1", "#0000f2", "#0000f3", "#0000f4"
COLOURS = tuple(f"#0000a{number}" for number in range(6))
UNKNOWN = len(COLOURS) - 1  # the colour of what nobody knows
DASHES = ("", "6 2", "2 2", "8 2 2 2", "4 4", "1 2")
_CLASSES = {INK: "ink", FAINT: "faint", LINE: "line", PAPER: "paper"} | {
    colour: f"c{number}" for number, colour in enumerate(COLOURS)
}
_LOOK = {
    "svg.fonttype": "none",
    "svg.hashsalt": "attribution",
    "font.family": "DejaVu Sans",
    "font.size": SIZE,
    "path.simplify": False,
    "axes.linewidth": 0.6,
}
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_SIGN = re.compile(r"T(\d+)_")
# what comes of Matplotlib's styles; the others repeat what is so anyway
_KEPT = {"stroke-width", "stroke-dasharray", "opacity", "fill-opacity", "stroke-opacity", "text-anchor"}


def colour_of(number: int, series: Series) -> int:
    """The number of the colour that a series has in its plot."""
    return UNKNOWN if series.faint else number


@dataclass(slots=True)
class Words:
    """The texts of a plot, by the signs that are drawn for them."""

    texts: list[str] = field(default_factory=list)

    def sign(self, text: str) -> str:
        """The sign to draw for a text."""
        self.texts.append(text)
        return f"T{len(self.texts) - 1}_"

    def text(self, sign: str) -> str:
        """The text for a sign; whatever is none stays."""
        return _SIGN.sub(lambda found: self.texts[int(found[1])], sign)


@contextmanager
def look() -> Iterator[Words]:
    """Within it all is drawn alike, whatever the settings of whoever runs it are."""
    with style.context(["default", _LOOK]):
        yield Words()


def shortened(text: str, columns: int) -> str:
    """The text in one line of at most so many columns, of which wide letters take two.

    >>> shortened("Mara Lindqvist", 8)
    'Mara Li…'
    """
    line = one_line(text)
    taken, kept = 0, ""
    for letter in line:
        taken += 2 if east_asian_width(letter) in "WF" else 1
        if taken > columns - (len(kept) + 1 < len(line)):
            return f"{kept.rstrip()}…"
        kept += letter
    return kept


def columns_of(text: str) -> int:
    """How many columns a text takes."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def plain_axes(figure: Figure, place: tuple[float, float, float, float], *, grid: Literal["x", "y"]) -> Axes:
    """Axes at a place in the figure (left, bottom, width, height, in 0..1), with lines in one direction."""
    axes = figure.add_axes(place)
    axes.patch.set_visible(False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_axisbelow(True)
    axes.grid(axis=grid, color=LINE, linewidth=0.6)
    axes.tick_params(axis="both", length=0, colors=FAINT, pad=4)
    return axes


def svg_of(figure: Figure, words: Words, *, name: str, title: str, about: str) -> str:
    """The figure as an SVG element; `name` keeps its identifiers apart from those of other plots."""
    figure.patch.set_visible(False)
    drawn = StringIO()
    figure.savefig(drawn, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    root = ElementTree.fromstring(drawn.getvalue())
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{_SVG}metadata", f"{_SVG}style"):
                parent.remove(child)
    _rename(root, name)
    for element in root.iter():
        _restyle(element)
        if element.text and element.tag == f"{_SVG}text":
            element.text = words.text(element.text)
    return _written(root, name, title, about)


def _rename(root: ElementTree.Element, name: str) -> None:
    """Identifiers that something refers to get the name before them, the others go."""
    links = [value for element in root.iter() for value in element.attrib.values()]
    used = {found for value in links for found in re.findall(r"^#(.+)|url\(#(.+?)\)", value)}
    wanted = {one or other for one, other in used}
    for element in root.iter():
        if element.get("id") in wanted:
            element.set("id", f"{name}-{element.get('id')}")
        else:
            element.attrib.pop("id", None)
        if link := element.attrib.pop(_LINK, None):
            element.set("href", f"#{name}-{link.removeprefix('#')}")
        if clip := element.get("clip-path"):
            element.set("clip-path", clip.replace("url(#", f"url(#{name}-"))


def _restyle(element: ElementTree.Element) -> None:
    """The element with attributes and classes in place of its style, which a strict policy forbids."""
    told = element.attrib.pop("style", "")
    classes = []
    for declaration in filter(None, (part.strip() for part in told.split(";"))):
        key, value = (part.strip() for part in declaration.split(":", 1))
        if key in ("fill", "stroke"):
            classes.append(f"{key}-{_CLASSES.get(value, 'none')}")
        elif key in _KEPT:
            element.set(key, value)
    if element.tag == f"{_SVG}text" and not any(name.startswith("fill") for name in classes):
        classes.append("fill-ink")
    if classes:
        element.set("class", " ".join(classes))


def _written(root: ElementTree.Element, name: str, title: str, about: str) -> str:
    for key in ("width", "height", "version"):
        root.attrib.pop(key, None)
    root.attrib |= {"class": "plot", "role": "img", "aria-labelledby": f"{name}-title {name}-about"}
    for place, (tag, words) in enumerate((("title", title), ("desc", about))):
        told = ElementTree.Element(f"{_SVG}{tag}", {"id": f"{name}-{'about' if place else 'title'}"})
        told.text = words
        root.insert(place, told)
    ElementTree.register_namespace("", _SVG[1:-1])
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
