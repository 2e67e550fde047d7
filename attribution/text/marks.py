"""Pairs the quotation marks of a text, whatever their style, and never fails on an odd number of them.

Each sign may open, close, or be no mark, at a cost that its surroundings set (`markscan.py`). Paragraph by
paragraph the cheapest set of readings that nests is chosen, so that one wrong mark costs itself alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from attribution import records
from attribution.offsets import OffsetMap, OffsetMapBuilder
from attribution.text.markscan import DOUBLE, SINGLE, WRONG_WAY, Mark, MarkReader, Paragraph, reader_of

UNCLOSED = "unclosed-mark"
STRAY = "stray-mark"

_OPENED, _CLOSED = 1, 2
_NEVER_CLOSED = {DOUBLE: 4.5, SINGLE: 5.5}  # cost of a quotation that ends with its paragraph
_CARRIED_ON = 0.5  # the same when the next paragraph opens with a mark of that family
_SAME_INSIDE = {DOUBLE: 1.5, SINGLE: 3.0}  # cost of a pair directly inside one of its own family
_BEAM = 16
_HOPELESS = 9.0  # a reading that costs this much more than the best is given up

_LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
_MESSAGES = {
    UNCLOSED: "a quotation mark opens and none closes",
    STRAY: "a quotation mark closes and none opened",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words between a pair of quotation marks, at `[start, end)` in code points, the marks included.

    `parent` and `continues` are indices into the same pairing: the stretch around this one, and the stretch of
    an earlier paragraph that this one carries on. One that is not `closed` ends with its paragraph and has
    `close_length` 0.
    """

    start: int
    end: int
    depth: int
    parent: int | None
    closed: bool
    continues: int | None
    paragraph: int
    open_length: int
    close_length: int
    style: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """All stretches of a text in the order of their opening marks, and what was odd about the marks."""

    stretches: tuple[Stretch, ...]
    warnings: tuple[records.Warning, ...] = ()


def pair_marks(text: str, paragraphs: Sequence[Paragraph] | None = None, *, language: str = "en") -> Pairing:
    """The quotations in marks of `text`.

    `paragraphs` are half-open spans in order and apart from each other; without them every line that is not
    blank is one. Raises ModelError for a language without marks.

    >>> [text[s.start : s.end] for text in ["“Go,\\" he said."] for s in pair_marks(text).stretches]
    ['“Go,"']
    """
    spans = _lines(text) if paragraphs is None else paragraphs
    return _Pairer(text, spans, reader_of(language)).pair()


def canonical_marks(text: str, *, language: str = "en") -> tuple[str, OffsetMap]:
    """`text` with its outermost pairs written “ ” and the pairs inside these ‘ ’, and the map back to `text`.

    Signs in no pair stay. So does a whole paragraph whose rewriting would make the marks read differently:
    the stretches of the result are those of `text`, and a second call changes nothing.

    >>> canonical_marks("'Is it \\"dead\\"?' asked Lee.")[0]
    '“Is it ‘dead’?” asked Lee.'
    """
    paragraphs = _lines(text)
    before = pair_marks(text, paragraphs, language=language)
    edits = list(_edits(text, before.stretches, reader_of(language)))
    kept = edits
    for _ in range(2):
        if not kept:
            break
        written, offsets = _apply(text, kept)
        differing = _differing(before, pair_marks(written, language=language), offsets)
        if not differing:
            return written, offsets
        kept = [edit for edit in kept if edit.paragraph not in differing]
    return text, OffsetMap.identity(len(text))


class _Path(NamedTuple):
    """One reading of the marks so far: its cost, the marks open now, the readings as a chain."""

    cost: float
    open: _Open | None
    chain: _Link | None


class _Open(NamedTuple):
    mark: Mark
    below: _Open | None
    key: int  # stands for the families of this mark and all below


class _Link(NamedTuple):
    mark: int
    reading: int
    earlier: _Link | None


class _Edit(NamedTuple):
    start: int
    end: int
    sign: str
    paragraph: int


