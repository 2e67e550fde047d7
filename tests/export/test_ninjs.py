"""IPTC ninjs and its extension, against the extension's schema and what the standard says of the rest.

The standard's own schema is in no package, so `STANDARD` states here what ninjs 3.3 has of the properties
that are written: their names and types, and that nothing else may stand in them.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from attribution.export import Item, ninjs
from tests.export.formats import STORY, URL, written
from tests.samples import sample

ID = "http://www.iptc.org/std/ninjs/ninjs-schema_3.3.json"
WORDS = {"type": "string"}
URI = {"type": "string", "format": "uri"}


def closed(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def listed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "array", "items": {**closed(**properties), "required": required}}


STANDARD = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": ID,
    "$defs": {
        "ninjsType": {
            "type": "object",
            "required": ["uri"],
            "properties": {
                "uri": URI,
                "type": {"enum": ["text", "audio", "video", "picture", "graphic", "composite", "component"]},
                "representationType": {"enum": ["full", "partial"]},
                "profile": WORDS,
                "language": WORDS,
                "standard": closed(name=WORDS, version=WORDS, schema=URI),
                "headlines": listed(["value"], role=WORDS, contentType=WORDS, value=WORDS),
                "bodies": listed(["value"], role=WORDS, contentType=WORDS, value=WORDS),
                "people": listed([], name=WORDS, rel=WORDS, uri=URI, literal=WORDS),
                "organisations": listed([], name=WORDS, rel=WORDS, uri=URI, literal=WORDS),
            },
        }
    },
}


def checked(text: str) -> dict[str, Any]:
    registry: Registry[Any] = Registry().with_resource(ID, Resource.from_contents(STANDARD))
    Draft202012Validator.check_schema(ninjs.schema())
    check = Draft202012Validator(ninjs.schema(), registry=registry, format_checker=FormatChecker())
    data: dict[str, Any] = json.loads(text)
    check.validate(data)
    return data


def test_a_news_item_with_its_quotations_is_valid() -> None:
    data = checked(written("ninjs"))
    assert data["uri"] == URL
    assert data["bodies"][0]["value"] == STORY
    assert data["people"] == [
        {"name": "שרה כהן", "rel": "quoted", "literal": "s1", "uri": "http://www.wikidata.org/entity/Q42"}
    ]
    first, second, third = data["quotations"]
    assert [STORY[s["start"] : s["end"]] for s in first["spans"]] == [s["text"] for s in first["spans"]]
    assert first["role"] == {
        "text": "the owner", "former": False, "title": "owner", "affiliation": "café\u0301",
    }  # fmt: skip
    assert first["speaker"]["literal"] == second["speaker"]["literal"] == "s1"
    assert first["confidence"] == 90
    assert third["statement"] is False


def test_html_is_said_to_be_html() -> None:
    data = checked(written("ninjs", Item(sample(), html="<p>x</p>")))
    assert data["bodies"] == [{"role": "main", "contentType": "text/html", "value": "<p>x</p>"}]


def test_organisations_are_apart_and_the_unnamed_in_no_list() -> None:
    made = sample()
    firm = replace(made.speakers[0], kind="organisation")
    assert checked(written("ninjs", Item(replace(made, speakers=(firm,)))))["organisations"][0]["name"]
    nobody = replace(made.speakers[0], name=None, named=False)
    assert "people" not in checked(written("ninjs", Item(replace(made, speakers=(nobody,)))))


def test_a_speaker_that_is_only_words_is_named_by_them() -> None:
    made = replace(sample(), speakers=())
    [said] = checked(written("ninjs", Item(made)))["quotations"]
    assert said["speaker"] == {"name": "coach Mara Oyelaran", "kind": "none", "named": False}
