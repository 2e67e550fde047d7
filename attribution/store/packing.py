"""Texts and records as they lie in a column: JSON or text in UTF-8, by zlib."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

LEVEL = 6


def pack_text(text: str) -> bytes:
    """A text, packed.

    >>> unpack_text(pack_text("“So be it.”"))
    '“So be it.”'
    """
    return zlib.compress(text.encode(), LEVEL)


def unpack_text(packed: bytes) -> str:
    """The text that was packed."""
    return zlib.decompress(packed).decode()


def pack_record(record: Mapping[str, Any]) -> bytes:
    """An object of JSON, packed; the same object is always packed into the same bytes."""
    return pack_text(json.dumps(record, ensure_ascii=False, separators=(",", ":")))


def unpack_record(packed: bytes) -> dict[str, Any]:
    """The object that was packed."""
    found: dict[str, Any] = json.loads(unpack_text(packed))
    return found
