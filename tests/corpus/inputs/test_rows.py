from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from tests.corpus.inputs.files import written


def test_consumed_counts_bytes_as_stored(tmp_path: Path) -> None:
    chance = random.Random(1)
    lines = b"".join(json.dumps({"text": chance.randbytes(1500).hex()}).encode() + b"\n" for _ in range(300))
    given = written(tmp_path, "a.jsonl.gz", gzip.compress(lines, compresslevel=1))
    rows = given.rows()
    assert rows.consumed == 0
    seen = [rows.consumed for _ in rows]
    assert seen == sorted(seen)
    assert 0 < seen[0] < given.size / 2
    assert rows.consumed == given.size


def test_closing_ends_the_rows(tmp_path: Path) -> None:
    given = written(tmp_path, "a.jsonl", b'{"text": "A"}\n' * 3)
    with given.rows() as rows:
        next(rows)
    assert rows.consumed == given.size
    with pytest.raises(StopIteration):
        next(rows)
