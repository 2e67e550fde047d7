from __future__ import annotations

import json
from pathlib import Path

import pytest

from attribution.cli import main
from attribution.store import Query, Store, ingest, search
from attribution.store.found_schemas import load_page
from tests.store.articles import incoming
from tests.store.finding import fill


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "store.db"
    store = Store(place)
    fill(store)
    store.close()
    monkeypatch.setenv("ATTRIBUTION_STORE", str(place))
    return place


def run(capsys: pytest.CaptureFixture[str], *given: str) -> list[str]:
    assert main(["search", *given]) == 0
    return capsys.readouterr().out.splitlines()


@pytest.mark.usefixtures("place")
def test_what_is_found_is_shown_with_its_words_marked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "gates", "noon", "--speaker", "Lindqvist", "--order", "oldest") == [
        "3 Mara Lindqvist, harbour master (2026-01-05 Ostby Daily a2)",
        "   “No ⟦gate⟧ opens before ⟦noon⟧,”",
        "1 Mara Lindqvist, harbour master (2026-03-01 Post a1)",
        "   “We open the lock ⟦gates⟧ at ⟦noon⟧,”",
        "2 found",
    ]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (['"lock gates"'], [1]),
        (["gate -lock"], [3]),
        (["--about", "bridge"], [1]),
        (["--speaker", "1", "--role", "harbour"], [1, 3]),
        (["--affiliation", "port"], [1]),
        (["--type", "mixed", "--act", "deny"], [2]),
        (["--outlet", "Post", "--outlet", "Ostby Daily", "--to", "2026-02-01"], [3]),
        (["--from", "2026-03-01", "--order", "oldest"], [1, 2, 5]),
        (["bridges"], []),
    ],
)
@pytest.mark.usefixtures("place")
def test_every_option_narrows(given: list[str], found: list[int], capsys: pytest.CaptureFixture[str]) -> None:
    page = load_page(json.loads("\n".join(run(capsys, *given, "--json"))))
    assert sorted(item.id for item in page.items) == found


def test_pages_go_on_by_their_cursor(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    *_, total, last = run(capsys, "--limit", "3")
    cursor = last.removeprefix("next page: --cursor ")
    assert total == "5 found"
    assert cursor == search(Store(place), Query(), limit=3).next
    assert [line[:1] for line in run(capsys, "--limit", "3", "--cursor", cursor)[::2]] == ["3", "4", "5"]


@pytest.mark.parametrize("given", [['"open'], ["--from", "spring"], ["--cursor", "x"], ["--limit", "0"]])
@pytest.mark.usefixtures("place")
def test_what_cannot_be_looked_for_is_told(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", *given]) == 2
    assert capsys.readouterr().err.startswith("attribution: ")


def test_control_characters_do_not_reach_the_terminal(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ingest(Store(place), incoming("“We \x1b[31mshout\x07 now,” said Tove Sand.", id="b\x1b[2J"))
    printed = "\n".join(run(capsys, "now"))
    assert "⟦now⟧" in printed
    assert not set("\x1b\x07") & set(printed)


def test_without_a_store_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "gate", "--store", str(tmp_path / "none.db")]) == 2
    assert not (tmp_path / "none.db").exists()
