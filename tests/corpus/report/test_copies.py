from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from attribution.corpus.clusters import find_clusters
from attribution.corpus.report import write_report
from attribution.errors import InputError
from tests.corpus.outputs import article, error_row, speaker, write_output
from tests.corpus.report.corpora import columns


def corpus(folder: Path) -> Path:
    """One article in three outlets, another one, and a row that could not be read."""
    lee, abara = speaker(1, "Ann Lee"), speaker(1, "Ned Abara")
    wire = [
        article([(1, {})], [lee], outlet=name, sha256="1" * 64) for name in ("Quay News", "Pool Post", "Dune")
    ]
    return write_output(folder, *wire, article([(1, {})], [abara], sha256="2" * 64), error_row())


def test_copies_count_each_or_are_left_out(tmp_path: Path) -> None:
    output = corpus(tmp_path / "it's [1]")
    find_clusters(output)
    write_report(output, folder=tmp_path / "all", threads=1)
    write_report(output, folder=tmp_path / "one", html=tmp_path / "one.html", genders="pronouns",
                 without_copies=output / "clusters", threads=1)  # fmt: skip
    assert columns(tmp_path / "all", "speakers", "speaker", "statements") == [
        ("Ann Lee", "3"),
        ("Ned Abara", "1"),
    ]
    assert columns(tmp_path / "one", "speakers", "speaker", "statements") == [
        ("Ann Lee", "1"),
        ("Ned Abara", "1"),
    ]
    for name, figures in (("all", ("4", "1", "0", "3")), ("one", ("2", "1", "2", "1"))):
        numbers = dict(columns(tmp_path / name, "overview", "figure", "number"))
        told = ("articles read", "articles that could not be read", "copies left out", "outlets")
        assert tuple(numbers[figure] for figure in told) == figures
    assert columns(tmp_path / "one", "outlets", "outlet", "articles")[0] == ("Quay News", "1")


def test_a_folder_that_does_not_fit_is_said(tmp_path: Path) -> None:
    output = corpus(tmp_path / "out")
    with pytest.raises(InputError, match=r"nowhere: no articles\.parquet there, which"):
        write_report(output, folder=tmp_path, without_copies=tmp_path / "nowhere")
    for ids, sha256 in (
        ("abcdef", "1" * 64),
        ("ab", "3" * 64),
    ):  # files of records are called alike in all runs
        other = write_output(tmp_path / ids, *(article([(1, {})], id=id, sha256=sha256) for id in ids))
        find_clusters(other)
        with pytest.raises(InputError, match=r"articles\.parquet: is of other records, as . of its articles"):
            write_report(output, folder=tmp_path, without_copies=other / "clusters")
    pq.write_table(pa.table({"part": ["a"]}), tmp_path / "articles.parquet")
    with pytest.raises(InputError, match=r"articles\.parquet: tells of no copies: Binder Error"):
        write_report(output, folder=tmp_path, without_copies=tmp_path)
    (tmp_path / "articles.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputError, match=r"articles\.parquet: tells of no copies: Invalid Input Error"):
        write_report(output, folder=tmp_path, without_copies=tmp_path)
