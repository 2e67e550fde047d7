"""Corpora: from Arrow record batches of articles to Arrow record batches of records, on any engine.

`extract_batches` is the one function; the local runner and Spark call it, and so may other engines. It needs
the extra `corpus`. docs/corpus.md tells the columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from attribution.corpus.batches import extract_batches
    from attribution.corpus.schema import extraction_of, output_schema
    from attribution.corpus.settings import Settings

__all__ = ["Settings", "extract_batches", "extraction_of", "output_schema"]

_PLACES = {
    "Settings": "settings",
    "extract_batches": "batches",
    "extraction_of": "schema",
    "output_schema": "schema",
}


def __getattr__(name: str) -> Any:
    """The public names, loaded when they are asked for: settings need no Arrow, Arrow no engine."""
    from importlib import import_module

    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
