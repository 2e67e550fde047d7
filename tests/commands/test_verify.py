from __future__ import annotations

import json

import pytest

from tests.commands.conftest import Command, write
from tests.samples import FakeEngine

SPEECH = "I do not think we should sell the ferry. We will keep it for the island."


def test_a_transcript_needs_no_engine(command: Command, fake: FakeEngine) -> None:
    path = write("speech.txt", SPEECH)
    result = command("verify", "We will keep it for the island", path, "--transcript")
    assert (result.status, result.err, fake.seen) == (0, "", [])
    assert result.out.startswith("verbatim: the same words\n")
    assert "⟦We will keep it for the island⟧" in result.out


def test_what_differs_is_shown(command: Command) -> None:
    path = write("speech.txt", SPEECH)
    result = command("verify", "we should sell the ferry", path, "--transcript")
    assert result.status == 1
    assert "partial: true words, cut so that the sense may change" in result.out
    assert "cut, 0-14: “I do not think”" in result.out
    result = command("verify", "We will sell it for the island", path, "--transcript")
    assert "changed: given “sell”, original “keep”" in result.out


def test_articles_are_extracted(command: Command, fake: FakeEngine) -> None:
    write("one.txt", "“No,” said Ito.")
    write("two.html", "<p>“We will <b>keep</b> it,” said Ito.</p>")
    result = command("verify", "We will keep it", "one.txt", "two.html", "--speaker", "Ito", "--json")
    found = json.loads(result.out)
    assert (result.status, found["verdict"], found["evidence"]["original"]) == (0, "verbatim", "two.html")
    assert found["evidence"]["text"] == "We will keep it"
    assert len(fake.seen) == 2


def test_control_characters_do_not_reach_the_terminal(command: Command) -> None:
    path = write("speech.txt", "We will \x1b[31mkeep it all for the island.")
    result = command("verify", "We will keep it all for the island", path, "--transcript")
    assert "\x1b" not in result.out


def test_an_original_that_cannot_be_read_ends_it(command: Command, fake: FakeEngine) -> None:
    write("empty.jsonl", "{}\n")
    result = command("verify", "We go", "empty.jsonl")
    assert (result.status, result.out) == (2, "")
    assert "empty.jsonl" in result.err


@pytest.mark.parametrize("quotation", ["…", ""])
def test_no_words(command: Command, quotation: str) -> None:
    result = command("verify", quotation, write("speech.txt", SPEECH), "--transcript")
    assert result.status == 2
    assert "no words" in result.err


def test_without_files_the_store_is_asked(command: Command) -> None:
    path = write("one.txt", "“We open at noon,” said Mara Lindqvist.")
    assert command("store", "add", path, "--store", "news.db", "--outlet", "Post").status == 0
    write("one.txt", "“We close at noon,” said Mara Lindqvist.")
    assert command("store", "add", path, "--store", "news.db", "--outlet", "Post").status == 0
    result = command("verify", "We open at noon", "--store", "news.db")
    assert result.status == 0
    assert "  article 1; Post; stood there until revision 1\n" in result.out
    assert command("verify", "We open at noon", "--store", "news.db", "--outlet", "Herald").status == 1
    given = json.loads(command("verify", "at noon", "--store", "news.db", "--json").out)
    assert (given["evidence"]["article"]["revision"], given["compared"], given["complete"]) == (2, 2, True)


def test_files_or_the_store(command: Command) -> None:
    path = write("speech.txt", SPEECH)
    assert command("verify", "We go", path, "--transcript", "--outlet", "Post").status == 2
    assert "there is no store" in command("verify", "We go", "--store", "none.db").err
    assert "no store" in command("verify", "We go").err
    assert "not a day" in command("verify", "We go", "--from", "spring").err
