from __future__ import annotations

import json
from pathlib import Path

import pytest

from attribution.cli import main
from attribution.store import Store, ingest
from tests.store.articles import COST, OPEN, incoming


def run(capsys: pytest.CaptureFixture[str], *given: str) -> list[str]:
    assert main(["follow", *given]) == 0
    return capsys.readouterr().out.splitlines()


def test_a_search_is_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "store.db"
    monkeypatch.setenv("ATTRIBUTION_STORE", str(place))
    (told,) = run(capsys, "add", "Gates", '{"words": "gates"}', "--author", "Tove")
    number, token = told.split()
    (listed,) = run(capsys, "list")
    assert listed.startswith('1 Gates {"words": "gates"} Tove 20')
    ingest(Store(place), incoming(OPEN, COST, id="a", outlet="Post", published="2026-03-01"))
    (line,) = run(capsys, "matches", number)
    assert line.endswith("Mara Lindqvist: “We open the lock gates at noon,” (2026-03-01 Post a)")
    (match,) = run(capsys, "matches", number, "--json")
    assert json.loads(match)["quotation"]["article"] == "a"
    assert run(capsys, "renew", number) != [token]
    assert run(capsys, "remove", number) == []
    assert run(capsys, "list") == []
    assert main(["follow", "matches", number]) == 2


def test_a_query_is_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    for given in ("bridge", "[]", '{"colour": "red"}'):
        assert main(["follow", "add", "Gates", given, "--store", "never.db"]) == 2
    assert not Path("never.db").exists()
