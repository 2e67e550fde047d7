"""Citron's annotation format."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from attribution.export import Item
from tests.export.formats import STORY, story, written
from tests.samples import TEXT, extraction, quotation, sample


def document(text: str) -> dict[str, Any]:
    """A document as Citron's own reader takes it: every place in it must be there, and be of the text."""
    data: dict[str, Any] = json.loads(text)
    for quote in data["quotes"]:
        spans = [quote["cue"], *quote["sources"], *quote["contents"], *quote["coreferences"]]
        assert quote["contents"]
        for span in spans:
            assert span["start"] < span["end"]
            assert data["text"][span["start"] : span["end"]] == span["text"]
    return data


def test_a_quote_has_cue_sources_contents_and_who_is_meant() -> None:
    data = document(written("citron"))
    assert data["text"] == STORY
    first, second = data["quotes"]
    assert first["cue"]["text"] == "said"
    assert [s["text"] for s in first["contents"]] == ["“The café\u0301 is ours,”", "“and so it stays.”"]
    assert [s["text"] for s in first["sources"]] == ["שרה כהן, the owner"]
    assert first["coreferences"] == []
    assert [s["text"] for s in second["coreferences"]] == ["שרה כהן"]
    assert [[s["text"] for s in group] for group in data["coreference_groups"]] == [["שרה כהן", "She"]]


def test_what_citron_does_not_mark_is_left_out() -> None:
    cued = sample().quotations[0]
    left_out = (
        replace(cued, cue=None),
        replace(cued, parent="q9"),
        replace(cued, statement=False, reason="title"),
        replace(cued, spans=(replace(cued.spans[0], field="title"),)),
    )
    made = replace(extraction(*left_out), article=replace(extraction().article, title=TEXT))
    assert document(written("citron", Item(made, TEXT)))["quotes"] == []
    thought = extraction(replace(cued, statement=False, reason="thought"))
    assert len(document(written("citron", Item(thought, TEXT)))["quotes"]) == 1


def test_an_article_without_quotations_has_its_text() -> None:
    assert document(written("citron", Item(extraction(), TEXT)))["text"] == TEXT


def test_several_articles_are_a_line_each() -> None:
    out = written("citron", Item(story(), STORY), Item(extraction(quotation()), TEXT))
    assert [document(line)["text"] for line in out.splitlines()] == [STORY, TEXT]
