"""Records on the plain text of their article: HTML left behind, positions in code points.

Formats and gold know plain text alone. For an article that was given as text that is the text itself; for
HTML it is the words of the blocks that were read, entities decoded, with a blank line between two blocks.
Marks are as the article has them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from attribution.errors import InputError
from attribution.offsets import OffsetMap, Utf16Positions
from attribution.records import Extraction, FieldName, Span
from attribution.text.choice import chosen_blocks
from attribution.text.html import read_blocks, write_text

Place = Callable[[int, int, FieldName], tuple[int, int]]


def on_plain_text(
    extraction: Extraction, *, text: str | None = None, html: str | None = None
) -> tuple[Extraction, str]:
    """The extraction with all spans in code points of the plain text, and that text.

    One of `text` and `html` is the input that the extraction was made of. For every span of the result
    `text[start:end] == span.text`, in the title too. Raises InputError for an extraction that cannot be of
    this input, because its spans lie beyond the end.
    """
    if (text is None) == (html is None):
        raise ValueError("either text or html")
    given = text if text is not None else html or ""
    extraction = in_code_points(extraction, given)
    plain, way = (given, None) if html is None else page_text(html)
    return placed(extraction, given, plain, way), plain


def placed(extraction: Extraction, given: str, plain: str, way: OffsetMap | None) -> Extraction:
    """The extraction of the input `given` on its plain text, which `way` leads to from an input in HTML.

    Its places are in code points of `given`. Raises InputError for one that cannot be of this input.
    """
    title = extraction.article.title or ""

    def place(start: int, end: int, field: FieldName) -> tuple[int, int]:
        length = len(given if field == "body" else title)
        if not 0 <= start <= end <= length:
            raise InputError(
                f"the records are not of this article: a span [{start}, {end}) in a {field} of {length}",
                field="text",
            )
        return (start, end) if way is None or field == "title" else _within(plain, way, start, end)

    texts = {"body": plain, "title": title}
    moved: Extraction = _moved(extraction, place, texts)
    return moved


def page_text(html: str) -> tuple[str, OffsetMap]:
    """The plain text of a page, and the way from it to the markup."""
    page = read_blocks(html)
    text, way, _ = write_text(page, chosen_blocks(page))
    return text, way


def _within(text: str, way: OffsetMap, start: int, end: int) -> tuple[int, int]:
    """Where a span of the markup stands in the text; blanks at its ends are not part of it."""
    first, last = way.output_position(start), way.output_position(end)
    words = text[first:last]
    stripped = words.strip()
    first += len(words) - len(words.lstrip())
    return first, first + len(stripped)


def in_code_points(extraction: Extraction, body: str) -> Extraction:
    """The extraction of the input `body` with its places in code points of it."""
    if extraction.unit == "codepoint":
        return extraction
    units = {"body": Utf16Positions(body), "title": Utf16Positions(extraction.article.title or "")}

    def place(start: int, end: int, field: FieldName) -> tuple[int, int]:
        return units[field].code_point(start), units[field].code_point(end)

    moved: Extraction = _moved(extraction, place, None)
    return dataclasses.replace(
        moved, article=dataclasses.replace(moved.article, length=len(body)), unit="codepoint"
    )


def in_utf16(extraction: Extraction, *, body: str, title: str | None) -> Extraction:
    """The extraction with all places in UTF-16 code units, as browsers count.

    `body` and `title` are the inputs that the places lead into, in code points until now.
    """
    units = {"body": Utf16Positions(body), "title": Utf16Positions(title or "")}

    def place(start: int, end: int, field: FieldName) -> tuple[int, int]:
        return units[field].at(start), units[field].at(end)

    moved: Extraction = _moved(extraction, place, None)
    article = dataclasses.replace(extraction.article, length=units["body"].at(extraction.article.length))
    return dataclasses.replace(moved, article=article, unit="utf16")


def _moved(value: Any, place: Place, texts: dict[str, str] | None) -> Any:
    """`value` rebuilt with every place in it moved, the words of its spans taken from `texts`, if given."""
    if isinstance(value, tuple):
        return tuple(_moved(item, place, texts) for item in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changes = {f.name: _moved(getattr(value, f.name), place, texts) for f in dataclasses.fields(value)}
    if changes.get("start") is not None and "end" in changes:
        field: FieldName = changes.get("field", "body")
        start, end = place(changes["start"], changes["end"], field)
        changes |= {"start": start, "end": end}
        if texts is not None and isinstance(value, Span):
            changes["text"] = texts[field][start:end]
    return dataclasses.replace(value, **changes)
