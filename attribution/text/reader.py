"""From an article as given to a `Document`: the checks, the normalised text, the title before the body."""

from __future__ import annotations

import re
from dataclasses import replace

from attribution.errors import EmptyInput, InputTooLarge, UndecodableInput
from attribution.offsets import OffsetMap
from attribution.records import Warning
from attribution.text.choice import chosen_blocks
from attribution.text.document import BREAK, Document
from attribution.text.html import read_blocks, write_text
from attribution.text.language import SURE, detect
from attribution.text.marks import canonical_marks
from attribution.text.normalise import Lines, normalise
from attribution.text.pagehead import read_head

DEFAULT_LIMIT = 1_000_000  # bytes of UTF-8

_NO_TEXT_HOLDS = re.compile("[\x00\ud800-\udfff]")
_PARAGRAPH = re.compile(r"[^\n]+")


def decode(raw: bytes, *, field: str) -> str:
    """The text in `raw`, UTF-8. A byte order mark stays, so that positions count from the file's start.

    Raises UndecodableInput, with the position of the first bad byte.

    >>> decode(b"\\xe2\\x80\\x9cNo,\\xe2\\x80\\x9d Lee said.", field="text")
    '“No,” Lee said.'
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"{field} is not UTF-8: byte 0x{raw[error.start]:02x} at byte position {error.start}"
        raise UndecodableInput(message, field=field, position=error.start) from None


def read_plain(
    text: str, *, title: str | None = None, limit: int = DEFAULT_LIMIT, language: str = "en"
) -> Document:
    """Read an article given as plain text.

    Raises EmptyInput, InputTooLarge (more than `limit` bytes of UTF-8) or UndecodableInput (NUL, lone
    surrogates).

    >>> read_plain("“No,” Lee said.", title="Lee refuses").paragraphs
    ((0, 11), (13, 28))
    """
    check(text, field="text", limit=limit)
    body, body_map = _canonical(text, lines="detect", language=language)
    if not body:
        raise EmptyInput("text is blank", field="text")
    document = Document(body, 0, (), text, body_map)
    return _with_title(document, title, limit=limit, language=language)


def read_html(
    html: str, *, title: str | None = None, limit: int = DEFAULT_LIMIT, language: str = "en"
) -> Document:
    """Read an article given as HTML, a fragment as a CMS stores it or a whole page.

    Raises EmptyInput (no words among the markup), InputTooLarge or UndecodableInput as `read_plain` does.

    >>> read_html("<p>“No,” <b>Lee</b> said.</p><p>So be it.</p>").text
    '“No,” Lee said.\\n\\nSo be it.'
    """
    check(html, field="html", limit=limit)
    page = read_blocks(html)
    raw, raw_map, cuts = write_text(page, chosen_blocks(page))
    body, later = _canonical(raw, lines="join", language=language)
    if not body:
        raise EmptyInput("html holds no words, only markup", field="html")
    head = read_head(page)
    document = Document(
        text=body,
        title_end=0,
        paragraphs=(),
        body=html,
        body_map=later.after(raw_map),
        markup="html",
        page_title=head.title,
        page_url=head.url,
        page_published=head.published,
        cuts=tuple(later.output_position(cut) for cut in cuts),
    )
    return _with_title(document, title, limit=limit, language=language)


def _with_title(document: Document, title: str | None, *, limit: int, language: str) -> Document:
    """The document with the title before its body, its paragraphs and its warnings."""
    head, title_map = _read_title(title, document.text, limit=limit, language=language)
    text = head + BREAK + document.text if head else document.text
    shift = len(text) - len(document.text)
    return replace(
        document,
        text=text,
        title_end=len(head),
        paragraphs=paragraphs_of(text),
        title=title,
        title_map=title_map,
        cuts=tuple(cut + shift for cut in document.cuts),
        warnings=_language_warnings(document.text, language=language),
    )


def _language_warnings(text: str, *, language: str) -> tuple[Warning, ...]:
    found, share = detect(text)
    if not found or found == language or share < SURE:
        return ()
    return (Warning("unsupported-language", f"the article seems to be in {found!r}, not in {language!r}"),)


def check(text: str, *, field: str, limit: int = DEFAULT_LIMIT) -> None:
    """Raise an InputError, naming `field`, when `text` is too large or holds what no text may hold."""
    size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    if size > limit:
        raise InputTooLarge(f"{field} has {size:,} bytes of UTF-8, the limit is {limit:,}", field=field)
    if found := _NO_TEXT_HOLDS.search(text):
        what = "NUL" if found.group() == "\x00" else f"lone surrogate U+{ord(found.group()):04X}"
        message = f"{field} holds a {what} at position {found.start()}"
        raise UndecodableInput(message, field=field, position=found.start())


def paragraphs_of(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the paragraphs of a normalised text."""
    return tuple(match.span() for match in _PARAGRAPH.finditer(text))


def _read_title(title: str | None, body: str, *, limit: int, language: str) -> tuple[str, OffsetMap | None]:
    """The title made even, or nothing where there is none or the body opens with it."""
    if title is None:
        return "", None
    check(title, field="title", limit=limit)
    head, title_map = _canonical(title, lines="single", language=language)
    letters = _letters(head)
    if not head or (letters and letters == _letters(body.split(BREAK, 1)[0])):
        return "", None
    return head, title_map


def _canonical(text: str, *, lines: Lines, language: str) -> tuple[str, OffsetMap]:
    even, earlier = normalise(text, lines=lines)
    canonical, later = canonical_marks(even, language=language)
    return canonical, later.after(earlier)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
