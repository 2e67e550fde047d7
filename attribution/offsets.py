"""Where a position in the normalised text stands in the input: edits are recorded as they are made.

Recomputing offsets by comparing two texts is wrong sooner or later, so every step that changes the text
builds an `OffsetMap` while it works, and maps compose.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

Piece = tuple[int, int, int, int]  # output start, input start, output length, input length


def _replaced(out: int, source: int, n: int, m: int) -> list[Piece]:
    """`n` code points in place of `m`. Equal lengths would read as a copy, so they take two pieces."""
    if n == m > 1:
        return [(out, source, 1, m), (out + 1, source, n - 1, m)]
    return [(out, source, n, m)] if n else []


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """A monotone map from positions in an output text to positions in its input, both in code points.

    `pieces` are `(output start, input start, output length, input length)` in order, covering the whole
    output. A piece with equal lengths was copied, any other was replaced as a whole (two pieces may stand
    for the same input). Input between two pieces was deleted.
    """

    pieces: tuple[Piece, ...]

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """The map of a text that nobody edited.

        >>> OffsetMap.identity(5).span(1, 3)
        (1, 3)
        """
        return cls(((0, 0, length, length),) if length else ())

    @property
    def is_identity(self) -> bool:
        """True when nothing was edited (deletions at the end aside)."""
        return all(out == source and n == m for out, source, n, m in self.pieces)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open input span behind the output span `[start, end)`.

        A position inside a replaced piece takes that whole piece along. An empty span maps to an empty one.
        Raises ValueError when the span is not within the output.
        """
        if not 0 <= start <= end <= self.output_length:
            raise ValueError(f"span [{start}, {end}) is outside the text of {self.output_length} code points")
        if start == end:
            at = self._start(start)
            return at, at
        return self._start(start), self._end(end)

    @property
    def output_length(self) -> int:
        """Length of the output in code points."""
        if not self.pieces:
            return 0
        out, _, n, _ = self.pieces[-1]
        return out + n

    def output_position(self, position: int) -> int:
        """Where an input position stands in the output: what comes before it there comes before it here.

        Inside a replaced piece it is the start of that piece, in deleted input the end of the piece before.

        >>> OffsetMap(((0, 2, 3, 3),)).output_position(4)
        2
        """
        index = bisect_right(self.pieces, position, key=lambda piece: piece[1]) - 1
        if index < 0:
            return 0
        out, source, n, m = self.pieces[index]
        if position >= source + m:
            return out + n
        return out + position - source if n == m else out

    def after(self, earlier: OffsetMap) -> OffsetMap:
        """The map of two steps: `earlier` was applied to the input first, then this one to its output.

        Linear in the pieces of both. Raises ValueError when this map reads past the output of `earlier`.
        """
        pieces: list[Piece] = []
        for out, middle, n, m in self.pieces:
            if n == m:
                cut = earlier._cut(middle, middle + n)
                pieces.extend((out + at - middle, source, k, j) for at, source, k, j in cut)
            else:
                start, end = earlier.span(middle, middle + m)
                pieces.extend(_replaced(out, start, n, end - start))
        return OffsetMap(tuple(pieces))

    def _cut(self, start: int, end: int) -> list[Piece]:
        """The pieces that cover output `[start, end)`, cut to it where they were copied."""
        if end > self.output_length:
            raise ValueError(f"span [{start}, {end}) is outside the text of {self.output_length} code points")
        found: list[Piece] = []
        for index in range(max(self._index(start), 0), len(self.pieces)):
            out, source, n, m = self.pieces[index]
            if out >= end:
                break
            left, right = max(start, out), min(end, out + n)
            if n == m:
                found.append((left, source + left - out, right - left, right - left))
            else:
                found.extend(_replaced(left, source, right - left, m))
        return found

    def _index(self, position: int) -> int:
        return bisect_right(self.pieces, position, key=lambda piece: piece[0]) - 1

    def _start(self, position: int) -> int:
        if not self.pieces:
            return 0
        out, source, n, m = self.pieces[self._index(position)]
        if position >= out + n:
            return source + m
        return source + position - out if n == m else source

    def _end(self, position: int) -> int:
        out, source, n, m = self.pieces[self._index(position - 1)]
        return source + position - out if n == m else source + m


class OffsetMapBuilder:
    """Records edits from left to right: `copy`, `drop` and `replace` consume input, `insert` does not.

    >>> b = OffsetMapBuilder()
    >>> b.copy(3), b.replace(6, 1), b.copy(2)  # "a &amp; b" -> "a & b" by pieces
    (None, None, None)
    >>> b.build().span(3, 4)
    (3, 9)
    """

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._out = 0
        self._in = 0

    def copy(self, length: int) -> None:
        """Take `length` input code points over as they are."""
        if not length:
            return
        if self._pieces:
            out, source, n, m = self._pieces[-1]
            if n == m and out + n == self._out and source + m == self._in:
                self._pieces[-1] = (out, source, n + length, m + length)
                self._out, self._in = self._out + length, self._in + length
                return
        self._pieces.append((self._out, self._in, length, length))
        self._out, self._in = self._out + length, self._in + length

    def drop(self, length: int) -> None:
        """Leave `length` input code points out."""
        self._in += length

    def replace(self, input_length: int, output_length: int) -> None:
        """Put `output_length` code points in place of `input_length` ones, as one unbreakable piece."""
        self._pieces += _replaced(self._out, self._in, output_length, input_length)
        self._out, self._in = self._out + output_length, self._in + input_length

    def insert(self, length: int) -> None:
        """Add `length` code points that stand for nothing in the input."""
        self.replace(0, length)

    def build(self) -> OffsetMap:
        """The finished map."""
        return OffsetMap(tuple(self._pieces))


class Utf16Positions:
    """Turns code point positions of a text into UTF-16 ones, one more for each astral character, and back."""

    def __init__(self, text: str) -> None:
        self._astral = (
            [i for i, character in enumerate(text) if character > "\uffff"] if not text.isascii() else []
        )

    def at(self, position: int) -> int:
        """The position in UTF-16 code units.

        >>> Utf16Positions("😀 ok").at(2)
        3
        """
        return position + bisect_left(self._astral, position)

    def code_point(self, position: int) -> int:
        """The position in code points; within a character it is the character's start.

        >>> Utf16Positions("😀 ok").code_point(3), Utf16Positions("😀 ok").code_point(1)
        (2, 0)
        """
        # of two characters further on each stands one unit later than the one before says
        return position - bisect_left(range(len(self._astral)), position, key=lambda n: self._astral[n] + n)
