"""What a file holds, by its name: its kind, and how it is packed."""

from __future__ import annotations

from typing import Literal, get_args

Kind = Literal["jsonl", "json", "csv", "tsv", "parquet", "warc", "text", "html"]
KINDS: tuple[Kind, ...] = get_args(Kind)

SUFFIXES: dict[str, Kind] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
}
PACKINGS = {".gz": "gzip", ".zst": "zstd", ".bz2": "bz2"}  # names of Arrow's codecs


def packing_of(name: str) -> str | None:
    """The codec that a file is packed with, None for one that is not.

    >>> packing_of("2020.JSONL.GZ")
    'gzip'
    """
    return PACKINGS.get(_last_suffix(name))


def kind_of(name: str) -> Kind | None:
    """What a file holds, or None where its name does not tell. Parquet packs its own columns: never packed.

    >>> kind_of("archive/2020.csv.zst"), kind_of("notes.md"), kind_of("a.parquet.gz")
    ('csv', None, None)
    """
    suffix = _last_suffix(name)
    if suffix not in PACKINGS:
        return SUFFIXES.get(suffix)
    kind = SUFFIXES.get(_last_suffix(name[: -len(suffix)]))
    return None if kind == "parquet" else kind


def known_suffixes() -> str:
    """The suffixes as messages list them."""
    return f"{', '.join(SUFFIXES)}, all but .parquet also with {', '.join(PACKINGS)}"


def _last_suffix(name: str) -> str:
    stem, dot, suffix = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    return f"{dot}{suffix}".lower() if stem else ""
