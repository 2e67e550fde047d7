from __future__ import annotations

from pathlib import Path

from tests.corpus.report.corpora import columns


def test_outlets_and_months_with_those_that_say_none(folder: Path) -> None:
    wanted = ("articles", "statements", "per_article", "speakers")
    assert columns(folder, "outlets", "outlet", *wanted) == [
        ("Quay News", "2", "7", "3.5", "2"), ("post.example", "1", "2", "2.0", "2"),
        ("", "1", "0", "0.0", "0"),
    ]  # fmt: skip
    assert columns(folder, "months", "month", *wanted) == [
        ("2026-04", "1", "3", "3.0", "2"), ("2026-05", "2", "6", "3.0", "3"), ("", "1", "0", "0.0", "0"),
    ]  # fmt: skip
