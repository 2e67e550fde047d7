"""The normalised article that the stages read, and the way back from it to the input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from attribution.offsets import OffsetMap
from attribution.records import FieldName, Span, Warning

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

    @property
    def body_start(self) -> int:
        """Where the body begins in `text`."""
        return self.title_end + len(BREAK) if self.title_end else 0

    def span(self, start: int, end: int) -> Span:
        """The input span behind `[start, end)` of `text`, with its words as the input has them.

        Raises ValueError for a span that crosses from title to body.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span [{start}, {end}) is outside the text of {len(self.text)} code points")
        start, end = self._trimmed(start, end)
        if start < self.title_end:
            if end > self.title_end:
                raise ValueError(f"span [{start}, {end}) crosses from the title to the body")
            return self._input_span(start, end, "title")
        return self._input_span(start, end, "body")

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The span without blanks at its ends, so that it does not begin or end in what was left out."""
        words = self.text[start:end]
        stripped = words.strip()
        if not stripped:
            return start, end
        start += len(words) - len(words.lstrip())
        return start, start + len(stripped)

    def _input_span(self, start: int, end: int, field: FieldName) -> Span:
        if field == "title" and self.title is not None and self.title_map is not None:
            first, last = self.title_map.span(start, end)
            return Span(first, last, self.title[first:last], "title")
        first, last = self.body_map.span(max(0, start - self.body_start), max(0, end - self.body_start))
        return Span(first, last, self.body[first:last], "body")
