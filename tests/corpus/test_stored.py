"""Records in folders of file systems that Arrow knows, of which file:// is one that is always there."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from attribution.corpus.clusters import find_clusters
from attribution.corpus.report import write_report
from attribution.corpus.stored import Remote, find_stored
from attribution.corpus.table_files import write_tables
from attribution.corpus.tables import open_tables
from attribution.errors import CorpusError, InputError
from tests.corpus.outputs import corpus_rows, row_of, write_output, write_part
from tests.samples import sample


def test_tables_report_and_clusters_are_those_of_the_folder(tmp_path: Path) -> None:
    output = write_output(tmp_path / "ö 1%", *corpus_rows())
    uri = output.as_uri()
    for place, name in ((output, "here"), (uri, "there")):
        folder = tmp_path / name
        assert write_tables(place, folder / "tables")["quotations"] == 3
        write_report(place, html=folder / "report.html", folder=folder / "report")
        find_clusters(place, into=folder / "clusters")
    files = sorted(path.relative_to(tmp_path / "here") for path in (tmp_path / "here").rglob("*.*"))
    assert {path.suffix for path in files} == {".parquet", ".html", ".csv", ".json"}
    for path in files:
        assert (tmp_path / "here" / path).read_bytes() == (tmp_path / "there" / path).read_bytes(), path


def test_files_and_folders_are_found_alike(tmp_path: Path) -> None:
    """In the order of their folders; hidden ones are none, and no name is a pattern."""
    names = (
        "outlet=b [x]*/p?.parquet",
        "outlet=a/p.parquet",
        "outlet=a/sub/p.parquet",
        "_temporary/p.parquet",
    )
    for name in (*names, ".p.parquet"):
        write_part(tmp_path / name, [row_of(sample())], carried=())
    (tmp_path / "_SUCCESS").touch()
    here, there = find_stored(tmp_path), find_stored(tmp_path.as_uri())
    assert here.names == there.names == (names[1], names[2], names[0])
    query = "SELECT part, outlet FROM articles ORDER BY part"
    for place in (tmp_path, tmp_path.as_uri()):
        with open_tables(place, threads=1) as tables:
            assert tables.execute(query).fetchall() == [
                (names[1], "a"), (names[2], "a"), (names[0], "b [x]*"),
            ]  # fmt: skip


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("{}/nowhere", r"^file:///.*/nowhere: no such folder$"),
        ("{}/file", r"^file:///.*/file: no such folder$"),
        ("{}/empty", r"^file:///.*/empty: no records there"),
        ("{}/other", r"^file:///.*/other/a\.parquet: is no Parquet file"),
        ("nope://key:secret@host/a?token=x", r"^nope://host/a: cannot be read: Unrecognized filesystem"),
    ],
)
def test_what_is_no_output_is_said(uri: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.parquet").write_bytes(b"PAR1")
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=message), open_tables(uri.format(tmp_path.as_uri())):
        raise AssertionError("nothing is opened")


def test_a_file_that_cannot_be_read_later_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uri = write_output(tmp_path, row_of(sample())).as_uri()

    def refuse(_: Remote, path: str, *__: Any, **___: Any) -> io.BufferedReader:
        raise OSError(f"no route to {path}")

    def ask() -> None:
        with open_tables(uri) as tables:
            monkeypatch.setattr(Remote, "open", refuse)
            tables.execute("SELECT sum(length(text)) FROM quotations")

    with pytest.raises(CorpusError, match=rf"^{uri}/records: OSError: no route to .*parquet$"):
        ask()


def test_clusters_must_be_told_where_to_go() -> None:
    with pytest.raises(InputError, match="folder of this machine: say with --into which"):
        find_clusters("s3://bucket/quotes")
