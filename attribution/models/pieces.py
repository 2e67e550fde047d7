"""A text as word pieces with what an uncased encoder does not see: case, quotation marks, paragraph breaks.

The form of a piece, its place in quotation marks and the breaks between paragraphs are numbers that the
network has embeddings for; the lists below fix their order, and weights are bound to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from attribution.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

Ints = NDArray[np.int64]

CASES = ("lower", "title", "upper", "mixed", "digit")
PLACES = (
    "outside", "inside", "nested", "opens", "closes", "opens-nested", "closes-nested", "carries-on",
)  # fmt: skip
ENTITIES = (
    "", "PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE",
    "DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL",
)  # fmt: skip
BREAK = "[SEP]"  # stands between two paragraphs


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch in quotation marks at `[start, end)`, the marks included."""

    start: int
    end: int
    depth: int
    closed: bool
    continues: bool


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a text: one row each, all columns equally long.

    `starts` and `ends` are code points of the text; a paragraph break is an empty piece where the next
    paragraph begins. `firsts` is 1 on the first piece of each word, 0 on breaks.
    """

    ids: Ints
    starts: Ints
    ends: Ints
    cases: Ints
    places: Ints
    paragraphs: Ints
    firsts: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def chosen(self, rows: slice | NDArray[np.bool_]) -> Pieces:
        """The pieces of some rows."""
        return Pieces(
            ids=self.ids[rows],
            starts=self.starts[rows],
            ends=self.ends[rows],
            cases=self.cases[rows],
            places=self.places[rows],
            paragraphs=self.paragraphs[rows],
            firsts=self.firsts[rows],
        )


def read_pieces(
    text: str, paragraphs: Sequence[tuple[int, int]], marks: Sequence[Mark], tokenizer: Tokenizer
) -> Pieces:
    """The pieces of the paragraphs of `text`, with a break between two. Linear in the text.

    Raises ModelError when the tokenizer has no piece for a break.
    """
    gap = tokenizer.token_to_id(BREAK)
    if gap is None:
        raise ModelError(f"the tokenizer knows no piece {BREAK}")
    codes = [tokenizer.encode(text[start:end], add_special_tokens=False) for start, end in paragraphs]
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    cases: list[int] = []
    numbers: list[int] = []
    firsts: list[int] = []
    for number, ((start, _), code) in enumerate(zip(paragraphs, codes, strict=True)):
        if number:
            ids.append(gap)
            starts.append(start)
            ends.append(start)
            cases.append(0)
            numbers.append(number)
            firsts.append(0)
        ids += code.ids
        starts += [start + left for left, _ in code.offsets]
        ends += [start + right for _, right in code.offsets]
        opens, forms = _words(text, start, code)
        firsts += opens
        cases += forms
        numbers += [number] * len(code.ids)
    columns = [np.array(column, np.int64) for column in (ids, starts, ends, cases, numbers, firsts)]
    places = _places(columns[1], columns[2], marks)
    return Pieces(columns[0], columns[1], columns[2], columns[3], places, columns[4], columns[5])


def _words(text: str, base: int, code: Encoding) -> tuple[list[int], list[int]]:
    """For each piece whether it opens a word, and the case of its word."""
    firsts, cases = [], []
    previous, form = None, 0
    ends: dict[int | None, int] = {}
    for word, (_, right) in zip(code.word_ids, code.offsets, strict=True):
        ends[word] = right
    for word, (left, _) in zip(code.word_ids, code.offsets, strict=True):
        if word != previous:
            form = case_of(text[base + left : base + ends[word]])
        firsts.append(int(word != previous))
        cases.append(form)
        previous = word
    return firsts, cases


def case_of(word: str) -> int:
    """The number of a word's case in CASES; what holds no letters is lower.

    >>> [CASES[case_of(word)] for word in ("mayor", "Mayor", "BBC", "McKay", "2016", "“")]
    ['lower', 'title', 'upper', 'mixed', 'digit', 'lower']
    """
    if word.islower():
        return 0
    if word.isupper():
        return 2 if len(word) > 1 else 1
    if word.istitle():
        return 1
    if word[:1].isdigit():
        return 4
    return 3 if any(letter.isalpha() for letter in word) else 0


def _places(starts: Ints, ends: Ints, marks: Sequence[Mark]) -> Ints:
    """Where each piece stands among the quotation marks, as numbers of PLACES."""
    places = np.zeros(len(starts), np.int64)
    for mark in sorted(marks, key=lambda mark: mark.depth):
        low, high = np.searchsorted(starts, [mark.start, mark.end])
        while low < high and ends[low] == starts[low]:
            low += 1  # the break before a paragraph that opens in marks
        if low >= high:
            continue
        nested = mark.depth > 0
        places[low:high] = 2 if nested else 1
        places[low] = 7 if mark.continues else 5 if nested else 3
        if mark.closed and high - low > 1:
            places[high - 1] = 6 if nested else 4
    return places
