from __future__ import annotations

import json
from pathlib import Path

from attribution.corpus.benchmarks.archives import digests, read_texts, run_command, write_archive
from tests.corpus.articles import FERRY, HARBOUR


def test_texts_are_cut_at_paragraphs(texts: Path) -> None:
    first, second = read_texts(texts, characters=None)
    assert (first, second) == ({"text": HARBOUR, "title": "Gates"}, {"text": f"{FERRY}\n{HARBOUR}"})
    assert read_texts(texts, characters=len(FERRY) + 20)[1] == {"text": FERRY}
    assert [len(article["text"]) for article in read_texts(texts, characters=10)] == [10, 10]


def test_an_archive_has_so_many_articles_each_with_an_id_of_its_own(texts: Path, tmp_path: Path) -> None:
    write_archive(read_texts(texts, characters=None), tmp_path / "in", articles=11)
    files = sorted((tmp_path / "in").iterdir())
    rows = [json.loads(line) for path in files for line in path.read_text().splitlines()]
    assert len(files) == 4
    assert [row["id"] for row in rows] == [f"made-{at}" for at in range(11)]
    assert [row["text"] for row in rows[:3]] == [HARBOUR, f"{FERRY}\n{HARBOUR}", HARBOUR]


def test_digests_tell_outputs_apart(tmp_path: Path) -> None:
    (tmp_path / "records" / "month=2026-05").mkdir(parents=True)
    path = tmp_path / "records" / "month=2026-05" / "part.parquet"
    path.write_bytes(b"one")
    [(name, before)] = digests(tmp_path)
    path.write_bytes(b"two")
    [(_, after)] = digests(tmp_path)
    assert (name, before != after) == ("records/month=2026-05/part.parquet", True)


def test_the_command(tmp_path: Path) -> None:
    command = run_command(tmp_path / "in", tmp_path / "out", "--workers", "3")
    assert command[1:] == [
        "-m", "attribution", "corpus", "run", str(tmp_path / "in"), str(tmp_path / "out"), "--quiet",
        "--workers", "3",
    ]  # fmt: skip
