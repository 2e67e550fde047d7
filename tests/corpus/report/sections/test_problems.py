from __future__ import annotations

from pathlib import Path

from tests.corpus.report.corpora import columns


def test_errors_and_warnings_by_code(folder: Path) -> None:
    errors = columns(folder, "errors", "code", "articles", "message")
    assert errors == [("empty-input", "1", "text is blank"), ("timeout", "1", "took too long")]
    assert columns(folder, "warnings", "code", "warnings", "articles", "share") == [
        ("language", "1", "1", "0.25")
    ]
