from __future__ import annotations

import os
from pathlib import Path

import pytest

from attribution.corpus.inputs import find_inputs
from attribution.errors import InputError


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "2020-01.jsonl.gz",
        "2020-02.jsonl.gz",
        "2021/b.csv",
        "2021/a.txt",
        "2021/notes.md",
        "_old/x.csv",
    ):
        (tmp_path / "archive" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "archive" / name).write_bytes(b"text\nA\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "archive"


def names(*paths: str, kind: str | None = None) -> list[str]:
    return [found.name for found in find_inputs(paths, kind=kind)]


@pytest.mark.usefixtures("archive")
class TestNames:
    def test_of_a_single_directory_are_relative_to_it(self) -> None:
        expected = ["2020-01.jsonl.gz", "2020-02.jsonl.gz", "2021/a.txt", "2021/b.csv"]
        assert names("archive") == names("archive/") == names("./archive") == expected

    def test_of_several_arguments_begin_as_these_do(self) -> None:
        assert names("archive/2021", "archive/2020-01.jsonl.gz") == [
            "archive/2021/a.txt", "archive/2021/b.csv", "archive/2020-01.jsonl.gz",
        ]  # fmt: skip

    def test_of_patterns_are_the_paths(self) -> None:
        expected = ["archive/2020-01.jsonl.gz", "archive/2020-02.jsonl.gz"]
        assert names("archive/2020-*.jsonl.gz") == expected
        assert names("archive/**/*.csv") == ["archive/2021/b.csv"]
        assert names("archive/2021/*") == ["archive/2021/a.txt", "archive/2021/b.csv"]

    def test_of_uris(self, archive: Path) -> None:
        assert names(archive.as_uri()) == names("archive")
        assert names(f"{archive.as_uri()}/2021/b.csv") == [f"{archive.as_uri()}/2021/b.csv"]
        assert names(f"{archive.as_uri()}/2021/*") == ["a.txt", "b.csv"]

    def test_can_be_printed(self, archive: Path) -> None:
        open(os.fsencode(archive) + b"/caf\xe9\n.csv", "wb").close()
        [found] = find_inputs(["archive/caf*"])
        assert found.name == "archive/caf%E9%0A.csv"
        assert list(found.rows()) == []


@pytest.mark.usefixtures("archive")
def test_kind_and_size() -> None:
    [found] = find_inputs(["archive/2021/b.csv"])
    assert (found.kind, found.size, found.path) == ("csv", 7, "archive/2021/b.csv")


@pytest.mark.usefixtures("archive")
def test_with_a_kind_every_file_is_taken_for_it() -> None:
    found = find_inputs(["archive/2021"], kind="csv")
    assert [(file.name, file.kind) for file in found] == [
        ("a.txt", "csv"), ("b.csv", "csv"), ("notes.md", "csv"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (["archive/x.csv"], r"archive/x\.csv: no such file or directory"),
        (["archive/x*.csv"], r"archive/x\*\.csv: nothing to read there; known are \.jsonl, "),
        (["archive/2021/notes.md"], r"archive/2021/notes\.md: unknown kind of file; known are \.jsonl, "),
        (["archive/2021/*.md"], r"archive/2021/\*\.md: nothing to read there"),
        (["archive/empty"], r"archive/empty: nothing to read there"),
        (["archive/pipe.csv"], r"archive/pipe\.csv: not a file; a run reads each file more than once"),
        (["archive/loose.csv"], r"archive/loose\.csv: cannot be read: No such file"),
        (
            ["archive/2021", "archive/2021/b.csv"],
            r"archive/2021/b\.csv: the same file as archive/2021/b\.csv; each",
        ),
        (
            ["archive/2021/b.csv", "archive/link.csv"],
            r"archive/link\.csv: the same file as archive/2021/b\.csv; each",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(paths: list[str], message: str, archive: Path) -> None:
    (archive / "empty").mkdir()
    os.mkfifo(archive / "pipe.csv")
    (archive / "loose.csv").symlink_to("nowhere.csv")
    (archive / "link.csv").symlink_to(archive / "2021" / "b.csv")
    with pytest.raises(InputError, match=f"^{message}"):
        find_inputs(paths)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(InputError, match=r"^no kind 'pdf'; there is jsonl, json, csv"):
        find_inputs(["a.csv"], kind="pdf")
