from __future__ import annotations

from pathlib import Path

from attribution.corpus.report import write_report
from attribution.corpus.report.plots.kinds import Network
from attribution.corpus.report.sections.network import section
from tests.corpus.outputs import article, speaker, write_output
from tests.corpus.report.corpora import columns, read


def test_pairs_share_two_articles_at_least(folder: Path) -> None:
    [pair] = read(folder, "network")
    assert list(pair.values()) == ["Ann Lee", "Ned Abara", "2", "3", "2"]


def test_no_name_is_paired_with_itself(tmp_path: Path) -> None:
    said = [(1, {}), (2, {})]
    both = [speaker(1, "London Stock Exchange"), speaker(2, "London Stock Exchange", kind="organisation")]
    write_report(write_output(tmp_path, *(article(said, both) for _ in range(3))), folder=tmp_path, threads=1)
    assert read(tmp_path, "network") == []
    assert columns(tmp_path, "speakers", "speaker", "statements", "kind") == [
        ("London Stock Exchange", "6", "organisation")
    ]
    assert columns(tmp_path, "kinds", "kind", "statements", "speakers") == [("organisation", "6", "1")]


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
