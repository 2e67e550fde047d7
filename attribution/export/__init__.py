"""Formats that extractions are written in: one module a format, found by entry point.

A format is a module named in the entry point group `attribution.exporters`. It has one function,
`write(items, stream)`, which takes any iterable of `Item`, writes text to the stream as the items come and
keeps none of them. The stream takes any Unicode text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Protocol, TextIO, cast

from attribution.errors import InputError
from attribution.records import Extraction

GROUP = "attribution.exporters"


@dataclass(frozen=True, slots=True)
class Item:
    """An extraction and, for formats that show surroundings, the plain text that it was made of."""

    extraction: Extraction
    text: str | None = None


class Exporter(Protocol):
    """What a format's module offers."""

    def write(self, items: Iterable[Item], stream: TextIO) -> None:
        """Writes the items, in their order."""


def exporter_names() -> list[str]:
    """Names of the formats that are installed, sorted."""
    return sorted(entry.name for entry in entry_points(group=GROUP))


def load_exporter(name: str) -> Exporter:
    """The format of that name. Raises InputError when there is none."""
    for entry in entry_points(group=GROUP, name=name):
        return cast(Exporter, entry.load())
    raise InputError(f"no format {name!r}; there are {', '.join(exporter_names())}", field="format")
