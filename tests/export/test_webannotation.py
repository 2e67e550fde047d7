"""W3C Web Annotation."""

from __future__ import annotations

import json
from typing import Any

from attribution import Extractor
from attribution.export import Item
from attribution.export.webannotation import AROUND
from tests.export.formats import STORY, URL, story, written
from tests.samples import TEXT, extraction, quotation, sample


def items(text: str) -> list[dict[str, Any]]:
    """The annotations of a page that is as the model wants it."""
    page = json.loads(text)
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert page["type"] == "AnnotationPage"
    assert page["partOf"]["type"] == "AnnotationCollection"
    assert page["partOf"]["total"] == len(page["items"])
    found: list[dict[str, Any]] = page["items"]
    for annotation in found:
        assert annotation["type"] == "Annotation"
        assert annotation["id"].startswith("urn:uuid:")
        assert annotation["motivation"] == "identifying"
        assert all(body["type"] in ("TextualBody", "SpecificResource") for body in annotation["body"])
    return found


def selectors(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    targets = annotation["target"] if isinstance(annotation["target"], list) else [annotation["target"]]
    return [selector for target in targets for selector in target["selector"]]


def test_selectors_lead_to_the_words_in_code_points() -> None:
    for annotation in items(written("webannotation")):
        for selector in selectors(annotation):
            if selector["type"] == "TextPositionSelector":
                assert STORY[selector["start"] : selector["end"]] in STORY
                position = selector
            else:
                around = selector["prefix"] + selector["exact"] + selector["suffix"]
                assert around in STORY
                assert len(selector["prefix"]) <= AROUND
                quote = selector
        assert STORY[position["start"] : position["end"]] == quote["exact"]


def test_an_interrupted_quotation_has_two_targets_in_one_source() -> None:
    first = items(written("webannotation"))[0]
    assert [target["source"] for target in first["target"]] == [URL, URL]
    assert [s["exact"] for s in selectors(first) if "exact" in s] == [
        "“The café\u0301 is ours,”",
        "“and so it stays.”",
    ]


def test_the_bodies_say_who_what_and_of_which_type() -> None:
    first, _, scare = items(written("webannotation"))
    assert [(b.get("value") or b["source"], b["purpose"]) for b in first["body"]] == [
        ("שרה כהן", "identifying"),
        ("http://www.wikidata.org/entity/Q42", "identifying"),
        ("the owner", "describing"),
        ("direct", "classifying"),
    ]
    assert [b["value"] for b in scare["body"]] == ["direct", "no statement: scare"]


def test_of_html_the_words_alone_are_told(extractor: Extractor) -> None:
    html = "<p>🙂 Hello.</p><p>&ldquo;The road is <b>closed</b>,&rdquo; said Mara Lindqvist.</p>"
    [annotation] = items(written("webannotation", Item(extractor.extract(html=html), html=html)))
    [selector] = selectors(annotation)
    assert selector == {
        "type": "TextQuoteSelector",
        "exact": "“The road is closed,”",
        "prefix": "🙂 Hello.\n\n",
        "suffix": " said Mara Lindqvist.",
    }


def test_without_the_text_the_context_is_around() -> None:
    [annotation] = items(written("webannotation", Item(sample())))
    quote, position = selectors(annotation)
    assert (quote["prefix"], quote["suffix"]) == ("", " said coach Mara Oyelaran.")
    assert TEXT[position["start"] : position["end"]] == quote["exact"]


def test_without_an_address_the_source_is_named_by_its_digest() -> None:
    assert json.loads(written("webannotation", Item(extraction(quotation()))))["id"].startswith("urn:uuid:")
    out = json.loads(written("webannotation", Item(story(), STORY)))
    assert out["id"] == f"{URL}#quotations-1"
