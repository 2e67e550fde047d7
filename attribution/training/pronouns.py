"""Learns what counts when pronouns are resolved: `python -m attribution.training.pronouns SET…`.

A SET is GOLD,SPEAKERS: gold articles and their gold speakers. Cases are the "he" and "she" that are sources.
Prints how the shipped weights and the learned ones do, the latter cross-validated over articles too, and with
`--out` writes them into the language's `weights.toml`. Exit statuses: 0 learned, 2 nothing could be.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from attribution.training.learning import learn


def main(argv: Sequence[str] | None = None) -> int:
    """Learns, reports, writes and returns the exit status."""
    return learn("pronoun", argv)


if __name__ == "__main__":
    sys.exit(main())
