from __future__ import annotations

import json
import sqlite3

from tests.commands.conftest import Command, write

ARTICLE = "“We open at noon,” said Mara Lindqvist."


def keep(command: Command) -> None:
    assert command("store", "add", write("one.txt", ARTICLE), "--store", "news.db").status == 0


def test_a_whole_store_is_whole(command: Command) -> None:
    keep(command)
    assert command("store", "check", "--store", "news.db").out == "whole\n"
    assert command("store", "check", "--store", "news.db", "--quick").out == "whole\n"


def test_what_is_wrong_is_printed_and_mended(command: Command) -> None:
    keep(command)
    with sqlite3.connect("news.db") as bare:
        bare.execute("UPDATE quotations SET role = 'mayor'")
    result = command("store", "check", "--store", "news.db")
    assert (result.status, result.out) == (1, "rows: quotations 1: is not as in the records: role\n")
    assert "1 of 1 can be mended: --repair" in result.err
    result = command("store", "check", "--store", "news.db", "--repair")
    assert (result.status, result.out) == (0, "whole\n")


def test_what_there_is_is_told(command: Command) -> None:
    keep(command)
    out = command("store", "info", "--store", "news.db").out
    assert "1 articles" in out
    found = json.loads(command("store", "info", "--store", "news.db", "--json").out)
    assert (found["version"], found["rows"]["quotations"]) == ("0001", 1)
    assert found["size"] > 4096


def test_back_and_forth(command: Command) -> None:
    keep(command)
    for options in ([], ["--archive"]):
        name = f"backup{len(options)}"
        kind = "archive" if options else "copy"
        out = command("store", "backup", name, "--store", "news.db", *options).out
        assert out == f"articles: 1, quotations: 1, {kind}\n"
        assert command("store", "restore", name, "--into", f"{name}.db").out == "articles: 1, quotations: 1\n"
        assert command("store", "check", "--store", f"{name}.db").out == "whole\n"


def test_words_are_indexed_anew(command: Command) -> None:
    keep(command)
    assert command("store", "reindex", "--store", "news.db").out == "1 articles indexed\n"


def test_all_is_rated_anew(command: Command) -> None:
    keep(command)
    assert command("store", "rate", "--store", "news.db").out == "0 quotations rated\n"
    assert command("store", "rate", "--store", "news.db", "--anew").out == "1 quotations rated\n"


def test_a_store_that_is_not_there_is_not_made(command: Command) -> None:
    for words in (["check"], ["info"], ["reindex"], ["rate"], ["backup", "file"]):
        result = command("store", *words, "--store", "none.db")
        assert (result.status, "there is no store" in result.err) == (2, True)
    result = command("store", "restore", write("one.txt", ARTICLE), "--into", "new.db")
    assert (result.status, "no backup" in result.err) == (2, True)
