from __future__ import annotations

import pytest

from attribution.corpus.inputs.kinds import SUFFIXES, kind_of, known_suffixes, packing_of


@pytest.mark.parametrize(
    ("name", "kind", "packing"),
    [
        ("a.jsonl", "jsonl", None),
        ("a.ndjson.gz", "jsonl", "gzip"),
        ("a.json", "json", None),
        ("A.CSV.ZST", "csv", "zstd"),
        ("a.tsv.bz2", "tsv", "bz2"),
        ("part-0.snappy.parquet", "parquet", None),
        ("crawl.warc.gz", "warc", "gzip"),
        ("2020.01.02.txt", "text", None),
        ("page.htm", "html", None),
        ("a.parquet.gz", None, "gzip"),
        ("a.gz", None, "gzip"),
        (".csv", None, None),
        ("a.csv/b", None, None),
        ("a", None, None),
        ("", None, None),
    ],
)
def test_a_name_tells_kind_and_packing(name: str, kind: str | None, packing: str | None) -> None:
    assert (kind_of(name), packing_of(name)) == (kind, packing)


def test_messages_list_every_suffix() -> None:
    assert all(suffix in known_suffixes() for suffix in SUFFIXES)
