from __future__ import annotations

from pathlib import Path

from attribution.corpus.report.plots.kinds import Network
from attribution.corpus.report.sections.network import section
from tests.corpus.report.corpora import read


def test_pairs_share_two_articles_at_least(folder: Path) -> None:
    [pair] = read(folder, "network")
    assert list(pair.values()) == ["Ann Lee", "Ned Abara", "2", "3", "2"]


def test_the_plot_has_each_name_once() -> None:
    plot = section(20).parts[0].plot
    pairs = [("Lee", "Abara", 3, 5, 4), ("Abara", "Price", 2, 4, 2)]
    names = ("speaker", "other", "articles", "speaker_articles", "other_articles")
    assert plot is not None
    drawn = plot([dict(zip(names, pair, strict=True)) for pair in pairs])
    assert isinstance(drawn, Network)
    assert drawn.points == [("Lee", 5), ("Abara", 4), ("Price", 2)]
    assert drawn.pairs == [(0, 1, 3), (1, 2, 2)]
    assert plot([]) is None
