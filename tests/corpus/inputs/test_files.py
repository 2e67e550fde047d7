from __future__ import annotations

import csv
import io
import pickle
import tempfile
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from pyarrow.fs import LocalFileSystem, SubTreeFileSystem

from attribution.corpus.inputs import Input, Row, article_of, find_inputs
from tests.corpus.inputs.files import json_lines, packed, told, values, written

# an empty field of CSV is null, and JSON and CSV have no way to tell NUL or a lone surrogate from a slip
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40)
rows = st.fixed_dictionaries(
    {"text": texts, "id": texts, "title": st.none() | texts, "outlet": st.none() | texts}
)


def in_csv(articles: list[dict[str, Any]], delimiter: str) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, ["text", "id", "title", "outlet"], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(articles)
    return text.getvalue().encode()


def in_parquet(articles: list[dict[str, Any]]) -> bytes:
    names = ["text", "id", "title", "outlet"]
    schema = pyarrow.schema([(name, pyarrow.string()) for name in names])
    sink = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(articles, schema=schema), sink)
    return sink.getvalue()


@settings(max_examples=20, deadline=None)
@given(st.lists(rows, max_size=40))
def test_every_kind_gives_the_same_rows(articles: list[dict[str, Any]]) -> None:
    lines, table = json_lines(articles), in_csv(articles, ",")
    files = {
        "a.jsonl": lines,
        "a.csv": table,
        "a.tsv": in_csv(articles, "\t"),
        "a.parquet": in_parquet(articles),
        "b.jsonl.gz": packed(lines[:50], ".gz") + packed(lines[50:], ".gz"),
        "b.jsonl.zst": packed(lines[:50], ".zst") + packed(lines[50:], ".zst"),
        "b.csv.bz2": packed(table, ".bz2"),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            found = written(Path(folder), name, data).rows()
            assert [*found] == [Row(number, article) for number, article in enumerate(articles, 1)], name


@given(rows)
def test_articles_have_no_nulls(article: dict[str, Any]) -> None:
    assert article_of(article, columns={}) == {name: value for name, value in article.items() if value}


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.csv.zst", "a.parquet", "a.txt.bz2"])
def test_remote_files_are_read_like_those_here(name: str, tmp_path: Path) -> None:
    articles = [
        {"text": f"{number} " * 9000, "id": None, "title": None, "outlet": None} for number in range(9)
    ]
    data = {".csv": in_csv(articles, ","), ".par": in_parquet(articles)}.get(name[1:5], json_lines(articles))
    here = written(tmp_path, name, packed(data, f".{name[-3:].strip('.')}") if name.count(".") > 1 else data)
    there = Input(here.name, here.kind, here.size, name, SubTreeFileSystem(str(tmp_path), LocalFileSystem()))
    assert there.fingerprint() == here.fingerprint()
    with there.rows() as rows:
        assert [told(row.values) for row in rows] == values(here)
        assert rows.consumed == there.size


def test_a_fingerprint_tells_files_apart(tmp_path: Path) -> None:
    first = written(tmp_path, "a.jsonl", b'{"text": "A"}\n')
    same = written(tmp_path, "b.jsonl", b'{"text": "A"}\n')
    other = written(tmp_path, "c.jsonl", b'{"text": "B"}\n')
    longer = written(tmp_path, "d.jsonl", b'{"text": "A"}\n' + b"\n" * 70_000)
    marks = [file.fingerprint() for file in (first, same, other, longer)]
    assert marks[0] == marks[1]
    assert len({*marks}) == 3


def test_an_input_travels_to_other_processes(tmp_path: Path) -> None:
    here = written(tmp_path, "a.jsonl", b'{"text": "A"}\n')
    [remote] = find_inputs([(tmp_path / "a.jsonl").as_uri()])
    for file in (here, remote):
        there = pickle.loads(pickle.dumps(file))
        assert there == file
        assert hash(there) == hash(file)
        assert values(there) == [{"text": "A"}]
