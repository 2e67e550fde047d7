"""The normalised article that the stages read, and the way back from it to the input."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from attribution.offsets import OffsetMap
from attribution.records import Span, Warning
from attribution.text.markup import text_of

Markup = Literal["plain", "html"]

BREAK = "\n\n"  # stands between the paragraphs of a normalised text, the title being the first


@dataclass(frozen=True, slots=True)
class Document:
    """One article, read.

    `text` is the title (if one was given and the body does not open with it), a break, and the normalised
    body. `body_map` and `title_map` lead from the two parts to `body` and `title`, the input as given.
    """

    text: str
    title_end: int
    paragraphs: tuple[tuple[int, int], ...]
    body: str
    body_map: OffsetMap
    title: str | None = None
    title_map: OffsetMap | None = None
    markup: Markup = "plain"
    warnings: tuple[Warning, ...] = ()
    page_title: str | None = None  # what a whole HTML page says of itself
    page_url: str | None = None
    page_published: str | None = None
    cuts: tuple[int, ...] = ()  # positions in `text` where an HTML body has words that were left out

    @property
    def body_start(self) -> int:
        """Where the body begins in `text`."""
        return self.title_end + len(BREAK) if self.title_end else 0

    def span(self, start: int, end: int) -> Span:
        """The input span behind `[start, end)` of `text`, with its words as the input has them.

        Blanks at its ends are not part of it. For HTML the words are those of the markup: tags removed,
        entities decoded, blanks collapsed, a tag that ends a line counting as a blank; what was left out
        (captions, asides, …) is missing from them, see `spans`. Raises ValueError for a span that is not
        within `text` or crosses from title to body.
        """
        parts = self.spans(start, end)
        first, last = parts[0], parts[-1]
        return Span(first.start, last.end, " ".join(part.text for part in parts), first.field)

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The input behind `[start, end)` as spans that hold nothing that was left out; mostly one.

        Takes O(log n) and the length of its words. Raises ValueError as `span` does.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span [{start}, {end}) is outside the text of {len(self.text)} code points")
        start, end = self._trimmed(start, end)
        if start < self.title_end < end:
            raise ValueError(f"span [{start}, {end}) crosses from the title to the body")
        inside = self.cuts[bisect_right(self.cuts, start) : bisect_left(self.cuts, end)]
        edges = (start, *inside, end)
        parts = (self._trimmed(*pair) for pair in pairwise(edges) if not self.text[slice(*pair)].isspace())
        return tuple(self._input_span(*part) for part in parts) or (self._input_span(start, end),)

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The span without blanks at its ends, so that it does not begin or end in what was left out."""
        words = self.text[start:end]
        stripped = words.strip()
        if not stripped:
            return start, end
        start += len(words) - len(words.lstrip())
        return start, start + len(stripped)

    def _input_span(self, start: int, end: int) -> Span:
        if start < self.title_end and self.title is not None and self.title_map is not None:
            first, last = self.title_map.span(start, end)
            return Span(first, last, self.title[first:last], "title")
        offset = self.body_start
        first, last = self.body_map.span(max(0, start - offset), max(0, end - offset))
        words = self.body[first:last]
        return Span(first, last, text_of(words) if self.markup == "html" else words)
