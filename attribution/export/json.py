"""JSON: one extraction as an indented object; several as JSON lines, which need no end to be whole."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import chain
from typing import TextIO

from attribution.export import Item, jsonlines
from attribution.schemas import dump_extraction


def write(items: Iterable[Item], stream: TextIO) -> None:
    """Writes an object when there is exactly one item, else a line for each."""
    rest = iter(items)
    first, second = next(rest, None), next(rest, None)
    if first is None:
        return
    if second is None:
        json.dump(dump_extraction(first.extraction), stream, ensure_ascii=False, indent=2)
        stream.write("\n")
        return
    jsonlines.write(chain([first, second], rest), stream)