class _Pairer:
    """Pairs paragraph after paragraph."""

    def __init__(self, text: str, spans: Sequence[Paragraph], reader: MarkReader) -> None:
        self.text = text
        self.spans = spans
        self.reader = reader
        self.marks = reader.read(text, spans)
        self.leads = [_lead(marks, span[0]) for marks, span in zip(self.marks, spans, strict=True)]
        self.styles = reader.data.styles
        self.stretches: list[Stretch] = []
        self.warnings: list[records.Warning] = []
        if _prefers_single(self.marks):
            _trust_singles(self.marks)

    def pair(self) -> Pairing:
        """The stretches and warnings of the whole text."""
        carried: list[int] = []
        for index, marks in enumerate(self.marks):
            carried = self._paragraph(index, marks, carried) if marks else []
        return Pairing(tuple(self.stretches), tuple(self.warnings))

    def _paragraph(self, index: int, marks: list[Mark], carried: list[int]) -> list[int]:
        """Adds the stretches of a paragraph; returns those that the next one carries on, outermost first."""
        lead = self.leads[index + 1] if index + 1 < len(self.leads) else []
        partners = self._partners(marks, lead)
        stack: list[int] = []
        left_open: list[int] = []
        leading = True
        for i, mark in enumerate(marks):
            partner = partners.get(i)
            leading = leading and i < len(carried) and partner is not None and partner > i
            if partner is None:
                self._warn(mark)
            elif partner > i:
                continues = carried[i] if leading else None
                closing = marks[partner] if partner < len(marks) else None
                if closing is None:
                    left_open.append(len(self.stretches))
                stack.append(self._add(index, mark, closing, stack, continues))
            else:
                stack.pop()
        families = [marks[i].family for i in sorted(partners) if partners[i] == len(marks)]
        carried_on = _common(families, lead)
        for stretch in left_open[carried_on:]:
            start = self.stretches[stretch].start
            self._report(UNCLOSED, start, start + self.stretches[stretch].open_length)
        return left_open[:carried_on]

    def _add(
        self, index: int, mark: Mark, closing: Mark | None, stack: list[int], continues: int | None
    ) -> int:
        """Appends a stretch and returns its index."""
        self.stretches.append(
            Stretch(
                start=mark.start,
                end=closing.end if closing else self.spans[index][1],
                depth=len(stack),
                parent=stack[-1] if stack else None,
                closed=closing is not None,
                continues=continues,
                paragraph=index,
                open_length=len(mark.sign),
                close_length=len(closing.sign) if closing else 0,
                style=self.styles.get(mark.sign, mark.family),
            )
        )
        return len(self.stretches) - 1

    def _partners(self, marks: list[Mark], lead: list[str]) -> dict[int, int]:
        """The partner of each mark by index; that of a mark never closed is `len(marks)`."""
        path = min(self._paths(marks), key=lambda path: path.cost + _cost_of_leaving(path.open, lead))
        readings: list[tuple[int, int]] = []
        link = path.chain
        while link is not None:
            readings.append((link.mark, link.reading))
            link = link.earlier
        partners: dict[int, int] = {}
        stack: list[int] = []
        for i, reading in reversed(readings):
            if reading == _OPENED:
                partners[i] = len(marks)
                stack.append(i)
            else:
                partners[i] = stack.pop()
                partners[partners[i]] = i
        return partners

    def _paths(self, marks: list[Mark]) -> list[_Path]:
        """The best readings of a paragraph, one for each set of marks left open."""
        keys: dict[tuple[int, str], int] = {}
        beam = [_Path(0.0, None, None)]
        singles = any(mark.family == SINGLE and mark.opening < WRONG_WAY for mark in marks)
        for i, mark in enumerate(marks):
            if mark.family == SINGLE and not singles:
                continue
            best: dict[int, _Path] = {}
            for path in beam:
                for key, step in self._steps(path, i, mark, keys):
                    if key not in best or step.cost < best[key].cost:
                        best[key] = step
            limit = min(path.cost for path in best.values()) + _HOPELESS
            beam = sorted((path for path in best.values() if path.cost < limit), key=_cost)[:_BEAM]
        return beam

    def _steps(
        self, path: _Path, i: int, mark: Mark, keys: dict[tuple[int, str], int]
    ) -> Iterator[tuple[int, _Path]]:
        """The readings of one mark after `path`, each under a key for the marks it leaves open."""
        cost, top, chain = path
        key = top.key if top else 0
        same = top is not None and top.mark.family == mark.family
        if top is not None and same and self._holds_words(top.mark.end, mark.start):
            closed = cost + mark.closing + self.reader.pair_cost(top.mark.sign, mark.sign)
            below = top.below
            yield below.key if below else 0, _Path(closed, below, _Link(i, _CLOSED, chain))
        opened = cost + mark.opening + (_SAME_INSIDE.get(mark.family, 1.0) if same else 0.0)
        above = keys.setdefault((key, mark.family), len(keys) + 1)
        yield above, _Path(opened, _Open(mark, top, above), _Link(i, _OPENED, chain))
        doubt = 0.3 if same and mark.leans_open else 0.0
        yield key, _Path(cost + mark.nothing + doubt, top, chain)

    def _holds_words(self, start: int, end: int) -> bool:
        return end - start > 8 or bool(self.text[start:end].strip())

    def _warn(self, mark: Mark) -> None:
        if mark.warns:
            self._report(UNCLOSED if mark.leans_open else STRAY, mark.start, mark.end)

    def _report(self, code: str, start: int, end: int) -> None:
        self.warnings.append(records.Warning(code, _MESSAGES[code], start, end))


