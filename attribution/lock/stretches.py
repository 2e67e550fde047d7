"""Which words of an article are locked, and where they stand in it as it was given."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from attribution.lang.marks import load_marks
from attribution.lock.records import Markup
from attribution.records import NOT_REPORTED, Extraction, Quotation
from attribution.text import markup as html
from attribution.text.markup import VOID_TAGS, Token, text_of

_LONGEST_REFERENCE = 10  # code points of `&ldquo;` and the like


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words in marks at `[start, end)` of an article as given, and the quotation that they are of."""

    start: int
    end: int
    quotation: Quotation


def find_stretches(article: str, extraction: Extraction, markup: Markup, *, all_marks: bool) -> list[Stretch]:
    """The words in marks of the body, in order, each once: what is quoted inside belongs to what is around.

    `all_marks` takes the words that nobody is reported to have said, too.
    """
    found: list[Stretch] = []
    for stretch in sorted(_quoted(extraction, all_marks), key=lambda s: (s.start, -s.end)):
        start = max(stretch.start, found[-1].end) if found else stretch.start
        if start < stretch.end:
            found.append(Stretch(start, stretch.end, stretch.quotation))
    return _with_words(article, found, markup)


def marks_of(words: str, markup: Markup, language: str) -> tuple[str, str]:
    """The marks that words begin and end with; empty where they have none.

    >>> marks_of("“We won,”", "text", "en")
    ('“', '”')
    """
    plain = text_of(words) if markup == "html" else words
    pairs = load_marks(language).pairs
    opening = max((p.open for p in pairs if plain.startswith(p.open)), key=len, default="")
    closing = max((p.close for p in pairs if plain.endswith(p.close)), key=len, default="")
    return opening, closing


def is_enclosed(text: str, start: int, end: int, markup: Markup, language: str) -> bool:
    """Whether a pair of marks stands right around a place, or a bracket on either side.

    >>> is_enclosed("He said “token”.", 9, 14, "text", "en")
    True
    """
    before, after = text[max(0, start - _LONGEST_REFERENCE) : start], text[end : end + _LONGEST_REFERENCE]
    if markup == "html":
        before, after = unescape(before), unescape(after)
    if before.endswith("[") or after.startswith("]"):
        return True
    pairs = load_marks(language).pairs
    return any(before.endswith(pair.open) and after.startswith(pair.close) for pair in pairs)


def between_tags(article: str, stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches of an article in HTML, cut at each tag whose element is not whole within."""
    tags = [token for token in html.tokens(article) if token.kind in ("open", "close")]
    starts = [tag.start for tag in tags]
    found = []
    for stretch in stretches:
        first = stretch.start
        inside = tags[bisect_left(starts, stretch.start) : bisect_left(starts, stretch.end)]
        for tag in _halves([tag for tag in inside if tag.end <= stretch.end]):
            found.append(Stretch(first, tag.start, stretch.quotation))
            first = tag.end
        found.append(Stretch(first, stretch.end, stretch.quotation))
    return _with_words(article, found, "html")


def _quoted(extraction: Extraction, all_marks: bool) -> Iterator[Stretch]:
    for quotation in extraction.quotations:
        if all_marks or quotation.reason not in NOT_REPORTED:
            for span in quotation.quoted:
                if span.field == "body":
                    yield Stretch(span.start, span.end, quotation)


def _halves(tags: Sequence[Token]) -> list[Token]:
    """The tags of elements that are not whole, or that another such tag stands in."""
    open_now: list[Token] = []
    halves: list[Token] = []
    for tag in tags:
        if tag.name in VOID_TAGS:
            continue
        if tag.kind == "open":
            open_now.append(tag)
        elif open_now and open_now[-1].name == tag.name:
            open_now.pop()
        else:
            halves += [*open_now, tag]
            open_now = []
    return sorted([*halves, *open_now], key=lambda tag: tag.start)


def _with_words(article: str, stretches: Sequence[Stretch], markup: Markup) -> list[Stretch]:
    """The stretches without blanks at their ends, and without those that hold no word."""
    found = []
    for stretch in stretches:
        words = article[stretch.start : stretch.end]
        plain = text_of(words) if markup == "html" else words
        if any(sign.isalnum() for sign in plain):
            start = stretch.start + len(words) - len(words.lstrip())
            found.append(Stretch(start, start + len(words.strip()), stretch.quotation))
    return found
