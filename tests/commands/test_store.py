from __future__ import annotations

import pytest
from sqlalchemy import func, select

from attribution.store import Store, review
from attribution.store.tables import articles, quotations
from tests.commands.conftest import Command, write

ARTICLE = "“We open at noon,” said Mara Lindqvist."


def count(place: str) -> tuple[int | None, int | None]:
    with Store(place).read() as connection:
        found = [connection.scalar(select(func.count()).select_from(t)) for t in (articles, quotations)]
    return found[0], found[1]


def test_articles_are_kept_once(command: Command) -> None:
    path = write("one.txt", ARTICLE)
    assert command("store", "add", path, "--store", "news.db").out == "1 added\n"
    assert command("store", "add", path, "--store", "news.db").out == "1 unchanged\n"
    write("one.txt", f"{ARTICLE}\n\n“And close at one,” she said.")
    assert command("store", "add", path, "--store", "news.db").out == "1 revised\n"
    assert count("news.db") == (1, 2)


def test_one_that_cannot_be_read_is_told_and_costs_no_other(command: Command) -> None:
    texts = ('{"text": "“Yes,” said Ito."}', '{"text": "BROKEN"}', "{}", '{"text": "“No,” he said."}')
    path = write("all.jsonl", texts)
    result = command("store", "add", path, "--store", "news.db")
    assert (result.status, result.out) == (1, "2 added\n")
    assert "all.jsonl:2: the article is broken" in result.err
    assert "all.jsonl:3: either text or html" in result.err
    assert count("news.db") == (2, 2)


def test_the_environment_names_the_store(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("one.txt", ARTICLE)
    monkeypatch.delenv("ATTRIBUTION_STORE", raising=False)
    result = command("store", "add", path)
    assert (result.status, result.out) == (2, "")
    assert "give --store, or set ATTRIBUTION_STORE" in result.err
    monkeypatch.setenv("ATTRIBUTION_STORE", "news.db")
    assert command("store", "add", path).status == 0


def test_a_file_that_is_no_store_is_told_so(command: Command) -> None:
    path = write("one.txt", ARTICLE)
    result = command("store", "add", path, "--store", path)
    assert result.status == 2
    assert "the database cannot be used" in result.err


def test_what_was_decided_is_written_as_gold(command: Command) -> None:
    keep = ("store", "add", write("one.txt", ARTICLE), "--store", "news.db")
    assert command(*keep).status == 0
    result = command("store", "gold", "gold", "--store", "news.db")
    assert (result.status, result.out) == (1, "0 articles, 0 quotations\n")
    store = Store("news.db")
    review(store, 1, "accept", author="Edith")
    store.close()
    result = command("store", "gold", "gold", "--store", "news.db", "--partial")
    assert (result.status, result.out) == (0, "1 articles, 1 quotations\n")
    assert "precision is no figure" in result.err
    assert command("store", "gold", "gold", "--store", "news.db", "--reading", "statements").err == ""
    given = ("gold/gold.jsonl", "--speakers", "gold/speakers.jsonl")
    assert command("evaluate", *given).status == 0
