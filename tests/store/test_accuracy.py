"""Verdicts in a store on the gold pairs of a few articles, tests/verify/README.md, without the vectors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from attribution import Extraction, Extractor
from attribution.store import Incoming, Store, ingest_many, verify_in_store
from attribution.verify import meaning

GOLD = Path(__file__).parents[1] / "verify"
SOURCES = ("h04", "h05")
HEURISTIC = ("paraphrase", "not_found")


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def articles(extractor: Extractor) -> list[tuple[str, Extraction]]:
    texts = [(row["id"], row["text"]) for row in rows("sources.jsonl") if row["id"] in SOURCES]
    return [(text, extractor.extract(text, id=name)) for name, text in texts]


def test_verdicts_are_those_of_the_gold(
    store: Store, articles: list[tuple[str, Extraction]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meaning, "available", lambda: False)
    list(ingest_many(store, [Incoming(extraction, text=text) for text, extraction in articles]))
    pairs = [row for row in rows("pairs.jsonl") if row["source"] in SOURCES]
    given = [(row, verify_in_store(store, row["quotation"], speaker=row["speaker"])) for row in pairs]
    assert [row["id"] for row, found in given if found.verdict == "verbatim" != row["verdict"]] == []
    literal = [(row, found) for row, found in given if row["verdict"] not in HEURISTIC]
    wrong = [(row["id"], found.verdict) for row, found in literal if found.verdict != row["verdict"]]
    assert len(literal) >= 40
    assert len(wrong) <= 0.05 * len(literal), wrong
