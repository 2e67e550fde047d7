from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from attribution.commands.evaluate import read_inputs
from attribution.errors import EvaluationError
from attribution.evaluation.corrected import read_records
from attribution.evaluation.gold import read_gold, read_speakers
from attribution.evaluation.readings import predicted
from attribution.evaluation.score import MEASURES, add, count_all, figures
from attribution.evaluation.speakers import count_all_speakers, speaker_figures
from attribution.store.gold import export_gold
from attribution.store.ingest import ingest
from attribution.store.reviewing import review, save_corrected
from attribution.store.store import Store
from attribution.text.plain import on_plain_text
from tests.store.articles import COST, NEVER, OPEN, incoming
from tests.store.test_reviewing import now, page


def decide_all(store: Store) -> None:
    """Three articles: one as a whole, a page, and one of which a quotation waits."""
    first, second, _ = ingest(store, incoming(OPEN, COST, NEVER, published="2026-03-01")).new
    review(store, first, "correct", author="Edith", changes={"speaker": {"name": "Ann Roy"}})
    review(store, second, "reject", author="Edith")
    save_corrected(store, 1, now(store).extraction, author="Edith", accept_others=True)
    waiting, _ = ingest(store, incoming(OPEN, COST, id="a2")).new
    review(store, waiting, "accept", author="Edith")


def lines(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]


def test_articles_that_were_decided_on_as_a_whole_are_gold(store: Store, tmp_path: Path) -> None:
    decide_all(store)
    told = export_gold(store, tmp_path / "gold")
    assert (told.articles, told.quotations, told.complete) == (1, 2, True)
    (gold,) = read_gold(tmp_path / "gold" / "gold.jsonl")
    assert (gold.id, gold.published, len(gold.relations)) == ("a1", "2026-03-01", 2)
    speakers = read_speakers(tmp_path / "gold" / "speakers.jsonl", [gold])
    assert [speaker.names[0] for speaker in speakers["a1"].values()] == ["Ann Roy", "Tove Sand"]
    assert json.loads((tmp_path / "gold" / "about.json").read_text())["complete"] is True


def test_what_was_decided_alone_says_that_it_is_not_all(store: Store, tmp_path: Path) -> None:
    decide_all(store)
    told = export_gold(store, tmp_path, partial=True)
    assert (told.articles, told.quotations, told.complete) == (2, 3, False)
    assert "precision is no figure" in told.note
    assert [len(gold.relations) for gold in read_gold(tmp_path / "gold.jsonl")] == [2, 1]


def test_an_article_without_a_quotation_that_counts_is_gold_too(store: Store, tmp_path: Path) -> None:
    (only,) = ingest(store, incoming(NEVER)).new
    review(store, only, "reject", author="Edith")
    assert export_gold(store, tmp_path).articles == 1
    assert lines(tmp_path, "gold.jsonl")[0]["attributions"] == []


@pytest.mark.parametrize("reading", ["polnear", "statements"])
def test_the_corrected_records_score_all_points(store: Store, tmp_path: Path, reading: Any) -> None:
    decide_all(store)
    review(store, page(store, id="a3"), "accept", author="Edith")
    export_gold(store, tmp_path, reading=reading)
    articles = read_gold(tmp_path / "gold.jsonl")
    assert len(articles) == 2
    found = {}
    for article in (1, 3):
        current = now(store, article)
        plain, _ = on_plain_text(current.extraction, text=current.text, html=current.html)
        found[current.key] = predicted(plain, reading=reading)
    scores = figures(add(count_all(articles, found)))["all"]
    assert scores["gold"] == 3
    assert {scores[measure]["F1"] for measure in MEASURES} == {100.0}
    speakers = read_speakers(tmp_path / "speakers.jsonl", articles)
    named = speaker_figures(add(count_all_speakers(articles, found, speakers)))
    assert (named["named_people"], named["name_end_to_end"], named["invented"]) == (3, 100.0, 0.0)


def test_the_records_are_gold_with_their_articles(store: Store, tmp_path: Path) -> None:
    decide_all(store)
    export_gold(store, tmp_path)
    inputs = read_inputs([str(tmp_path / "articles.jsonl")], limit=100_000)
    (same,) = read_records(tmp_path / "records.jsonl", inputs, reading="polnear")
    (gold,) = read_gold(tmp_path / "gold.jsonl")
    assert same.id == gold.id
    assert [one.content for one in same.relations] == [one.content for one in gold.relations]


def test_another_reading_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="reading"):
        export_gold(store, tmp_path, reading="mine")  # type: ignore[arg-type]
