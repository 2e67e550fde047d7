"""The sweep over real articles: it finds a span that lies and an article that cannot be read."""

import dataclasses
import json

import pytest

from attribution.evaluation.sweep import faults, main, spans_of, sweep

TEXT = "“The tide is late,” said harbour master Bo Ek.\n\nEk added that the boats would wait."


@pytest.fixture(scope="module")
def extraction(extractor):
    return extractor.extract(TEXT)


def test_all_kinds_of_spans_are_seen(extraction):
    texts = {span.text for span in spans_of(extraction)}
    assert {"“The tide is late,”", "said", "harbour master Bo Ek", "added"} <= texts


def test_a_sound_extraction_has_no_faults(extraction):
    assert faults(extraction, TEXT) == []


def test_a_span_that_lies_is_found(extraction):
    first = extraction.quotations[0]
    wrong = dataclasses.replace(first, cue=dataclasses.replace(first.cue, start=first.cue.start + 1))
    spoiled = dataclasses.replace(extraction, quotations=(wrong, *extraction.quotations[1:]))
    assert faults(spoiled, TEXT) == [f"span [{wrong.cue.start}, {wrong.cue.end}) of the body is not 'said'"]


def test_an_unreadable_article_is_a_fault_and_the_rest_goes_on(extractor):
    found = dict(sweep([{"id": "a", "text": "  "}, {"id": "b", "text": TEXT}], extractor))
    assert found["a"][0].startswith("empty-input")
    assert found["b"] == []


def test_exit_statuses(tmp_path, capsys):
    good, empty = tmp_path / "good.jsonl", tmp_path / "empty.jsonl"
    good.write_text(json.dumps({"id": "b", "text": TEXT}) + "\n", encoding="utf-8")
    empty.write_text("", encoding="utf-8")
    assert main([str(good)]) == 0
    assert "1 articles, 0 with faults" in capsys.readouterr().out
    assert main([str(empty)]) == 2
