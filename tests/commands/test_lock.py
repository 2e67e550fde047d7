from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Command, write
from tests.samples import FakeEngine

TEXT = "“We won,” said Ann Lee.\r\n\r\n“All of it,” said Bob Roy.\n"


@pytest.mark.parametrize(("name", "text"), [("a.txt", TEXT), ("a.html", "<p>“We <b>won</b>,” said Lee.</p>")])
def test_locked_and_unlocked_it_is_the_same_to_the_byte(command: Command, name: str, text: str) -> None:
    write(name, text)
    result = command("lock", name, "--key", "key.json", "--output", "locked.txt")
    assert (result.status, result.out, result.err) == (0, "", "")
    assert "“" not in Path("locked.txt").read_text(encoding="utf-8")
    result = command("unlock", "locked.txt", "--key", "key.json", "--output", "again.txt")
    assert (result.status, result.out, result.err) == (0, "", "")
    assert Path("again.txt").read_bytes() == text.encode()


def test_standard_input_and_output(command: Command) -> None:
    result = command("lock", "-", "--key", "key.json", stdin=TEXT.encode())
    assert result.status == 0
    assert result.out.startswith("[[QX1")
    result = command("unlock", "-", "--key", "key.json", stdin=result.out.encode())
    assert result.out == TEXT


def test_the_key_is_json_with_the_words(command: Command) -> None:
    write("a.txt", TEXT)
    command("lock", "a.txt", "--key", "key.json")
    key = json.loads(Path("key.json").read_text(encoding="utf-8"))
    assert [words["text"] for words in key["tokens"]] == ["“We won,”", "“All of it,”"]


def test_a_key_that_cannot_be_written_is_said_before_any_work(command: Command, fake: FakeEngine) -> None:
    write("a.txt", TEXT)
    result = command("lock", "a.txt", "--key", "there/is/none.json")
    assert (result.status, result.out, fake.seen) == (2, "", [])
    assert "no such directory" in result.err


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.txt", "", "empty"),
        ("broken.txt", "BROKEN", "broken"),
        ("two.jsonl", ['{"text": "One."}', '{"text": "Two."}'], "one article is wanted, not several"),
        ("bad.txt", b"\xff", "UTF-8"),
        ("a.pdf", "x", "unknown kind"),
    ],
)
def test_what_is_not_locked(command: Command, name: str, data: str | bytes | list[str], message: str) -> None:
    result = command("lock", write(name, data), "--key", "key.json")
    assert (result.status, result.out) == (2, "")
    assert message in result.err
    assert not Path("key.json").exists()


def test_without_a_key_it_is_of_no_use(command: Command) -> None:
    assert command("lock", write("a.txt", TEXT)).status == 2
