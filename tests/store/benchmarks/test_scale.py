from __future__ import annotations

import json
from pathlib import Path

from attribution.schemas import dump_extraction
from attribution.store.benchmarks.questions import Questions
from attribution.store.benchmarks.scale import HEAD, ask, fill, read_pairs
from attribution.store.benchmarks.variation import Variation
from attribution.store.store import Store
from tests.store.articles import COST, OPEN, incoming


def test_a_store_is_filled_and_measured(store: Store, tmp_path: Path) -> None:
    given = incoming(OPEN, COST, id="a1")
    texts, records = tmp_path / "texts.jsonl", tmp_path / "records.jsonl"
    texts.write_text(json.dumps({"id": "a1", "text": given.text}), encoding="utf-8")
    records.write_text(json.dumps(dump_extraction(given.extraction)), encoding="utf-8")
    variation = Variation(list(read_pairs(texts, records)))
    (line,) = fill(store, variation, range(20))
    assert line.split()[:2] == ["20", "40"]
    (more,) = fill(store, variation, range(20, 30))
    assert more.split()[:2] == ["30", "60"]
    assert len(line.split()) == len(HEAD.replace("MB ", "").replace("ms ", "").split())
    told = list(ask(Questions(store, 2)))
    assert len([line for line in told if line.startswith("all")]) == 2
    assert len(told) == 12 + 8
