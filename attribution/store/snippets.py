"""Words that were looked for, where they stand in a text: places, never markup."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from attribution.store.terms import terms_of
from attribution.store.words import Phrase

SHOWN = 300  # code points of a text that is longer
_BEFORE = 60  # of them, those before the first word that was looked for


class Mark(NamedTuple):
    """A place in a text, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text and what to highlight in it.

    `start` is where the part begins in the text; `marks` are places in the part, all in code points.
    """

    text: str
    start: int
    marks: tuple[Mark, ...]
    cut_before: bool
    cut_after: bool


def snippet_of(text: str, phrases: Iterable[Phrase], *, shown: int = SHOWN) -> Snippet:
    """The part of a text around the first of the phrases, at most about `shown` code points.

    >>> snippet_of("We open the gates at noon", [Phrase(("gate",))]).marks
    (Mark(start=12, end=17),)
    """
    marks = find_phrases(text, phrases)
    start, end = 0, len(text)
    if len(text) > shown:
        first = marks[0][0] if marks else 0
        start = _at_blank(text, max(0, min(first - _BEFORE, len(text) - shown)))
        end = (
            start + shown if start + shown >= len(text) else max(text.rfind(" ", start, start + shown), first)
        )
        end = min(end if end > start else start + shown, len(text))
    inside = tuple(Mark(low - start, high - start) for low, high in marks if start <= low and high <= end)
    return Snippet(text[start:end], start, inside, start > 0, end < len(text))


def find_phrases(text: str, phrases: Iterable[Phrase]) -> list[Mark]:
    """Where the phrases stand, in order; what touches is one place."""
    terms = terms_of(text)
    keys = [term.key for term in terms]
    found: set[tuple[int, int]] = set()
    for phrase in phrases:
        wanted = list(phrase.keys)
        for place in range(len(keys) - len(wanted) + 1):
            if keys[place : place + len(wanted)] == wanted:
                found.add((terms[place].start, terms[place + len(wanted) - 1].end))
    joined: list[Mark] = []
    for low, high in sorted(found):
        if joined and low <= joined[-1].end:
            joined[-1] = Mark(joined[-1].start, max(high, joined[-1].end))
        else:
            joined.append(Mark(low, high))
    return joined


def _at_blank(text: str, start: int) -> int:
    """`start`, or the beginning of the word behind the next blank."""
    return 0 if start == 0 else text.find(" ", start) + 1
