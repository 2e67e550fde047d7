from __future__ import annotations

import json
from pathlib import Path

import pytest

from attribution.cli import main
from attribution.store import Store, ingest
from tests.store.articles import OPEN, incoming
from tests.store.test_registry import ELSEWHERE, NAMESAKE


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with a harbour master in two articles, entry 1, and a singer, entry 2."""
    place = tmp_path / "store.db"
    store = Store(place)
    for number, sentence in enumerate((OPEN, NAMESAKE, ELSEWHERE)):
        ingest(store, incoming(sentence, id=f"a{number}", outlet="Post", published="2026-03-01"))
    store.close()
    monkeypatch.setenv("ATTRIBUTION_STORE", str(place))
    return place


def run(capsys: pytest.CaptureFixture[str], *given: str) -> list[str]:
    assert main(["speakers", *given]) == 0
    return capsys.readouterr().out.splitlines()


@pytest.mark.usefixtures("place")
def test_entries_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert {line.split(" ", 1)[1] for line in run(capsys, "list")} >= {"Mara Lindqvist 2", "Mara Lindqvist 1"}
    assert run(capsys, "list", "Lindqvist") == ["1 Mara Lindqvist 2", "2 Mara Lindqvist 1"]
    assert run(capsys, "show", "1", "--appearances") == [
        "1 Mara Lindqvist (person)",
        "2 articles, 2 quotations, 2026-03-01 to 2026-03-01",
        "roles: harbour master (2×, 2026-03-01 to 2026-03-01)",
        "outlets: Post 2",
        "1 article 1 2026-03-01 Post: Mara Lindqvist, harbour master (new)",
        "3 article 3 2026-03-01 Post: Mara Lindqvist, harbour master (same, title)",
    ]
    shown = json.loads("\n".join(run(capsys, "show", "1", "--json")))
    assert shown["articles"] == 2


@pytest.mark.usefixtures("place")
def test_what_was_done_is_told_in_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    signed = ("--author", "Tove", "--reason", "asked her")
    assert run(capsys, "suggest") == ["0.2  1 Mara Lindqvist = 2 Mara Lindqvist  (same)"]
    assert run(capsys, "merge", "2", "1", *signed) == ["merge: 2, 1"]
    assert run(capsys, "suggest", "--json") == []
    assert run(capsys, "undo", "1", *signed) == ["undo: 1"]
    assert run(capsys, "split", "1", "3", *signed) == ["split: 1, 3"]
    assert run(capsys, "rename", "1", "Mara Sand", *signed) == ["rename: 1"]
    assert run(capsys, "identify", "1", "wikidata=Q990101", "desk", "--author", "Ned") == ["identify: 1"]
    told = run(capsys, "show", "1")
    assert told[:4] == [
        "1 Mara Sand (person)",
        "1 articles, 1 quotations, 2026-03-01 to 2026-03-01",
        "also: Mara Lindqvist",
        "ids: wikidata Q990101",
    ]
    assert [line.split(" ", 2)[2] for line in told[-5:]] == [
        "identify 1 by Ned: no reason given",
        "rename 1 by Tove: asked her",
        "split 1 3 by Tove: asked her",
        "undo 1 by Tove: asked her",
        "merge 2 1 (undone) by Tove: asked her",
    ]


@pytest.mark.usefixtures("place")
def test_a_people_list_is_taken_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = tmp_path / "people.csv"
    people.write_text("name,role,id\nMara Lindqvist,harbour master,Q990101\nTove Sand,,\n", "utf-8")
    assert run(capsys, "import", str(people)) == ["1 added, 1 found, 0 unchanged"]


@pytest.mark.usefixtures("place")
def test_what_cannot_be_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speakers", "show", "99"]) == 2
    assert "no speaker 99" in capsys.readouterr().err
