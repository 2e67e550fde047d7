"""Learns what counts when descriptions are resolved: `python -m attribution.training.descriptions SET…`.

A SET is GOLD,SPEAKERS: gold articles and their gold speakers. Cases are the descriptions that are sources,
and elsewhere those that are a role of one speaker alone.
Prints how the shipped weights and the learned ones do, the latter cross-validated over articles too, and with
`--out` writes them into the language's `weights.toml`. Exit statuses: 0 learned, 2 nothing could be.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from attribution.training.learning import learn


def main(argv: Sequence[str] | None = None) -> int:
    """Learns, reports, writes and returns the exit status."""
    return learn("description", argv)


if __name__ == "__main__":
    sys.exit(main())
