"""Reads the signs of a text that may be quotation marks, and what their surroundings say of each.

A sign has three readings: it opens, it closes, or it is no mark (an apostrophe, inches, a bullet). Each
reading has a cost, and `markpaths.py` looks for the cheapest set of readings that makes pairs. The costs
compare: 0 is what the surroundings plainly ask for, about 1 a doubt, 3 a slip, 4 and more a last resort.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from attribution.lang.marks import MarkData, load_marks

Paragraph = tuple[int, int]

SINGLE = "single"
DOUBLE = "double"
WRONG_WAY = 2.5  # a sign that only closes used to open, or the other way round
LOST = 4.0  # a double mark that has no partner
_MIXED = 0.3  # a pair whose two signs are of different styles
_SLIP = 3.7  # a pair of a double and a single mark
NO_MARK = 2.5  # from this cost on, the reading "no mark" deserves a warning

_BLANK, _OPEN, _CLOSE, _DASH, _PUNCTUATION, _WORD = "_", "(", ")", "-", ",", "w"
_SPECIAL = {
    "": _BLANK, "\u200b": _BLANK, "\u200e": _BLANK, "\u200f": _BLANK, "\ufeff": _BLANK, "\xad": _BLANK,
    **dict.fromkeys("([{<¿¡/|=", _OPEN), **dict.fromkeys(")]}>", _CLOSE),
    **dict.fromkeys("-‐‑‒–—―−", _DASH), **dict.fromkeys(",.;:!?", _PUNCTUATION),
}  # fmt: skip

# (before, after): (cost of opening, cost of closing)
_COSTS = {
    "__": (0.7, 0.7), "_(": (0.0, 3.0), "_)": (2.5, 0.5), "_-": (0.5, 1.5), "_,": (2.0, 0.5),
    "(_": (0.5, 2.0), "((": (0.0, 3.0), "()": (2.0, 1.0), "(-": (0.5, 2.0), "(,": (1.5, 1.0),
    "-_": (2.0, 0.3), "-(": (0.5, 1.0), "-)": (3.0, 0.2), "--": (1.0, 0.5), "-,": (3.0, 0.2),
    ",_": (3.0, 0.0), ",(": (1.5, 0.5), ",)": (3.0, 0.0), ",-": (3.0, 0.0), ",,": (3.0, 0.0),
    ")_": (3.0, 0.0), ")(": (1.5, 0.5), "))": (3.0, 0.0), ")-": (3.0, 0.0), "),": (3.0, 0.0),
    "w_": (3.0, 0.0), "w(": (2.0, 0.5), "w)": (3.0, 0.0), "w-": (3.0, 0.0), "w,": (3.0, 0.0),
    "_w": (0.0, 3.0), "(w": (0.0, 3.0), "-w": (0.2, 1.5), ",w": (1.0, 0.5), ")w": (1.5, 0.5),
    "ww": (1.5, 1.2),
}  # fmt: skip

_WORD_AFTER = re.compile(r"\w+")
_NEXT_WORD = re.compile(r"[^\S\n]+([^\W\d_]+)")
_WORD_BEFORE = re.compile(r"(?:^|\W)(\w+)\Z")
_NUMBER_BEFORE = re.compile(r"(?:^|[^\w$£€.,])\d{1,3}(?:[.,/]\d{1,2}|[½¼¾⅓⅔])?[ -]?\Z")
_YEAR = re.compile(r"\d\d|\d0s")
_REACH = 24  # code points looked at before a sign


@dataclass(slots=True)
class Mark:
    """A sign at `[start, end)` with the costs of its three readings."""

    start: int
    end: int
    sign: str
    family: str
    opening: float
    closing: float
    nothing: float

    @property
    def warns(self) -> bool:
        """Whether this sign must be a mark that lost its partner when it is in no pair."""
        return self.nothing >= NO_MARK

    @property
    def leans_open(self) -> bool:
        """Whether its surroundings rather ask for an opening mark."""
        return self.opening < self.closing


class MarkReader:
    """Finds the signs of one language; made once a language by `reader_of`."""

    def __init__(self, data: MarkData) -> None:
        self.data = data
        self.families = dict(data.families)
        self.openers = frozenset(pair.open for pair in data.pairs)
        self.closers = frozenset(pair.close for pair in data.pairs)
        self.matching = frozenset(pair.open + pair.close for pair in data.pairs)
        self.usually_open = _usually_open(data)
        self.pattern = _pattern(self.families)
        slashed = "".join(re.escape(sign) for sign in data.feet if len(sign) == 1)
        self.feet_before = re.compile(rf"\d ?[{slashed}] ?\d{{1,2}}(?:[.,/]\d{{1,2}}|[½¼¾⅓⅔])?\Z")

    def read(self, text: str, paragraphs: Sequence[Paragraph]) -> list[list[Mark]]:
        """The signs of each paragraph in order; a sign that crosses a paragraph's end counts for none."""
        found: list[list[Mark]] = [[] for _ in paragraphs]
        index = 0
        for match in self.pattern.finditer(text):
            start, end = match.span()
            while index < len(paragraphs) and paragraphs[index][1] <= start:
                index += 1
            if index == len(paragraphs):
                break
            if paragraphs[index][0] <= start and end <= paragraphs[index][1]:
                sign = match.group()
                found[index].append(Mark(start, end, sign, self.families[sign], 0.0, 0.0, 0.0))
        for marks, (first, last) in zip(found, paragraphs, strict=True):
            if marks:
                self._weigh(text, marks, first, last)
        return found

    def _weigh(self, text: str, marks: list[Mark], first: int, last: int) -> None:
        after = [""] * len(marks)
        for i in range(len(marks) - 1, -1, -1):
            end = marks[i].end
            touches = i + 1 < len(marks) and marks[i + 1].start == end
            after[i] = after[i + 1] if touches else _class_after(text, end, last)
        left = _BLANK
        for i, mark in enumerate(marks):
            if not (i and marks[i - 1].end == mark.start):
                left = _class_of(text[mark.start - 1]) if mark.start > first else _BLANK
            mark.opening, mark.closing = _COSTS[left + after[i]]
            if left == _PUNCTUATION and after[i] == _WORD and text[mark.start - 1] == ":":
                mark.opening, mark.closing = 0.3, 1.5
            self._direct(mark)
            if mark.family == SINGLE:
                self._weigh_single(text, mark, left, after[i])
            elif mark.family == DOUBLE:
                self._weigh_double(text, mark, left + after[i])
            else:
                mark.nothing = 0.3 if left == after[i] == _BLANK else LOST

    def _direct(self, mark: Mark) -> None:
        if mark.sign not in self.openers:
            mark.opening += WRONG_WAY
        if mark.sign not in self.closers:
            mark.closing += WRONG_WAY

    def pair_cost(self, opening: str, closing: str) -> float:
        """What it costs that these two signs make a pair."""
        if opening + closing in self.matching:
            return 0.0
        if self.families[opening] != self.families[closing]:
            return _SLIP
        return WRONG_WAY if opening == closing or closing in self.usually_open else _MIXED

    def _weigh_double(self, text: str, mark: Mark, around: str) -> None:
        curly = mark.sign * 2 not in self.matching
        mark.nothing = LOST + 1 if curly else 1.5 if around == "ww" else LOST
        if mark.sign not in self.data.inches or not mark.start or around[0] == _BLANK:
            return
        before = text[max(0, mark.start - _REACH) : mark.start]
        if self.feet_before.search(before):
            mark.nothing, mark.closing, mark.opening = 0.0, mark.closing + 3.0, mark.opening + 3.0
        elif _NUMBER_BEFORE.search(before):
            mark.nothing = 1.5

    def _weigh_single(self, text: str, mark: Mark, left: str, right: str) -> None:
        following = _WORD_AFTER.match(text, mark.end) if right == _WORD else None
        if following and left != _WORD and self._is_elision(following.group().lower(), left):
            mark.nothing, mark.opening = 0.2, mark.opening + 1.2
        elif mark.leans_open or left == _BLANK:
            mark.nothing = 2.0 if right in (_WORD, _OPEN) else 0.8
        elif left == _WORD:
            self._weigh_after_word(text, mark, right)
        else:
            mark.nothing = NO_MARK
        if len(mark.sign) == 1 and mark.sign not in self.openers and left == _BLANK:
            mark.nothing = min(mark.nothing, 1.0)

    def _is_elision(self, word: str, left: str) -> bool:
        if word in self.data.contractions:
            return True
        if left in (_PUNCTUATION, _CLOSE):
            return False
        return word in self.data.elisions or _YEAR.fullmatch(word) is not None

    def _weigh_after_word(self, text: str, mark: Mark, right: str) -> None:
        before = text[max(0, mark.start - _REACH) : mark.start]
        mark.nothing, extra = 1.5, 0.3
        last = before[-1:]
        if last.isdigit():
            mark.nothing, extra = 0.8, 0.5
        elif last in self.data.possessive:
            mark.nothing, extra = self._possessive(text, mark.end, right)
        elif self._is_clipped(before):
            mark.nothing, extra = 0.8, 0.5
        mark.closing += extra

    def _possessive(self, text: str, end: int, right: str) -> tuple[float, float]:
        word = _NEXT_WORD.match(text, end) if right == _BLANK else None
        if word is None:
            return 1.2, 0.4
        if word.group(1).lower() in self.data.followers:
            return 1.2, 0.4
        return 0.3, 1.2

    def _is_clipped(self, before: str) -> bool:
        word = _WORD_BEFORE.search(before)
        if word is None:
            return False
        lower = word.group(1).lower()
        return lower in self.data.clipped or (lower.endswith(self.data.clipped_endings) and len(lower) > 4)


