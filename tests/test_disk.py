from __future__ import annotations

import os
from pathlib import Path

import pytest

from attribution.disk import move_whole, written_whole


def test_the_new_takes_the_place_of_the_old(tmp_path: Path) -> None:
    part, path = tmp_path / "a.part", tmp_path / "a"
    part.write_text("new")
    path.write_text("old")
    move_whole(part, path)
    assert path.read_text() == "new"
    assert os.listdir(tmp_path) == ["a"]


def test_bytes_are_on_the_disk_before_the_name_and_the_name_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, path = tmp_path / "a.part", tmp_path / "a"
    part.write_text("new")
    seen = []
    inodes = {part.stat().st_ino: "bytes", tmp_path.stat().st_ino: "folder"}
    monkeypatch.setattr(os, "fsync", lambda file: seen.append((inodes[os.fstat(file).st_ino], path.exists())))
    move_whole(part, path)
    assert seen == [("bytes", False), ("folder", True)]


def test_what_cannot_be_moved_leaves_the_old(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    with pytest.raises(FileNotFoundError):
        move_whole(tmp_path / "a.part", path)
    assert path.read_text() == "old"


def test_files_appear_together(tmp_path: Path) -> None:
    paths = [tmp_path / "a", tmp_path / "b"]
    paths[0].write_text("old")
    with written_whole(paths) as parts:
        for part in parts:
            part.write_text("new")
        assert [path.exists() and path.read_text() for path in paths] == ["old", False]
    assert [path.read_text() for path in paths] == ["new", "new"]
    assert sorted(os.listdir(tmp_path)) == ["a", "b"]


def test_where_one_fails_none_appears(tmp_path: Path) -> None:
    def fail(part: Path) -> None:
        part.write_text("new")
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"), written_whole([tmp_path / "a", tmp_path / "b"]) as parts:
        fail(parts[0])
    assert os.listdir(tmp_path) == []
