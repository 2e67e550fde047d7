"""From an article as given to a `Document`: the checks, the normalised text, the title before the body."""

from __future__ import annotations

import re

from attribution.errors import EmptyInput, InputTooLarge, UndecodableInput
from attribution.offsets import OffsetMap
from attribution.text.document import BREAK, Document
from attribution.text.normalise import Lines, normalise

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
    head, title_map = _read_title(title, body, limit=limit, language=language)
    whole = head + BREAK + body if head else body
    return Document(
        text=whole,
        title_end=len(head),
        paragraphs=paragraphs_of(whole),
        body=text,
        body_map=body_map,
        title=title,
        title_map=title_map,
    )


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
    return normalise(text, lines=lines)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
