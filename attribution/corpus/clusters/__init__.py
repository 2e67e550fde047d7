"""Which quotations of a corpus are the same, and which articles are copies; docs/corpus.md has the tables."""

from __future__ import annotations

from attribution.corpus.clusters.run import Summary, find_clusters
from attribution.corpus.clusters.settings import Clustering

__all__ = ["Clustering", "Summary", "find_clusters"]
