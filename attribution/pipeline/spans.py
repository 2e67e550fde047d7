"""Ranges of code points: how much they share, how they join, how they fit the quotation marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np

from attribution.pipeline.annotations import MarkedStretch, Range

_NOBODY = -1
_CRUMB = 2  # letters outside the marks, from which words lead up to them or go on
_LOOSE = " ,;:—–-\n"
_CLOSERS = {"(": ")", "[": "]", "“": "”"}
_OPENERS = {closer: opener for opener, closer in _CLOSERS.items()}
_SHORT = 3  # letters, below which a word before a point is taken for an abbreviation
_SIGNS = 2  # signs that may stand between the words of a bracket and its end


def letters(text: str, ranges: Sequence[Range]) -> int:
    """Letters and digits in `ranges`, which must not overlap."""
    return sum(sum(map(str.isalnum, text[start:end])) for start, end in ranges)


def common(first: Sequence[Range], second: Sequence[Range]) -> list[Range]:
    """What lies in both.

    >>> common([[0, 4], [6, 9]], [[2, 7]])
    [[2, 4], [6, 7]]
    """
    pairs = ([max(a, c), min(b, d)] for a, b in first for c, d in second)
    return sorted(pair for pair in pairs if pair[0] < pair[1])


def without(first: Sequence[Range], second: Sequence[Range]) -> list[Range]:
    """What lies in `first` and not in `second`.

    >>> without([[0, 9]], [[2, 4]])
    [[0, 2], [4, 9]]
    """
    left = [list(piece) for piece in first]
    for start, end in second:
        cut = [([a, min(b, start)], [max(a, end), b]) for a, b in left]
        left = [piece for pair in cut for piece in pair if piece[0] < piece[1]]
    return left


def joined(text: str, ranges: Sequence[Range]) -> list[Range]:
    """Sorted ranges, those with nothing but signs between them made one, unless a paragraph ends there."""
    made: list[Range] = []
    for start, end in sorted(ranges):
        between = text[made[-1][1] : start] if made else ""
        if made and "\n" not in between and not any(map(str.isalnum, between)):
            made[-1][1] = max(made[-1][1], end)
        else:
            made.append([start, end])
    return made


def tidied(text: str, span: Range | None) -> Range | None:
    """A phrase without signs around it or the full stop of its sentence, its brackets and marks in pairs.

    What is left over of a pair is taken in where it stands right behind, else cut off. None where no word is
    left.

    >>> tidied("Lee (left), who", [0, 9])
    [0, 10]
    """
    seen: list[Range] = []
    while span is not None:
        seen.append(span)
        bare = _bare(text, span)
        span = _paired(text, bare)
        if span == seen[-1]:
            return span
        if span in seen:  # "(a(.[)": what is taken in is cut off again, without end
            return bare
    return None


def _bare(text: str, span: Range) -> Range | None:
    """The span without signs at its ends that belong to nothing in it."""
    start, end = span
    while start < end and not text[start].isalnum() and not _opens(text, start, end):
        start += 1
    while start < end and not text[end - 1].isalnum() and not _belongs(text, start, end):
        end -= 1
    return [start, end] if start < end else None


def _opens(text: str, start: int, end: int) -> bool:
    """Whether a bracket at the start closes before the end, or a quotation mark by it."""
    closer = _CLOSERS.get(text[start])
    last = end if closer == "”" else end - 1
    return closer is not None and text.find(closer, start, last) >= 0


def _belongs(text: str, start: int, end: int) -> bool:
    """Whether the last sign is part of a name: a bracket that opened within, the point of "Jr." or "U.S."."""
    opener = _OPENERS.get(text[end - 1])
    if opener is not None:
        return opener in text[start if opener == "“" else start + 1 : end]
    word = text[start : end - 1].split()[-1:] or [""]
    return text[end - 1] == "." and (len(word[0]) < _SHORT or "." in word[0])


def _paired(text: str, span: Range | None) -> Range | None:
    """The span with the other half of its first unpaired bracket, or up to it, or from it on."""
    if span is None:
        return None
    start, end = span
    for opener, closer in _CLOSERS.items():
        surplus = text.count(opener, start, end) - text.count(closer, start, end)
        if surplus > 0:
            close = text.find(closer, end, end + _SIGNS + 1)
            if close >= 0 and not any(c.isalnum() or c.isspace() for c in text[end:close]):
                return [start, close + 1]
            return [start, text.rfind(opener, start, end)]
        if surplus < 0:
            return [text.find(closer, start, end) + 1, end]
    return span


class Claims:
    """Who holds which letters and digits of a text. Every method is linear in the ranges it is given."""

    def __init__(self, text: str) -> None:
        self._letters = np.fromiter(map(str.isalnum, text), bool, len(text))
        self._holders = np.full(len(text), _NOBODY, np.int32)

    def letters(self, ranges: Sequence[Range]) -> int:
        """Letters and digits in `ranges`."""
        return sum(int(self._letters[start:end].sum()) for start, end in ranges)

    def taken(self, ranges: Sequence[Range]) -> int:
        """How many of them somebody holds."""
        return sum(
            int((self._letters[start:end] & (self._holders[start:end] != _NOBODY)).sum())
            for start, end in ranges
        )

    def free(self, ranges: Sequence[Range]) -> list[Range]:
        """The parts of `ranges` that nobody holds and that have letters."""
        found = []
        for start, end in ranges:
            edges = (
                np.flatnonzero(np.diff(self._holders[start:end] != _NOBODY, prepend=True, append=True))
                + start
            )
            found += [[int(a), int(b)] for a, b in zip(edges[::2], edges[1::2], strict=True)]
        return [piece for piece in found if self.letters([piece])]

    def claim(self, ranges: Sequence[Range], holder: int) -> None:
        """Give `ranges` to `holder`."""
        for start, end in ranges:
            self._holders[start:end] = holder

    def holder(self, ranges: Sequence[Range]) -> tuple[int | None, int]:
        """Who holds most of `ranges`, and how many letters of it; None where nobody holds any."""
        held = [self._holders[start:end][self._letters[start:end]] for start, end in ranges]
        every = np.concatenate(held) if held else self._holders[:0]
        every = every[every >= 0]
        if not len(every):
            return None, 0
        numbers, sizes = np.unique(every, return_counts=True)
        return int(numbers[sizes.argmax()]), int(sizes.max())


class Fitting:
    """Fits contents to the quotation marks of one text."""

    def __init__(self, text: str, marks: Sequence[MarkedStretch], *, most: float = 0.2) -> None:
        self.text = text
        self.marks = [mark for mark in marks if mark["depth"] == 0]
        self.starts = [mark["start"] for mark in self.marks]
        self.wordless = [not any(map(str.isalnum, text[mark["start"] : mark["end"]])) for mark in self.marks]
        self.most = most
        numbers = {id(mark): number for number, mark in enumerate(self.marks)}
        self.chain_of: list[list[int]] = []  # for each stretch all those of its quotation, in order
        for number, mark in enumerate(self.marks):
            earlier = numbers[id(marks[mark["continues"]])] if mark["continues"] is not None else None
            chain: list[int] = [] if earlier is None else self.chain_of[earlier]
            chain.append(number)
            self.chain_of.append(chain)

    def touched(self, ranges: Sequence[Range]) -> list[int]:
        """Numbers of the stretches that share something with `ranges`."""
        found = set()
        for start, end in ranges:
            low = max(bisect_right(self.starts, start) - 1, 0)
            for number in range(low, bisect_left(self.starts, end)):
                if self.marks[number]["end"] > start:
                    found.add(number)
        return sorted(found)

    def fitted(self, content: Sequence[Range]) -> list[Range]:
        """Contents that take enough of a stretch take all of its quotation, in whatever paragraphs it stands.

        Edges are trimmed.
        """
        pieces = [list(piece) for piece in content]
        for number in self.touched(content):
            whole = [[self.marks[number]["start"], self.marks[number]["end"]]]
            shared = letters(self.text, common(pieces, whole))
            if self.wordless[number] or shared < self.most * letters(self.text, whole):
                continue
            for part in self.chain_of[number]:
                pieces = _united(pieces, [self.marks[part]["start"], self.marks[part]["end"]])
        worded = (self._worded(piece) for piece in joined(self.text, pieces))
        trimmed = [self._trimmed(self._within(piece)) for piece in worded]
        return [piece for piece in trimmed if any(map(str.isalnum, self.text[piece[0] : piece[1]]))]

    def _worded(self, piece: Range) -> Range:
        """Without marks around no word at its edges; empty where there are no others: "“…” and “ ”"."""
        start, end = piece
        touched = self.touched([piece])
        if touched and all(self.wordless[number] for number in touched):
            opens, closes = self.marks[touched[0]]["start"], self.marks[touched[-1]]["end"]
            if not letters(self.text, [[start, opens], [closes, end]]):
                return [start, start]
        while touched and self.wordless[touched[-1]] and self.marks[touched[-1]]["end"] >= end:
            end = max(start, self.marks[touched.pop()]["start"])
            end = start + len(self.text[start:end].rstrip(_LOOSE))
        while touched and self.wordless[touched[0]] and self.marks[touched[0]]["start"] <= start:
            start = min(end, self.marks[touched.pop(0)]["end"])
            start = end - len(self.text[start:end].lstrip(_LOOSE))
        return [start, end]

    def _within(self, piece: Range) -> Range:
        """Without a single sign or letter that clings to the marks from outside."""
        start, end = piece
        touched = self.touched([piece])
        if touched:
            opens, closes = self.marks[touched[0]]["start"], self.marks[touched[-1]]["end"]
            start = opens if start < opens and letters(self.text, [[start, opens]]) < _CRUMB else start
            end = closes if closes < end and letters(self.text, [[closes, end]]) < _CRUMB else end
        return [start, end]

    def _trimmed(self, piece: Range) -> Range:
        """Without the signs at its edges that belong to the sentence around it."""
        start, end = piece
        while start < end and self.text[start] in _LOOSE:
            start += 1
        while start < end and (self.text[end - 1] in _LOOSE or self._full_stop(end)):
            end -= 1
        return [start, end]

    def _full_stop(self, end: int) -> bool:
        """True when a sentence outside marks ends right before `end`, as far as the signs around tell."""
        if self.touched([[end - 1, end]]):
            return False
        stop = self.text[end - 1] == "." and end > 1 and not self.text[end - 2].isupper()
        return stop and not self.text[end : end + 2].strip().islower()


def _united(pieces: Sequence[Range], whole: Range) -> list[Range]:
    made: list[Range] = []
    for start, end in sorted([*pieces, whole]):
        if made and start <= made[-1][1]:
            made[-1][1] = max(made[-1][1], end)
        else:
            made.append([start, end])
    return made
