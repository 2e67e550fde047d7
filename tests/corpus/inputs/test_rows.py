from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from tests.corpus.inputs.files import json_lines, packed, values, written


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


@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".zst"])
@pytest.mark.parametrize("lines", [3, 3000])
def test_what_stands_before_a_cut_is_read(tmp_path: Path, suffix: str, lines: int) -> None:
    chance = random.Random(2)
    texts = [chance.randbytes(100).hex() for _ in range(lines)]
    data = packed(json_lines([{"text": text} for text in texts]), suffix)
    short = {".gz": 5, ".bz2": 2, ".zst": 2}[suffix]  # of what follows the text, or belongs to its last block
    whole = values(written(tmp_path, f"a.jsonl{suffix}", data))
    assert whole == [{"text": text} for text in texts]
    found = values(written(tmp_path, f"b.jsonl{suffix}", data[:-short]))
    assert found[:-1] == whole[: len(found) - 1]
    assert found[-1][0] == "invalid-input"
    assert "the file cannot be read" in found[-1][1]
    assert suffix != ".gz" or len(found) == lines + 1


def test_what_stands_before_garbage_is_read(tmp_path: Path) -> None:
    data = packed(json_lines([{"text": "A"}] * 3), ".gz") + b"and fifteen more"
    found = values(written(tmp_path, "a.jsonl.gz", data))
    assert found[:3] == [{"text": "A"}] * 3
    assert "the file cannot be read to its end" in found[3][1]


def test_closing_ends_the_rows(tmp_path: Path) -> None:
    given = written(tmp_path, "a.jsonl", b'{"text": "A"}\n' * 3)
    with given.rows() as rows:
        next(rows)
    assert rows.consumed == given.size
    with pytest.raises(StopIteration):
        next(rows)
