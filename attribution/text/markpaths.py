"""Finds the cheapest readings of a paragraph's marks that nest: which open, which close, which are none.

The search keeps, for each set of marks left open, the best path so far (a Viterbi search over a stack), and
of these the cheapest few, so that its time is linear in the number of marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from attribution.text.markscan import DOUBLE, SINGLE, Mark, MarkReader

_OPENED, _CLOSED, _RESUMED = 1, 2, 3
_NEVER_CLOSED = {DOUBLE: 4.5, SINGLE: 5.5}  # cost of a quotation that ends with its paragraph
_NEVER_CLOSED_OTHER = 4.5
_CARRIED_ON = 1.5  # the same when the next paragraph opens with a mark of that family
_SAME_INSIDE = {DOUBLE: 1.5, SINGLE: 3.0}  # cost of a pair directly inside one of its own family
_SAME_INSIDE_OTHER = 1.0
_ANEW = 1.0  # cost of a mark that opens anew the quotation it stands in ("One. "Two," he said)
_BEAM = 8  # paths kept
_NARROW_BEAM, _MANY = 3, 200  # paths kept in a paragraph of so many marks, which no writer wrote
_HOPELESS = 7.0  # a path that costs this much more than the best is given up
_SENTENCE_ENDS = ".?!…"


@dataclass(slots=True)
class Readings:
    """What the marks of a paragraph do, by their index.

    `partners` holds both halves of each pair; the partner of a mark never closed is the number of marks.
    `resumed` leads from a mark that opens a quotation anew to the one that opened it before.
    """

    partners: dict[int, int] = field(default_factory=dict)
    resumed: dict[int, int] = field(default_factory=dict)


class _Open(NamedTuple):
    """A mark that is open, and those open around it."""

    mark: Mark
    below: _Open | None
    key: int  # stands for the families of this mark and all below


class _Link(NamedTuple):
    mark: int
    reading: int
    earlier: _Link | None


class _Path(NamedTuple):
    """One way to read the marks so far: its cost, the marks open now, the readings as a chain."""

    cost: float
    open: _Open | None
    chain: _Link | None


def read_paths(text: str, marks: Sequence[Mark], lead: Sequence[str], reader: MarkReader) -> Readings:
    """The cheapest readings of one paragraph's marks.

    `lead` are the families of the opening marks with which the next paragraph begins.
    """
    paths = _Search(text, marks, reader).paths()
    best = min(paths, key=lambda path: path.cost + _cost_of_leaving(path.open, lead))
    links: list[_Link] = []
    link = best.chain
    while link is not None:
        links.append(link)
        link = link.earlier
    found = Readings()
    stack: list[int] = []
    for i, reading, _ in reversed(links):
        if reading == _CLOSED:
            found.partners[i] = stack.pop()
            found.partners[found.partners[i]] = i
            continue
        if reading == _RESUMED:
            found.resumed[i] = stack.pop()
        found.partners[i] = len(marks)
        stack.append(i)
    return found


def common(left: Sequence[str], right: Sequence[str]) -> int:
    """How many items two sequences share at their beginning.

    >>> common(["double", "single"], ["double"])
    1
    """
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


class _Search:
    def __init__(self, text: str, marks: Sequence[Mark], reader: MarkReader) -> None:
        self.text = text
        self.marks = marks
        self.reader = reader
        self.keys: dict[tuple[int, str], int] = {}

    def paths(self) -> list[_Path]:
        """The best path for each set of marks left open at the end."""
        beam = [_Path(0.0, None, None)]
        width = _BEAM if len(self.marks) < _MANY else _NARROW_BEAM
        odd = sum(mark.family != SINGLE for mark in self.marks) % 2
        singles = odd or any(mark.family == SINGLE and mark.opening < 3.0 for mark in self.marks)
        for i, mark in enumerate(self.marks):
            if mark.family == SINGLE and not singles:  # apostrophes all
                continue
            best: dict[int, _Path] = {}
            for path in beam:
                for key, step in self._steps(path, i, mark):
                    if key not in best or step.cost < best[key].cost:
                        best[key] = step
            limit = min(path.cost for path in best.values()) + _HOPELESS
            kept = (path for path in best.values() if path.cost < limit)
            beam = sorted(kept, key=attrgetter("cost"))[:width]
        return beam

    def _steps(self, path: _Path, i: int, mark: Mark) -> Iterator[tuple[int, _Path]]:
        """The readings of one mark after `path`, each under the key of what it leaves open."""
        cost, top, chain = path
        key = top.key if top else 0
        if top is not None and self._holds_words(top.mark.end, mark.start):
            closed = cost + mark.closing + self.reader.pair_cost(top.mark.sign, mark.sign)
            below = top.below
            yield below.key if below else 0, _Path(closed, below, _Link(i, _CLOSED, chain))
        same = top is not None and top.mark.family == mark.family
        if top is not None and same and self._opens_anew(mark):
            anew = _Open(mark, top.below, key)
            yield key, _Path(cost + mark.opening + _ANEW, anew, _Link(i, _RESUMED, chain))
        nested = _SAME_INSIDE.get(mark.family, _SAME_INSIDE_OTHER) if same else 0.0
        above = self.keys.setdefault((key, mark.family), len(self.keys) + 1)
        yield above, _Path(cost + mark.opening + nested, _Open(mark, top, above), _Link(i, _OPENED, chain))
        doubt = 0.3 if same and mark.leans_open else 0.0
        yield key, _Path(cost + mark.nothing + doubt, top, chain)

    def _holds_words(self, start: int, end: int) -> bool:
        return end - start > 8 or bool(self.text[start:end].strip())

    def _opens_anew(self, mark: Mark) -> bool:
        """Whether a sentence ends before this mark, and it plainly opens."""
        if mark.opening > 0.5:
            return False
        before = self.text[max(0, mark.start - 4) : mark.start]
        return before[-1:].isspace() and before.rstrip()[-1:] in _SENTENCE_ENDS


def _cost_of_leaving(top: _Open | None, lead: Sequence[str]) -> float:
    """What it costs to end a paragraph with these marks open, when the next one begins with `lead`."""
    if top is None:
        return 0.0
    families: list[str] = []
    node: _Open | None = top
    while node is not None:
        families.append(node.mark.family)
        node = node.below
    families.reverse()
    carried = common(families, lead)
    lost = (_NEVER_CLOSED.get(family, _NEVER_CLOSED_OTHER) for family in families[carried:])
    return _CARRIED_ON * carried + sum(lost)
