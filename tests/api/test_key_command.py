from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pytest

from api.database import FILE, Database
from api.key_command import FAILED, MISUSED, keys_command
from api.keys import Keys


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTRIBUTION_STATE", str(tmp_path))


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser(prog="attribution")
    keys_command(parser.add_subparsers())
    args = parser.parse_args(["keys", *arguments])
    status: int = args.run(args)
    return status


def test_a_key_is_shown_once_and_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("create", "sports desk", "--scope", "write", "--days", "30", "--rate", "100/minute") == 0
    shown = capsys.readouterr()
    text = shown.out.strip()
    assert text.startswith("atr_")
    assert text not in shown.err
    key = Keys(Database(folder=tmp_path)).find(text)
    assert key is not None
    assert (key.name, key.scope, key.rate) == ("sports desk", "write", "100/minute")
    assert key.expires == key.created + 30 * 86_400
    assert run("list") == 0
    listed = capsys.readouterr().out
    assert text not in listed
    assert text.split("_")[2] not in listed
    assert key.digest not in listed
    heading, line = listed.splitlines()
    assert heading.split()[0] == "id"
    assert line.split()[:3] == [key.id, "active", "write"]
    assert line.endswith("100/minute  sports desk")


def test_a_key_is_revoked_by_its_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("create", "desk")
    text = capsys.readouterr().out.strip()
    assert run("revoke", text.split("_")[1]) == 0
    assert Keys(Database(folder=tmp_path)).find(text) is None
    assert run("revoke", "nobody00") == FAILED
    assert "no such key" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ("create",),
        ("create", " "),
        ("create", "a\nb"),
        ("create", "desk", "--scope", "root"),
        ("create", "desk", "--days", "0"),
        ("create", "desk", "--rate", "often"),
        ("create", "desk", "--rate", "0/minute"),
        (),
    ],
)
def test_what_cannot_be(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=str(MISUSED)):
        run(*arguments)


def test_a_database_that_cannot_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ATTRIBUTION_DATABASE", "mysql://host/name")
    assert run("list") == MISUSED
    monkeypatch.setenv("ATTRIBUTION_DATABASE", "sqlite:////dev/null/x.db")
    assert run("list") == FAILED
    assert "attribution keys: " in capsys.readouterr().err


def test_a_database_that_is_broken_or_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 1_000)
    assert run("list") == FAILED
    assert "cannot be used: file is not a database" in capsys.readouterr().err
    monkeypatch.setenv("ATTRIBUTION_DATABASE", "postgresql://desk:secret@127.0.0.1:1/news")
    assert run("create", "desk") == FAILED
    said = capsys.readouterr()
    assert "refused" in said.err
    assert "secret" not in said.err
    assert said.out == ""


def test_packages_that_are_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "api.keys", None)
    assert run("list") == FAILED
    assert "pip install" in capsys.readouterr().err


def test_a_list_without_a_key_that_works_says_how_to_make_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list") == 0
    assert "attribution keys create NAME" in capsys.readouterr().err
    assert run("create", "desk") == 0
    capsys.readouterr()
    assert run("list") == 0
    assert capsys.readouterr().err == ""
