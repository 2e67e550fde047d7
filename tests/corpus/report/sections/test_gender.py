from __future__ import annotations

from pathlib import Path

import pytest

from attribution.corpus.report.plots.kinds import Bars
from attribution.corpus.report.sections.gender import COMMON, LISTED, TOLD, section
from tests.corpus.report.corpora import columns, read


def test_gender_as_the_articles_tell_it(folder: Path) -> None:
    """Lee is "she" in the first article and "Ms" in the third; in the second nothing tells."""
    told = columns(folder, "gender", "gender", "statements", "speakers")
    assert told == [("f", "3", "2"), ("m", "2", "2"), ("unknown", "1", "1")]
    assert float(read(folder, "gender")[0]["share"]) == pytest.approx(3 / 6)
    assert columns(folder, "gender_by_outlet", "outlet", "gender", "statements") == [
        ("Quay News", "f", "2"), ("Quay News", "m", "2"), ("Quay News", "unknown", "1"),
        ("post.example", "f", "1"),
    ]  # fmt: skip
    assert columns(folder, "gender_by_month", "month", "gender")[:2] == [("2026-04", "f"), ("2026-04", "m")]


def test_the_report_says_where_it_has_it_from() -> None:
    assert section(listed=False).about == (TOLD, COMMON)
    assert section(listed=True).about == (LISTED, COMMON)


def test_what_is_unknown_is_drawn_last_and_faint() -> None:
    plot = section(listed=False).parts[1].plot
    rows = [{"outlet": "Quay News", "gender": gender, "share": 0.5} for gender in ("unknown", "woman")]
    assert plot is not None
    drawn = plot(rows)
    assert isinstance(drawn, Bars)
    assert [(series.name, series.faint) for series in drawn.series] == [("woman", False), ("unknown", True)]
