from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.report.corpora import columns, read


def test_sources(folder: Path) -> None:
    assert columns(folder, "sources", "source", "statements") == [
        ("named", "7"), ("anonymous", "1"), ("none", "1"),
    ]  # fmt: skip


def test_sources_by_outlet_and_month(folder: Path) -> None:
    quay, post, _ = read(folder, "sources_by_outlet")
    assert float(quay["share_anonymous"]) == pytest.approx(1 / 7)
    assert (post["named"], post["share_anonymous"]) == ("2", "0.0")
    assert columns(folder, "sources_by_month", "month", "anonymous", "none") == [
        ("2026-04", "0", "0"), ("2026-05", "1", "1"), ("", "0", "0"),
    ]  # fmt: skip


def test_kinds(folder: Path) -> None:
    assert columns(folder, "kinds", "kind", "statements", "speakers") == [
        ("person", "6", "2"), ("group", "1", "0"), ("organisation", "1", "1"), ("", "1", "0"),
    ]  # fmt: skip
