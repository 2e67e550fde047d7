from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.report.corpora import columns, read


def test_the_whole_corpus_comes_first(folder: Path) -> None:
    assert columns(folder, "concentration", "outlet", "statements", "speakers") == [
        ("whole corpus", "7", "3"), ("Quay News", "5", "2"), ("post.example", "2", "2"),
    ]  # fmt: skip


def test_the_index_is_the_chance_of_the_same_name(folder: Path) -> None:
    whole, quay, post = (float(row["hhi"]) for row in read(folder, "concentration"))
    assert (whole, quay, post) == pytest.approx(((16 + 4 + 1) / 49, (9 + 4) / 25, 0.5))
    assert {row["share_of_few"] for row in read(folder, "concentration")} == {"1.0"}