def _cost(path: _Path) -> float:
    return path.cost


def _cost_of_leaving(top: _Open | None, lead: list[str]) -> float:
    """What it costs to end a paragraph with these marks open, when the next one begins with `lead`."""
    if top is None:
        return 0.0
    families: list[str] = []
    node: _Open | None = top
    while node is not None:
        families.append(node.mark.family)
        node = node.below
    families.reverse()
    common = _common(families, lead)
    return _CARRIED_ON * common + sum(_NEVER_CLOSED.get(family, 4.5) for family in families[common:])


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    """How many items two sequences share at their beginning."""
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _lines(text: str) -> list[Paragraph]:
    return [match.span() for match in _LINE.finditer(text)]


def _lead(marks: list[Mark], start: int) -> list[str]:
    """Families of the opening marks with which a paragraph begins."""
    families = []
    for mark in marks:
        if mark.start != start or mark.opening > 1.0:
            break
        families.append(mark.family)
        start = mark.end
    return families


def _prefers_single(marks: Iterable[list[Mark]]) -> bool:
    """Whether the text sets its quotations in single marks: more of these open than double marks."""
    singles = doubles = 0
    for mark in (mark for paragraph in marks for mark in paragraph):
        if mark.leans_open and mark.opening < 1.0:
            singles += mark.family == SINGLE
            doubles += mark.family != SINGLE
    return singles > doubles


def _trust_singles(marks: Iterable[list[Mark]]) -> None:
    for mark in (mark for paragraph in marks for mark in paragraph):
        if mark.family == SINGLE and mark.nothing >= 2.0:
            mark.nothing += 2.0


def _edits(text: str, stretches: Sequence[Stretch], reader: MarkReader) -> Iterator[_Edit]:
    """What must be written otherwise, from left to right."""
    wanted = (reader.data.canonical, reader.data.canonical_inner)
    carried_on = {stretch.continues for stretch in stretches}
    edits = []
    for index, stretch in enumerate(stretches):
        if stretch.depth >= len(wanted) or not (stretch.closed or index in carried_on):
            continue
        opening, closing = wanted[stretch.depth]
        edits.append(_Edit(stretch.start, stretch.start + stretch.open_length, opening, stretch.paragraph))
        if stretch.closed:
            edits.append(_Edit(stretch.end - stretch.close_length, stretch.end, closing, stretch.paragraph))
    return (edit for edit in sorted(edits) if text[edit.start : edit.end] != edit.sign)


def _apply(text: str, edits: Sequence[_Edit]) -> tuple[str, OffsetMap]:
    builder, parts, position = OffsetMapBuilder(), [], 0
    for edit in edits:
        parts += [text[position : edit.start], edit.sign]
        builder.copy(edit.start - position)
        builder.replace(edit.end - edit.start, len(edit.sign))
        position = edit.end
    builder.copy(len(text) - position)
    return "".join([*parts, text[position:]]), builder.build()


def _differing(before: Pairing, after: Pairing, offsets: OffsetMap) -> set[int]:
    """The paragraphs whose stretches are not the same in both."""
    old = {(s.start, s.end, s.depth, s.closed, s.continues is None, s.paragraph) for s in before.stretches}
    new = {
        (*offsets.span(s.start, s.end), s.depth, s.closed, s.continues is None, s.paragraph)
        for s in after.stretches
    }
    return {stretch[-1] for stretch in old ^ new}
