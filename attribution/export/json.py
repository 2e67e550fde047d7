"""JSON: one extraction as an indented object; several as JSON lines, which need no end to be whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from attribution.export import Item
from attribution.export.lines import write_objects
from attribution.schemas import dump_extraction


def write(items: Iterable[Item], stream: TextIO) -> None:
    """Writes an object when there is exactly one item, else a line for each."""
    write_objects(items, stream, lambda item: dump_extraction(item.extraction), for_pages=False)
