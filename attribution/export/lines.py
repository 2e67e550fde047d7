"""Objects of JSON, one an article: a single one indented, several a line each, so that they need no end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, TextIO, TypeVar

T = TypeVar("T")

# In a page the objects may stand in a script element, which the first "</script" would end
_MARKUP = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def write_objects(
    items: Iterable[T], stream: TextIO, make: Callable[[T], Any], *, for_pages: bool = True
) -> None:
    """Writes what `make` makes of each item: indented when there is exactly one item, else line by line.

    `for_pages` escapes what a script element of a page cannot hold.
    """
    rest = iter(items)
    first, second = next(rest, None), next(rest, None)
    if first is None:
        return
    if second is None:
        stream.write(_json(make(first), for_pages, indent=2))
        return
    for item in chain([first, second], rest):
        stream.write(_json(make(item), for_pages, indent=None))
        stream.flush()


def _json(value: Any, for_pages: bool, *, indent: int | None) -> str:
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    return (written.translate(_MARKUP) if for_pages else written) + "\n"
