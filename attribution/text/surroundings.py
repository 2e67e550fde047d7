"""What follows from the place of a quotation: the words around it, its paragraph, what stands in marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from attribution.records import Context, QuotationType
from attribution.text.document import Document

CONTEXT = 120  # code points before and after a quotation

Range = list[int]  # [start, end), code points of a document's text


def type_of(text: str, content: Iterable[Range], inside: Iterable[Range]) -> QuotationType:
    """By the share of letters and digits that stand in marks, as the reference scorer counts them."""
    total, marked = (
        sum(character.isalnum() for start, end in pieces for character in text[start:end])
        for pieces in (content, inside)
    )
    share = marked / total if total else 0.0
    return "direct" if share >= 0.98 else "mixed" if share > 0.05 else "indirect"


def paragraph_of(document: Document, position: int) -> int:
    """Number of the paragraph in its field (the title is paragraph 0 of its own)."""
    number = bisect_right(document.paragraphs, position, key=_start) - 1
    if position < document.title_end:
        return number
    return max(number - bisect_left(document.paragraphs, document.title_end, key=_start), 0)


def _start(paragraph: tuple[int, int]) -> int:
    return paragraph[0]


def context_of(document: Document, text: str, start: int, end: int) -> Context:
    """Words of `text`, which is the document's, before and after, within the field, cut at blanks."""
    in_title = start < document.title_end
    low, high = (0, document.title_end) if in_title else (document.body_start, len(text))
    before = text[max(low, start - CONTEXT) : start]
    after = text[end : min(high, end + CONTEXT)]
    if start - CONTEXT > low:
        before = before.partition(" ")[2]
    if end + CONTEXT < high:
        after = after.rpartition(" ")[0]
    return Context(before=" ".join(before.split()), after=" ".join(after.split()))
