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
from attribution.text.markpaths import common, read_paths
from attribution.text.markscan import SINGLE, Mark, MarkReader, Paragraph, reader_of

UNCLOSED = "unclosed-mark"
STRAY = "stray-mark"
CODES = frozenset((UNCLOSED, STRAY))

_STRAIGHT = frozenset("\"'")
_LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
_MESSAGES = {
    UNCLOSED: "a quotation mark opens and none closes",
    STRAY: "a quotation mark closes and none opened",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words between a pair of quotation marks, at `[start, end)` in code points, the marks included.

    `parent` and `continues` are indices into the same pairing: the stretch around this one, and the earlier
    stretch that this one carries on. One that is not `closed` ends with its paragraph, or where a mark of its
    paragraph opens it anew, and has `close_length` 0.
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
        lead = self.leads[index + 1] if index + 1 < len(self.leads) and self._alike(index, index + 1) else []
        readings = read_paths(self.text, marks, lead, self.reader)
        anew = {earlier: mark for mark, earlier in readings.resumed.items()}
        made: dict[int, int] = {}  # the stretch that a mark opens
        stack: list[int] = []
        leading = True
        for i, mark in enumerate(marks):
            partner = readings.partners.get(i)
            leading = leading and i < len(carried) and partner is not None and partner > i
            if partner is None:
                self._warn(mark)
                continue
            if partner < i or i in readings.resumed:
                stack.pop()
            if partner < i:
                continue
            continues = carried[i] if leading else made.get(readings.resumed.get(i, -1))
            made[i] = len(self.stretches)
            closing = marks[partner] if partner < len(marks) else None
            until = marks[anew[i]] if i in anew else None
            self.stretches.append(self._stretch(index, mark, closing, until, stack, continues))
            stack.append(made[i])
        left = [i for i in made if readings.partners[i] == len(marks) and i not in anew]
        carried_on = (
            0 if self._same_inside(marks, made, left) else common([marks[i].family for i in left], lead)
        )
        for i in [*(i for i in anew if i not in readings.resumed), *left[carried_on:]]:
            self._report(UNCLOSED, marks[i])
        return [made[i] for i in left[:carried_on]]

    def _same_inside(self, marks: Sequence[Mark], made: dict[int, int], left: Sequence[int]) -> bool:
        """Whether a stretch left open holds a pair in its own marks, for which speech would have others."""
        inner = ((self.stretches[number].parent, marks[i].family) for i, number in made.items())
        return not {(made[i], marks[i].family) for i in left}.isdisjoint(inner)

    def _alike(self, index: int, other: int) -> bool:
        """Whether two paragraphs do not begin with marks of which one is straight and one is not.

        Who begins each paragraph of a quotation with a mark sets the same mark each time.
        """
        signs = [self.text[self.spans[i][0]] for i in (index, other) if self.leads[i]]
        return len({sign in _STRAIGHT for sign in signs}) < 2

    def _stretch(
        self,
        index: int,
        mark: Mark,
        closing: Mark | None,
        until: Mark | None,
        stack: list[int],
        continues: int | None,
    ) -> Stretch:
        if closing is not None:
            end = closing.end
        elif until is not None:
            end = mark.end + len(self.text[mark.end : until.start].rstrip())
        else:
            end = self.spans[index][1]
        return Stretch(
            start=mark.start,
            end=end,
            depth=len(stack),
            parent=stack[-1] if stack else None,
            closed=closing is not None,
            continues=continues,
            paragraph=index,
            open_length=len(mark.sign),
            close_length=len(closing.sign) if closing else 0,
            style=self.styles.get(mark.sign, mark.family),
        )

    def _warn(self, mark: Mark) -> None:
        if mark.warns:
            self._report(UNCLOSED if mark.leans_open else STRAY, mark)

    def _report(self, code: str, mark: Mark) -> None:
        self.warnings.append(records.Warning(code, _MESSAGES[code], mark.start, mark.end))


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
            mark.nothing += 3.0


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
    """The paragraphs whose stretches, or the marks of these, are not the same in both."""
    unchanged = OffsetMap.identity(max((stretch.end for stretch in before.stretches), default=0))
    old = {_shape(stretch, unchanged) for stretch in before.stretches}
    new = {_shape(stretch, offsets) for stretch in after.stretches}
    return {shape[-1] for shape in old ^ new}


def _shape(stretch: Stretch, offsets: OffsetMap) -> tuple[int, ...]:
    """Where a stretch and its two marks stand in the input, how it hangs together, and its paragraph."""
    opening = offsets.span(stretch.start, stretch.start + stretch.open_length)
    closing = offsets.span(stretch.end - stretch.close_length, stretch.end)
    carries_on = stretch.continues is not None
    return (*opening, *closing, stretch.depth, stretch.closed, carries_on, stretch.paragraph)
