"""Round trips: records become gold in each form, and the engine that made them scores 100 on it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from attribution import Extractor
from attribution.errors import EvaluationError
from attribution.evaluation.formats import form_of, read_articles
from attribution.evaluation.gold import GoldArticle, Relation
from attribution.evaluation.readings import Reading, predicted
from attribution.evaluation.score import add, count_all, figures
from attribution.export import Item, load_exporter
from attribution.export.folder import write_folder
from attribution.records import Extraction
from attribution.text.plain import on_plain_text
from tests.export.formats import STORY, story
from tests.tree import ROOT

EXAMPLES = ROOT / "attribution" / "examples"
TEXT = (
    "🙂 “Zoe\u0301 was right,” said שרה כהן, a nurse.\r\n\r\n"
    "“We waited,” Lee Marsh told reporters, “and\r\nwe lost.”\r\n"
)
FORMS = ("records", "citron", "brat")


@pytest.fixture(scope="module")
def items(extractor: Extractor) -> list[Item]:
    """An article in plain text, one in HTML, and one of emoji, accents, right-to-left words and CRLF."""
    text, page = ((EXAMPLES / name).read_text(encoding="utf-8") for name in ("harbour.txt", "harbour.html"))
    return [
        Item(extractor.extract(text, id="plain"), text),
        Item(extractor.extract(html=page, id="page"), html=page),
        Item(extractor.extract(TEXT, id="marks"), TEXT),
    ]


def saved(form: str, items: list[Item], folder: Path) -> Path:
    """The items as gold in a form, by the exports of the project."""
    if form != "records":
        write_folder(items, format=form, folder=folder / form)
        return folder / form
    path = folder / "records.jsonl"
    with open(path, "w", encoding="utf-8", newline="") as stream:
        load_exporter("jsonl").write(items, stream)
    return path


def inputs(items: list[Item]) -> dict[str, dict[str, str]]:
    return {
        item.extraction.article.sha256: {"text": item.text} if item.text else {"html": item.html or ""}
        for item in items
    }


def plain(item: Item) -> Extraction:
    return on_plain_text(item.extraction, text=item.text, html=item.html)[0]


def f1(gold: list[GoldArticle], predictions: dict[str, tuple[Relation, ...]]) -> set[Any]:
    """Every F1 figure that there is, over all, quoted and each type."""
    found = figures(add(count_all(gold, predictions)))

    def values(data: Any) -> set[Any]:
        if not isinstance(data, dict):
            return set()
        own = {data[key] for key in data if key.casefold() == "f1"}
        return own.union(*(values(value) for value in data.values()))

    return values(found) or {None}


@pytest.mark.parametrize(
    ("form", "reading"),  # Citron's format does not tell what is no statement
    [
        ("records", "polnear"),
        ("records", "statements"),
        ("brat", "polnear"),
        ("brat", "statements"),
        ("citron", "polnear"),
    ],
)
def test_records_become_gold_on_which_they_are_right(
    form: str, reading: Reading, items: list[Item], tmp_path: Path
) -> None:
    path = saved(form, items, tmp_path)
    assert form_of(path) == form
    gold = read_articles(path, inputs(items), reading=reading)
    assert sorted(article.id for article in gold) == ["marks", "page", "plain"]
    predictions = {
        item.extraction.article.id or "": predicted(plain(item), reading=reading) for item in items
    }
    if form == "citron":  # it has no quotation without a cue
        predictions = {name: tuple(r for r in found if r.cue) for name, found in predictions.items()}
    assert sum(map(len, predictions.values())) > 30
    assert f1(gold, predictions) == {100.0}


@pytest.mark.parametrize("form", FORMS)
def test_the_text_is_that_of_the_article_to_the_code_point(
    form: str, items: list[Item], tmp_path: Path
) -> None:
    gold = read_articles(saved(form, items[2:], tmp_path), inputs(items), reading="polnear")
    assert [article.text for article in gold] == [TEXT]
    [first, second] = gold[0].relations
    assert [TEXT[s:e] for s, e in first.content] == ["“Zoe\u0301 was right,”"]
    assert " ".join(TEXT[s:e] for s, e in second.content).split() == [
        "“We",
        "waited,”",
        "“and",
        "we",
        "lost.”",
    ]


def test_a_single_indented_object_is_read_too(items: list[Item], tmp_path: Path) -> None:
    for name, form in (("json", "records"), ("citron", "citron")):
        path = tmp_path / f"{name}.json"
        with open(path, "w", encoding="utf-8") as stream:
            load_exporter(name).write(items[:1], stream)
        assert form_of(path) == form
        assert len(read_articles(path, inputs(items), reading="polnear")) == 1


def test_the_projects_own_form_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl.gz"
    row = {"id": "a", "text": "“No,” said Ito.", "attributions": [{"content": [[0, 5]]}]}
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.write(json.dumps(row) + "\n")
    assert form_of(path) == "gold"
    assert read_articles(path, {}, reading="polnear")[0].relations == (Relation(((0, 5),)),)


@pytest.mark.parametrize("content", ["", "{", "[1]\n", "{}\n", '{"text": 1}\n', "\xff"])
def test_what_is_no_gold_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(EvaluationError, match=r"a\.jsonl"):
        read_articles(path, {}, reading="polnear")
    (tmp_path / "empty").mkdir()
    with pytest.raises(EvaluationError, match=r"neither \.ann nor \.json"):
        form_of(tmp_path / "empty")


def test_an_article_may_be_there_once(tmp_path: Path) -> None:
    path = saved("records", [Item(story(), STORY)] * 2, tmp_path)
    known = {"ab" * 32: {"text": STORY}}
    with pytest.raises(EvaluationError, match=r"article a1\.txt is there twice"):
        read_articles(path, known, reading="polnear")
