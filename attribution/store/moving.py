"""Where words of one version of an article stand in the next.

Nothing is guessed: a place is the same words, to the letter and with the same markup, and where they are
there more than once, or are short, the words around them tell which they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from attribution.records import Quotation, Role, Span, Speaker

AROUND = 200  # code points that are looked at on either side
ENOUGH = 8  # of these that must be the same
LONG = 24  # code points of words that need nothing around them, where they are there once
MOST = 1_000  # places that are looked at

S = TypeVar("S", bound=Span)


class Mover:
    """Leads from a text to the next version of it."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new

    def find(self, start: int, end: int) -> tuple[int, int] | None:
        """Where `old[start:end]` stands in the new text; None where that is not sure.

        >>> Mover("“Yes,” she said.", "It rained. “Yes,” she said.").find(0, 6)
        (11, 17)
        """
        if self._old == self._new:
            return start, end
        words = self._old[start:end]
        if not words:
            return None
        befores, places = list(_places(words, self._old)), list(_places(words, self._new))
        place = _best((self._alike(start, end, place), place) for place in places)
        if place is None:
            return None
        if _best((self._alike(old, old + len(words), place), old) for old in befores) != start:
            return None  # they are the other ones
        once = len(befores) == len(places) == 1 and len(words) >= LONG
        sure = once or self._alike(start, end, place) >= ENOUGH
        return (place, place + len(words)) if sure else None

    def _alike(self, start: int, end: int, place: int) -> int:
        """Code points that are the same around the words, an end of the text counting as enough of them."""
        last = place + end - start
        before = _common(
            self._old[max(0, start - AROUND) : start][::-1], self._new[max(0, place - AROUND) : place][::-1]
        )
        after = _common(self._old[end : end + AROUND], self._new[last : last + AROUND])
        ends = (start == before == place) + (end + after == len(self._old) and last + after == len(self._new))
        return before + after + ENOUGH * ends


class Moves:
    """Leads records of an article to the next version of its text and title."""

    def __init__(self, old: str, new: str, *, titles: tuple[str | None, str | None] = (None, None)) -> None:
        self._by_field = {"body": Mover(old, new), "title": Mover(titles[0] or "", titles[1] or "")}

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """A place in the body, in the new text."""
        return self._by_field["body"].find(start, end)

    def span(self, span: S) -> S | None:
        """The span in its new place."""
        place = self._by_field[span.field].find(span.start, span.end)
        return replace(span, start=place[0], end=place[1]) if place else None

    def role(self, role: Role) -> Role | None:
        """The role in its new place, without an affiliation that is there no more."""
        moved = self.span(role)
        tied = self.span(role.affiliation) if role.affiliation else None
        return replace(moved, affiliation=tied) if moved else None

    def spans(self, spans: Iterable[S]) -> list[S]:
        """Those that are still there."""
        return [moved for span in spans if (moved := self.span(span))]

    def content(self, quotation: Quotation) -> list[Span] | None:
        """The spans of a content; None where one is there no more, or not in its order."""
        moved = self.spans(quotation.spans)
        order = [span.start for span in moved]
        return moved if len(moved) == len(quotation.spans) and order == sorted(order) else None

    def speaker(self, speaker: Speaker) -> Speaker:
        """The speaker with the mentions and roles that are still there."""
        roles = [moved for role in speaker.roles if (moved := self.role(role))]
        return replace(speaker, mentions=tuple(self.spans(speaker.mentions)), roles=tuple(roles))


def _places(words: str, text: str) -> Iterator[int]:
    place = text.find(words)
    for _ in range(MOST):
        if place < 0:
            return
        yield place
        place = text.find(words, place + 1)


def _best(scored: Iterable[tuple[int, int]]) -> int | None:
    """What has the highest score, if nothing else has it too."""
    found = sorted(scored, reverse=True)
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0][1]


def _common(one: str, other: str) -> int:
    """How far two texts are the same from their beginnings."""
    for place, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return place
    return min(len(one), len(other))
