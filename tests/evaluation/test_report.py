"""The tables."""

from __future__ import annotations

from attribution.evaluation import report, score
from tests.evaluation.conftest import DIRECT, gold


def test_a_row_for_each_group_with_its_figures() -> None:
    rows = report.figures_table(score.score([gold(), gold(id="a2")], {"a1": [DIRECT]})).splitlines()
    cells = {row.split()[0]: row.split()[1:] for row in rows[1:6]}
    assert cells["all"] == [
        "6",
        "1",
        "100.0",
        "16.7",
        "28.6",
        "28.6",
        "100.0",
        "16.7",
        "28.6",
        "28.6",
        "100.0",
    ]
    assert list(cells) == list(score.GROUPS)
    assert rows[6] == "articles without a prediction: 1"


def test_publishers_are_apart_and_sorted() -> None:
    articles = [gold(publisher="Post"), gold(id="a2"), gold(id="a3", publisher="Echo")]
    counts = score.count_all(articles, {"a1": [DIRECT], "a2": [], "a3": []})
    rows = report.by_publisher(articles, counts)
    assert list(rows) == ["Echo", "Post", "unknown"]
    assert rows["Post"]["articles"] == 1
    assert rows["Post"]["quoted"]["found"] == {"P": 100.0, "R": 50.0, "F1": 66.7}
    lines = report.publishers_table(rows).splitlines()
    assert lines[2].split() == ["Post", "1", "3", "50.0", "50.0", "66.7", "66.7"]


def test_intervals_are_written_as_ranges() -> None:
    table = report.intervals_table({"all found F1": (49.5, 60.25)})
    assert " ".join(table.split()) == "all found F1 49.5 – 60.2"


def test_columns_do_not_run_together_when_all_is_right() -> None:
    alone = "".join(report._columns((25, 25, "100.0 100.0 100.0", 100.0, "100.0 100.0 100.0", 100.0, 100.0)))
    assert len(alone.split()) == 11
