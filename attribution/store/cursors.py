"""Cursors: where a page of a list ended, as a text that nobody need understand.

A cursor is checked whole when it comes back: one that was damaged, or belongs to another search, is refused.
It holds no secret and grants nothing.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from attribution.errors import InputError

LONGEST = 1_000
_CHECK = 6  # bytes of the hash in front
_LARGEST = 2**63 - 1

Key = str | int | float | None
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """Some of a list, and the cursor of the next page."""

    items: tuple[T, ...]
    next: str | None


class CursorError(InputError):
    """A cursor that this search did not give."""

    code = "bad-cursor"

    def __init__(self) -> None:
        super().__init__("not a cursor of this search: begin again without it", field="cursor")


def write_cursor(asked: Mapping[str, Any], keys: Sequence[Key]) -> str:
    """The place behind the row with these keys, in the list that was `asked` for.

    >>> read_cursor(write_cursor({"words": "gate"}, ["2026-03-01", 7]), {"words": "gate"}, ((str,), (int,)))
    ['2026-03-01', 7]
    """
    body = json.dumps(list(keys), separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_check(asked, body) + body).decode().rstrip("=")


def read_cursor(cursor: str, asked: Mapping[str, Any], kinds: Sequence[tuple[type, ...]]) -> list[Any]:
    """The keys of the last row that was seen, of these kinds. Raises CursorError."""
    if len(cursor) > LONGEST or not cursor.isascii():
        raise CursorError
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        body = raw[_CHECK:]
        keys = json.loads(body)
    except (binascii.Error, ValueError, RecursionError):
        raise CursorError from None
    if raw[:_CHECK] != _check(asked, body) or not isinstance(keys, list) or len(keys) != len(kinds):
        raise CursorError
    if not all(type(key) in kind and _is_sound(key) for key, kind in zip(keys, kinds, strict=True)):
        raise CursorError
    return keys


def _is_sound(key: Key) -> bool:
    """Whether a database can hold it, if it is a number."""
    return not isinstance(key, int | float) or (math.isfinite(key) and abs(key) <= _LARGEST)


def _check(asked: Mapping[str, Any], body: bytes) -> bytes:
    known = json.dumps(asked, sort_keys=True).encode() + body
    return hashlib.blake2b(known, digest_size=_CHECK, person=b"cursor").digest()