@cache
def reader_of(language: str) -> MarkReader:
    """The reader of a language; raises ModelError or LanguageDataError as its data does."""
    return MarkReader(load_marks(language))


def _usually_open(data: MarkData) -> frozenset[str]:
    """Signs that the first pair they stand in opens, and does not close."""
    first: dict[str, bool] = {}
    for pair in data.pairs:
        for sign in (pair.open, pair.close):
            first.setdefault(sign, sign == pair.open != pair.close)
    return frozenset(sign for sign, opens in first.items() if opens)


def _pattern(families: dict[str, str]) -> re.Pattern[str]:
    """One search for any sign, two code points first; a single mark between word characters is none."""
    short = {sign for sign in families if len(sign) == 1}
    long = sorted(sign for sign in families if len(sign) == 2)
    doubled = "|".join(map(_doubled, long)) or "(?!)"
    first = "".join(re.escape(sign) for sign in sorted(short | {sign[0] for sign in long}))
    single = "".join(re.escape(sign) for sign in sorted(short) if families[sign] == SINGLE)
    firm = "".join(re.escape(sign) for sign in sorted(short) if families[sign] != SINGLE)
    lookback = f"(?<=[{firm}])|(?<!\\w[{single}])|(?!\\w)"
    return re.compile(f"[{first}](?:{doubled}|{lookback})")


def _doubled(sign: str) -> str:
    """The second half of a sign of two; of three alike after a word, the first stands by itself."""
    one, two = map(re.escape, sign)
    return f"(?<={one}){two}(?!(?<=\\S{one}{two}){two}(?!{two}))"


def _class_of(character: str) -> str:
    known = _SPECIAL.get(character)
    if known is None:
        known = _SPECIAL[character] = _BLANK if character.isspace() else _WORD
    return known


def _class_after(text: str, position: int, last: int) -> str:
    """Like `_class_of`, but dots that open an omission ("...and then") count as a word."""
    if position >= last:
        return _BLANK
    if text.startswith("..", position):
        return _WORD
    return _class_of(text[position])
