"""What an extraction over a corpus depends on, in a form that travels to other processes."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from attribution.models import DEFAULT_MODEL
from attribution.records import Unit
from attribution.text.reader import DEFAULT_LIMIT


@dataclass(frozen=True, slots=True)
class Settings:
    """How articles are read: what `Extractor` takes, and what keeps one article from holding up the rest.

    `pipeline` None is the extractor's own; `weights` and `people` are paths that every process can read.
    `seconds` is the CPU time that one article may take before it is given up, `batch_bytes` the size in bytes
    of what is read, and given back, at once. These two may differ from process to process without any record
    being another, but for articles that are given up.

    >>> Settings(topics=True).engine()["topics"]
    True
    """

    pipeline: str | None = None
    language: str = "en"
    model: str = DEFAULT_MODEL
    weights: str | None = None
    people: str | None = None
    limit: int = DEFAULT_LIMIT
    topics: bool = False
    unit: Unit = "codepoint"
    seconds: float = 60.0
    batch_bytes: int = 262_144

    def __post_init__(self) -> None:
        if self.seconds <= 0:
            raise ValueError(f"seconds must be more than 0, not {self.seconds}")
        if self.batch_bytes < 1:
            raise ValueError(f"batch_bytes must be at least 1, not {self.batch_bytes}")

    def engine(self) -> dict[str, Any]:
        """The arguments of `Extractor`."""
        given = asdict(self)
        others = ("unit", "seconds", "batch_bytes", *(() if self.pipeline else ("pipeline",)))
        return {name: given[name] for name in given if name not in others}

    def identity(self) -> dict[str, Any]:
        """All that the records depend on, as JSON; what a path leads to counts, not where it is.

        Raises OSError for a path that cannot be read.
        """
        paths = {"weights": self.weights, "people": self.people}
        digests = {name: digest(Path(path)) if path else None for name, path in paths.items()}
        return {**self.engine(), "unit": self.unit, **digests}


def digest(path: Path) -> str:
    """SHA-256 of a file, or of a folder's files with their names. Raises OSError."""
    found = hashlib.sha256()
    if path.is_dir():
        for each in sorted(path.iterdir()):
            found.update(f"{each.name}\0{digest(each)}\0".encode())
    else:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                found.update(block)
    return found.hexdigest()
