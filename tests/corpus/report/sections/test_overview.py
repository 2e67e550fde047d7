from __future__ import annotations

from pathlib import Path

from tests.corpus.report.corpora import columns


def test_what_is_counted_and_what_is_not(folder: Path) -> None:
    assert dict(columns(folder, "overview", "figure", "number")) == {
        "articles read": "4",
        "articles that could not be read": "2",
        "copies left out": "0",
        "articles with a statement": "3",
        "outlets": "2",
        "months": "2",
        "quotations found": "11",
        "of these nested in another, not counted": "1",
        "of these no statement, not counted": "1",
        "statements counted": "9",
        "statements of named speakers": "7",
        "different names": "3",
    }
