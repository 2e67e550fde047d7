from __future__ import annotations

import json
from pathlib import Path

from attribution.store import Store, ingest
from tests.commands.conftest import Command
from tests.store.articles import COST, OPEN, incoming


def test_all_that_is_kept_is_written(command: Command) -> None:
    store = Store("news.db")
    ingest(store, incoming(OPEN, COST, id="one"))
    store.close()
    result = command("store", "export", "all", "--store", "news.db")
    assert "2 quotations" in result.out
    lines = Path("all", "quotations.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["speaker"] for line in lines] == ["Mara Lindqvist", "Ned Abara"]
    assert command("store", "export", "table", "--format", "parquet", "--store", "news.db").status == 0
    assert Path("table", "quotations.parquet").is_file()
    result = command("store", "export", "all", "--store", "news.db")
    assert (result.status, "is there already" in result.err) == (2, True)
