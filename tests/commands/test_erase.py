from __future__ import annotations

import pytest

from attribution.store import Store, compacting, ingest
from attribution.store.database import DatabaseError
from tests.commands.conftest import Command
from tests.store.articles import COST, incoming

PLACE = ("--store", "news.db")
WHO = ("--author", "Edith", *PLACE)


@pytest.fixture(autouse=True)
def kept(command: Command) -> None:
    """Two articles, in the folder of the test."""
    store = Store("news.db")
    ingest(store, incoming("“We open at noon,” said clerk Zdenka Quillfeather.", id="one"))
    ingest(store, incoming(COST, id="two"))
    store.close()


def test_a_speaker_goes_from_the_file_itself(command: Command) -> None:
    result = command("store", "erase", "--speaker", "1", *WHO)
    assert (result.status, result.err) == (0, "")
    assert "quotations: 1" in result.out
    with open("news.db", "rb") as file:
        assert b"quillfeather" not in file.read().lower()
    assert command("store", "check", *PLACE).out == "whole\n"


def test_an_article_by_key_or_number(command: Command) -> None:
    assert command("store", "erase", "--article", "2", *WHO).status == 0
    assert command("store", "erase", "--article", "one", *WHO).status == 0
    result = command("store", "erase", "--article", "one", *WHO)
    assert (result.status, "no such article" in result.err) == (2, True)


def test_a_quotation(command: Command) -> None:
    assert "quotations: 1" in command("store", "erase", "--quotation", "1", *WHO).out


def test_files_that_cannot_be_compacted_are_told(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_: Store) -> list[str]:
        raise DatabaseError("others are reading")

    with monkeypatch.context() as patch:
        patch.setattr(compacting, "compact", busy)
        result = command("store", "erase", "--speaker", "1", *WHO)
    assert (result.status, "`attribution store compact` does it later" in result.err) == (1, True)
    assert command("store", "compact", *PLACE).status == 0


def test_who_is_meant_must_be_said(command: Command) -> None:
    assert command("store", "erase", *WHO).status == 2
    assert command("store", "erase", "--speaker", "1", "--quotation", "1", *WHO).status == 2
