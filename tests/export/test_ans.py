"""Arc XP ANS, against what its schema 0.10.9 has of the elements that are written."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

from jsonschema import Draft4Validator

from attribution.export import Item
from tests.export.formats import story, written
from tests.samples import extraction, quotation

TEXT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["type", "content"],
    "properties": {"type": {"enum": ["text"]}, "content": {"type": "string"}},
}
QUOTE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["type", "content_elements"],
    "properties": {
        "type": {"enum": ["quote"]},
        "subtype": {"type": "string"},
        "content_elements": {"type": "array", "items": TEXT},
        "citation": TEXT,
        "additional_properties": {"type": "object"},
    },
}
STORY = {
    "type": "object",
    "additionalProperties": False,
    "required": ["type", "version"],
    "properties": {
        "type": {"enum": ["story"]},
        "version": {"enum": ["0.10.9"]},
        "headlines": {"type": "object", "properties": {"basic": {"type": "string"}}},
        "content_elements": {"type": "array", "items": QUOTE},
        "additional_properties": {"type": "object"},
    },
}


def checked(text: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(text)
    Draft4Validator(STORY).validate(data)
    return data


def test_each_statement_in_marks_is_a_quote_with_its_citation() -> None:
    data = checked(written("ans"))
    assert data["headlines"] == {"basic": "Ours"}
    first, second = data["content_elements"]  # without the scare quote
    assert first["content_elements"][0]["content"] == "“The café\u0301 is ours,” … “and so it stays.”"
    assert first["citation"] == {"type": "text", "content": "שרה כהן, the owner"}
    assert second["citation"]["content"] == "שרה כהן"


def test_what_has_no_speaker_has_no_citation() -> None:
    [only] = checked(written("ans", Item(extraction(quotation()))))["content_elements"]
    assert "citation" not in only


def test_paraphrases_are_left_out() -> None:
    made = Item(extraction(quotation(type="indirect"), quotation(id="q2", type="mixed")))
    assert len(checked(written("ans", made))["content_elements"]) == 1


def test_markup_in_the_words_is_text() -> None:
    text = "“<img src=x onerror=alert(1)> & co”"
    [only] = checked(written("ans", Item(extraction(quotation(0, len(text), text=text)))))["content_elements"]
    content = only["content_elements"][0]["content"]
    assert "<" not in content
    assert unescape(content) == text


def test_several_articles_are_a_line_each() -> None:
    out = written("ans", Item(story()), Item(story()))
    assert [checked(line)["type"] for line in out.splitlines()] == ["story", "story"]
