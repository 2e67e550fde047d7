"""What quotations are taken for the same by."""

from __future__ import annotations

from dataclasses import dataclass

LEAST_THRESHOLD = 0.6  # below it, sentences of one pattern are taken for the same


@dataclass(frozen=True, slots=True)
class Clustering:
    """How alike is alike enough, and what the work may take.

    `threshold` is the share of words, 0.6 to 1, that near copies have in common; `memory` the most that
    DuckDB takes, with its unit; `threads` how many it uses, None for one a core. `most` is with how many of
    those that share a fingerprint each is compared: all, where so many or fewer share it. Results depend on
    `threshold`, `most` and `language` alone.

    >>> Clustering(threshold=0.9).memory
    '2GB'
    """

    threshold: float = 0.8
    memory: str = "2GB"
    threads: int | None = None
    most: int = 100
    language: str = "en"

    def __post_init__(self) -> None:
        if not LEAST_THRESHOLD <= self.threshold <= 1:
            raise ValueError(f"threshold must be from {LEAST_THRESHOLD} to 1, not {self.threshold}")
        if self.most < 1:
            raise ValueError(f"most must be at least 1, not {self.most}")
