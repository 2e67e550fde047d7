from __future__ import annotations

from pathlib import Path

from attribution.corpus.report.plots.kinds import Lines
from attribution.corpus.report.sections.speakers import section
from tests.corpus.report.corpora import columns, read


def test_speakers_over_all_articles(folder: Path) -> None:
    lee, abara, board = read(folder, "speakers")
    assert [lee[name] for name in ("speaker", "statements", "direct", "mixed", "indirect")] == [
        "Ann Lee", "4", "3", "0", "1",
    ]  # fmt: skip
    assert [lee[name] for name in ("articles", "outlets", "role", "first_month", "last_month", "kind")] == [
        "3", "2", "mayor", "2026-04", "2026-05", "person",
    ]  # fmt: skip
    assert (abara["speaker"], abara["statements"], abara["role"]) == ("Ned Abara", "2", "")
    assert (board["speaker"], board["kind"]) == ("The Harbour Board, Inc.", "organisation")


def test_speakers_by_outlet_month_and_role(folder: Path) -> None:
    wanted = ("speaker", "statements")
    assert columns(folder, "speakers_by_outlet", *wanted, "outlet")[:2] == [
        ("Ann Lee", "3", "Quay News"), ("Ann Lee", "1", "post.example"),
    ]  # fmt: skip
    assert columns(folder, "speakers_by_month", *wanted, "month")[:2] == [
        ("Ann Lee", "2", "2026-04"), ("Ann Lee", "2", "2026-05"),
    ]  # fmt: skip
    assert columns(folder, "speakers_by_role", *wanted, "role")[:2] == [
        ("Ann Lee", "3", "mayor"), ("Ann Lee", "1", ""),
    ]  # fmt: skip


def test_months_of_the_first_are_drawn_with_those_in_which_they_said_nothing() -> None:
    plot = section(20).parts[2].plot
    rows = [
        {"speaker": "Lee", "month": "2026-01", "statements": 2},
        {"speaker": "Lee", "month": None, "statements": 9},
        {"speaker": "Abara", "month": "2026-03", "statements": 1},
    ]
    assert plot is not None
    drawn = plot(rows)
    assert isinstance(drawn, Lines)
    assert list(drawn.months) == ["2026-01", "2026-02", "2026-03"]
    assert [(series.name, list(series.values)) for series in drawn.series] == [
        ("Lee", [2, 0, 0]), ("Abara", [0, 0, 1]),
    ]  # fmt: skip
    assert plot(rows[:2]) is None
