"""Pairs of quotations that are the same or not, all in one run, and what comes out for each."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from attribution.corpus.clusters import Clustering, find_clusters
from tests.corpus.clusters.corpora import record, said, write_records
from tests.tree import ROOT

TABLE = tomllib.loads((Path(__file__).parent / "pairs.toml").read_text(encoding="utf-8"))["pair"]
Found = dict[str, str]


def _records(number: int, pair: dict[str, Any]) -> list[dict[str, Any]]:
    speakers = pair.get("by", [f"Speaker Nr{chr(97 + number // 26)}{chr(97 + number % 26)}"] * 2)
    types = pair.get("types", [pair.get("one_type", "direct"), pair.get("other_type", "direct")])
    kinds = pair.get("kinds", ["person", "person"])
    words = (pair["one"], pair["other"])
    return [
        record(2 * number + side, [said(words[side], speakers[side], type=types[side], kind=kinds[side])])
        for side in (0, 1)
    ]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """The kind that each pair turns out to be."""
    output = tmp_path_factory.mktemp("pairs")
    write_records(output, [row for number, pair in enumerate(TABLE) for row in _records(number, pair)])
    find_clusters(output, Clustering(threads=1, memory="500MB"))
    rows = pq.read_table(output / "clusters" / "quotations.parquet").to_pylist()
    placed = {row["row"]: row for row in rows}
    return {pair["name"]: _kind(placed.get(2 * n), placed.get(2 * n + 1)) for n, pair in enumerate(TABLE)}


def _kind(one: dict[str, Any] | None, other: dict[str, Any] | None) -> str:
    if one is None or other is None or one["cluster"] != other["cluster"]:
        return "none"
    return max(one["kind"], other["kind"], key=["exact", "near", "part"].index)


@pytest.mark.parametrize("pair", TABLE, ids=lambda pair: pair["name"])
def test_kind(pair: dict[str, Any], found: Found) -> None:
    expected = pair["gap"].split(":")[0] if "gap" in pair else pair["kind"]
    assert found[pair["name"]] == expected


def test_pairs_are_clusters_of_their_own(found: Found) -> None:
    assert len({pair["name"] for pair in TABLE}) == len(TABLE) == len(found) >= 80


def test_what_the_page_says(found: Found) -> None:
    told = Counter((pair["kind"] != "none", found[pair["name"]] != "none") for pair in TABLE)
    same, right = told[True, True] + told[True, False], told[True, True]
    page = (ROOT / "docs" / "corpus.md").read_text(encoding="utf-8")
    assert (
        f"Of {len(TABLE)} pairs, {same} of which are the same, {right + told[False, True]} are put together, "
        f"{right} of them rightly" in " ".join(page.split())
    )
