"""Formats that extractions are written in: one module a format, found by entry point.

A format is a module named in the entry point group `attribution.exporters`. It has one function,
`write(items, stream)`, which takes any iterable of `Item`, writes text to the stream as the items come and
keeps none of them. The stream takes any Unicode text and changes no line end. `SUFFIX` is that of its files,
if it is not the name of the format; a format that makes several files of an article also has `files(item)`.

A format that cannot do without the words of the article raises InputError where an item brings none.
docs/exports.md says what each format holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.metadata import entry_points
from typing import Protocol, TextIO, cast, runtime_checkable

from attribution.errors import InputError
from attribution.records import Extraction
from attribution.text.plain import on_plain_text

GROUP = "attribution.exporters"


@dataclass(frozen=True, slots=True)
class Item:
    """An extraction and, for formats that show more than the records, its input: plain text or HTML."""

    extraction: Extraction
    text: str | None = None
    html: str | None = None


class Exporter(Protocol):
    """What a format's module offers."""

    def write(self, items: Iterable[Item], stream: TextIO) -> None:
        """Writes the items, in their order."""


@runtime_checkable
class Filer(Protocol):
    """What the module of a format offers that makes several files of an article."""

    def files(self, item: Item) -> Iterable[tuple[str, str]]:
        """Suffix (".txt") and content of each."""


def on_text(item: Item) -> Item | None:
    """The item on plain text, its spans in code points of it; None where it brings no input."""
    if item.text is None and item.html is None:
        return None
    extraction, text = on_plain_text(item.extraction, text=item.text, html=item.html)
    return replace(item, extraction=extraction, text=text, html=None)


def with_text(item: Item, *, format: str) -> tuple[Extraction, str]:
    """Extraction and plain text of an item for a format that needs both; InputError without an input."""
    moved = on_text(item)
    if moved is None or moved.text is None:
        raise InputError(f"{format} needs the words of the article, and the records are alone", field="text")
    return moved.extraction, moved.text


def exporter_names() -> list[str]:
    """Names of the formats that are installed, sorted."""
    return sorted(entry.name for entry in entry_points(group=GROUP))


def load_exporter(name: str) -> Exporter:
    """The format of that name. Raises InputError when there is none."""
    for entry in entry_points(group=GROUP, name=name):
        return cast(Exporter, entry.load())
    raise InputError(f"no format {name!r}; there are {', '.join(exporter_names())}", field="format")
