from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Command, write
from tests.samples import FakeEngine

TEXT = "“We won,” said Ann Lee.\n\n“All of it,” said Bob Roy.\n"


@pytest.fixture
def locked(command: Command) -> str:
    """The locked text, its key in key.json."""
    return command("lock", write("a.txt", TEXT), "--key", "key.json").out


def test_a_lost_token_is_refused_with_its_place(command: Command, locked: str) -> None:
    write("edited.txt", locked.replace(locked[:11], ""))
    result = command("unlock", "edited.txt", "--key", "key.json", "--output", "out.txt")
    assert (result.status, result.out) == (1, "")
    where = "line 1, column 1 (code point 0)"
    assert result.err == f"{where}: {locked[:11]}: the token is gone; behind this place it should stand\n"
    assert not Path("out.txt").exists()


def test_a_summary(command: Command, locked: str) -> None:
    write("edited.txt", locked[:24])
    result = command("unlock", "edited.txt", "--key", "key.json", "--allow-lost")
    assert (result.status, result.out) == (0, "“We won,” said Ann Lee")
    assert result.err.startswith("left out: [[QX2")


def test_tokens_only(command: Command, fake: FakeEngine, locked: str) -> None:
    fake.seen.clear()
    write("edited.txt", locked)
    result = command("unlock", "edited.txt", "--key", "key.json", "--tokens-only")
    assert (result.status, result.out, fake.seen) == (0, TEXT, [])
    assert "only the tokens were checked, not who says it" in result.err


@pytest.mark.parametrize("change", ["", "x"])
def test_json(command: Command, locked: str, change: str) -> None:
    write("edited.txt", change + locked.replace("Q", "K") if change else locked)
    result = command("unlock", "edited.txt", "--key", "key.json", "--json")
    found = json.loads(result.out)
    assert result.status == (1 if change else 0)
    assert found["text"] == (None if change else TEXT)
    assert [fault["kind"] for fault in found["faults"]] == (["damaged", "damaged"] if change else [])
    assert found["checked"] == "speakers"


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("{", "key.json: no JSON"),
        ("[]", "this is no key"),
        ("{}", "this is no key"),
        ("[" * 100_000, "key.json: no JSON"),
        (b"\xff", "key.json: no JSON"),
    ],
)
def test_what_is_no_key(command: Command, locked: str, key: str | bytes, message: str) -> None:
    write("key.json", key)
    result = command("unlock", write("edited.txt", locked), "--key", "key.json")
    assert (result.status, result.out) == (2, "")
    assert message in result.err


def test_a_key_that_was_changed(command: Command, locked: str) -> None:
    key = Path("key.json").read_text(encoding="utf-8")
    write("key.json", key.replace("We won", "We lost"))
    result = command("unlock", write("edited.txt", locked), "--key", "key.json")
    assert (result.status, result.out) == (2, "")
    assert "the key was changed" in result.err


def test_control_characters_do_not_reach_the_terminal(command: Command, locked: str) -> None:
    write("edited.txt", f"{locked} [[\x1b]31m red]]")
    result = command("unlock", "edited.txt", "--key", "key.json", "--tokens-only")
    assert result.status == 1
    assert "\x1b" not in result.err
    assert len(result.err.splitlines()) == 2
