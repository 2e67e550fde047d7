from __future__ import annotations

import os
from pathlib import Path

import pytest
from pyarrow.fs import LocalFileSystem, SubTreeFileSystem, _MockFileSystem

from attribution.corpus.inputs.finding import find_inputs
from attribution.corpus.inputs.places import (
    Found,
    find_in,
    find_local,
    find_remote,
    is_uri,
    without_secrets,
)
from attribution.errors import InputError

FILES = ["a.jsonl", "b/c.jsonl", "b/d/e.jsonl", "b/_f.jsonl", ".g/h.jsonl", "_run/i.jsonl"]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}\n")
    return tmp_path


def below(found: list[Found]) -> list[str]:
    return [file.below for file in found]


class TestRemote:
    def test_a_directory_is_walked(self, tree: Path) -> None:
        found = find_in(SubTreeFileSystem(str(tree), LocalFileSystem()), "", given="s3://bucket")
        assert below(found) == ["a.jsonl", "b/c.jsonl", "b/d/e.jsonl"]
        assert found[1].full == "s3://bucket/b/c.jsonl"
        assert found[1].size == 3

    def test_a_file_is_named(self, tree: Path) -> None:
        [found] = find_in(
            SubTreeFileSystem(str(tree), LocalFileSystem()), "b/_f.jsonl", given="s3://bucket/f"
        )
        assert (found.named, found.full) == (True, "s3://bucket/f")

    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            ("*.jsonl", ["a.jsonl"]),
            ("*/*.jsonl", ["b/c.jsonl"]),
            ("**/*.jsonl", ["a.jsonl", "b/c.jsonl", "b/d/e.jsonl"]),
            ("b/**", ["b/c.jsonl", "b/d/e.jsonl"]),
            ("b/_*", ["b/_f.jsonl"]),
            ("**/e.jsonl", ["b/d/e.jsonl"]),
            ("x*", []),
        ],
    )
    def test_patterns(self, pattern: str, expected: list[str], tree: Path) -> None:
        files = SubTreeFileSystem(str(tree), LocalFileSystem())
        assert below(find_in(files, "", given="s3://bucket", pattern=pattern.split("/"))) == expected
        here = below(find_local(f"{tree}/{pattern}"))
        assert here == [f"{tree}/{name}" for name in expected]

    def test_a_uri_may_be_a_pattern(self, tree: Path) -> None:
        found = find_remote(f"{tree.as_uri()}/b/**/*.jsonl")
        assert [file.full for file in found] == [
            f"{tree.as_uri()}/b/{name}" for name in ("c.jsonl", "d/e.jsonl")
        ]

    def test_a_uri_with_options_may_be_a_pattern(self, tree: Path) -> None:
        """What begins with "?" is for the file system, and names are escaped as in the rest of the URI."""
        (tree / "100% b.jsonl").write_text("{}\n")
        found = find_remote(f"{tree.as_uri()}/*%25%20b.jsonl?region=eu-north-1&scheme=http")
        assert [file.full for file in found] == [f"{tree.as_uri()}/100% b.jsonl"]

    def test_nothing_there(self) -> None:
        with pytest.raises(InputError, match=r"^s3://bucket/x: no such file or directory$"):
            find_in(_MockFileSystem(), "x", given="s3://bucket/x")

    def test_an_unknown_scheme_cannot_be_reached_and_shows_no_secret(self) -> None:
        with pytest.raises(InputError, match=r"^nope://host/a: cannot be reached: Unrecognized filesystem"):
            find_remote("nope://key:secret@host/a?token=x")


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("s3://key:secret@bucket/a@b/c d", "s3://bucket/a@b/c d"),
        ("s3://key:sec/ret@bucket/a[1]?token=secret", "s3://bucket/a[1]"),
        ("s3://key:sec?ret#1@bucket/a b", "s3://bucket/a b"),
        ("s3://key@bucket/a", "s3://bucket/a"),
        ("hdfs://host:8020/a:b@c", "hdfs://host:8020/a:b@c"),
        ("hdfs://user:secret@host:8020/a", "hdfs://host:8020/a"),
    ],
)
def test_secrets_are_shown_nowhere(uri: str, shown: str) -> None:
    assert without_secrets(uri) == shown
    with pytest.raises(InputError, match=r"^nope://.*: cannot be reached") as caught:
        find_remote(f"nope{uri[uri.index(':') :]}")
    assert not any(word in str(caught.value) for word in ("sec", "key", "user"))


@pytest.mark.parametrize(("path", "expected"), [("s3://b/a", True), ("a/b", False), ("C:\\a", False)])
def test_addresses_are_told_from_paths(path: str, expected: bool) -> None:
    assert is_uri(path) is expected


def test_the_same_file_has_one_place(tree: Path) -> None:
    (tree / "link").symlink_to(tree / "a.jsonl")
    asked = [str(tree / "link"), f"{tree}/b/../a.jsonl", f"{tree.as_uri()}/a.jsonl"]
    found = [find_inputs([path], kind="jsonl")[0].place for path in asked]
    assert set(found) == {os.path.realpath(tree / "a.jsonl")}


def test_names_that_are_no_text_stay_apart(tmp_path: Path) -> None:
    for name in (b"bad\xff.txt", b"bad\xfe.txt"):
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as stream:
            stream.write(b"same")
    assert [given.name for given in find_inputs([str(tmp_path)])] == ["bad%FE.txt", "bad%FF.txt"]


def test_what_is_no_file_is_passed_over_or_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    os.mkfifo(tmp_path / "pipe")
    assert [given.name for given in find_inputs([str(tmp_path)])] == ["a.txt"]
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing")
    with pytest.raises(InputError, match=r"/gone\.txt: cannot be read: No such file"):
        find_inputs([str(tmp_path)])
