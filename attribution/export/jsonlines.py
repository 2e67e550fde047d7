"""JSON lines: one extraction a line, in the JSON form of the records."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from attribution.export import Item
from attribution.schemas import dump_extraction


def write(items: Iterable[Item], stream: TextIO) -> None:
    """Writes a line for each item, and hands it on at once, so that nothing is lost when the work stops."""
    for item in items:
        stream.write(json.dumps(dump_extraction(item.extraction), ensure_ascii=False) + "\n")
        stream.flush()
