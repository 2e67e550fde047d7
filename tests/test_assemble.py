"""From annotations to records, on Docs that no model has seen."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
import spacy
from spacy.tokens import Doc

from attribution.assemble import Metadata, assemble, plain_document
from attribution.pipeline.annotations import (
    Annotations,
    MentionNote,
    RelationNote,
    SpeakerNote,
    annotations,
    empty,
    relation,
)
from attribution.records import Extraction, Quotation
from attribution.text.reader import read_plain
from attribution.text.surroundings import CONTEXT

BLANK = spacy.blank("en")
TEXT = "“We tried,” said Ann Lee on Tuesday, “and we failed.”\n\nShe said the plan was “mad”."


def place(words: str, text: str = TEXT) -> list[int]:
    start = text.index(words)
    return [start, start + len(words)]


def mark(words: str, text: str = TEXT, depth: int = 0) -> Any:
    start, end = place(words, text)
    return {
        "start": start, "end": end, "depth": depth, "parent": None, "closed": True, "continues": None,
        "paragraph": 0,
    }  # fmt: skip


def speaker(*mentions: tuple[str, str], name: str | None = "Ann Lee", **changes: Any) -> SpeakerNote:
    notes: list[MentionNote] = []
    for words, form in mentions:
        start, end = place(words)
        notes.append({"start": start, "end": end, "form": form})
    values: dict[str, Any] = {
        "name": name, "label": name or "she", "kind": "person", "anonymous": False, "mentions": notes,
        "roles": [], "aliases": [], "ids": {}, "listed": [],
    }  # fmt: skip
    return values | changes  # type: ignore[return-value]


def said(*content: str, **changes: Any) -> RelationNote:
    return relation([place(words) for words in content]) | changes  # type: ignore[return-value]


def made(relations: list[RelationNote], text: str = TEXT, **options: Any) -> Extraction:
    """The extraction of relations; `speakers`, `marks`, `warnings` are notes, the rest is for `assemble`."""
    doc: Doc = BLANK(text)
    notes: Annotations = annotations(doc)
    notes["relations"] = relations
    for key in ("speakers", "marks", "warnings"):
        notes[key] = options.pop(key, [])  # type: ignore[literal-required]
    return assemble(doc, options.pop("document", None) or plain_document(text), **options)


def one(note: RelationNote, **options: Any) -> Quotation:
    [quotation] = made([note], **options).quotations
    return quotation


def test_an_interrupted_quotation_has_its_spans_and_one_text() -> None:
    quotation = one(said("“We tried,”", "“and we failed.”"))
    assert [span.text for span in quotation.spans] == ["“We tried,”", "“and we failed.”"]
    assert quotation.text == "“We tried,” … “and we failed.”"


def test_quotations_are_numbered_in_the_order_of_the_text() -> None:
    found = made([said("the plan was “mad”"), said("“We tried,”", parent=0)]).quotations
    assert [(q.id, q.spans[0].text, q.parent) for q in found] == [
        ("q1", "“We tried,”", "q2"),
        ("q2", "the plan was “mad”", None),
    ]


def test_a_relation_without_content_is_no_quotation() -> None:
    assert made([relation([])]).quotations == ()


def test_only_those_who_are_quoted_are_speakers_in_the_order_of_their_quotations() -> None:
    silent, first, second = (speaker(name=name) for name in ("Kim Park", "Ann Lee", "Omar Khan"))
    found = made(
        [said("the plan was “mad”", speaker=2), said("“We tried,”", speaker=1)],
        speakers=[silent, first, second],
    )
    assert [(s.id, s.name) for s in found.speakers] == [("s1", "Ann Lee"), ("s2", "Omar Khan")]
    assert [q.speaker for q in found.quotations] == ["s1", "s2"]


def test_a_speaker_without_a_name_is_not_named() -> None:
    [found] = made(
        [said("“We tried,”", speaker=0)], speakers=[speaker(("She", "pronoun"), name=None)]
    ).speakers
    assert (found.name, found.named, found.label) == (None, False, "she")
    assert [(m.text, m.form) for m in found.mentions] == [("She", "pronoun")]


@pytest.mark.parametrize(
    ("content", "marks", "type"),
    [
        ("“We tried,”", ["“We tried,”"], "direct"),
        ("the plan was “mad”", ["“mad”"], "mixed"),
        ("the plan was “mad”", [], "indirect"),
        ("Ann Lee", ["“We tried,”"], "indirect"),
    ],
)
def test_types(content: str, marks: list[str], type: str) -> None:
    quotation = one(said(content), marks=[mark(words) for words in marks])
    assert quotation.type == type
    assert [span.text for span in quotation.quoted] == ([] if type == "indirect" else marks)


def test_only_the_outermost_marks_are_quoted() -> None:
    quotation = one(said("“We tried,”"), marks=[mark("“We tried,”"), mark("tried", depth=1)])
    assert [span.text for span in quotation.quoted] == ["“We tried,”"]


@pytest.mark.parametrize(
    ("lemma", "act", "known"), [("say", "say", ("say", "say")), (None, "whisper", ("said", "other"))]
)
def test_cues(lemma: str | None, act: str, known: tuple[str, str]) -> None:
    cue = one(said("“We tried,”", cue=place("said"), lemma=lemma, act=act, negated=True)).cue
    assert cue is not None
    assert (cue.lemma, cue.act) == known
    assert (cue.text, cue.negated) == ("said", True)


@pytest.mark.parametrize(
    ("source", "mentions", "form"),
    [
        ("Ann Lee", [("Ann Lee", "name")], "name"),
        ("said Ann Lee on", [("Lee", "nominal"), ("Ann", "name")], "name"),  # a name inside decides
        ("She", [("She", "pronoun"), ("Ann Lee", "name")], "pronoun"),
        ("Ann Lee", [], "name"),  # no speaker claims it
        ("the plan", [], "nominal"),
    ],
)
def test_sources(source: str, mentions: list[tuple[str, str]], form: str) -> None:
    speakers = [speaker(*mentions)] if mentions else []
    note = said("“We tried,”", source=place(source), speaker=0 if mentions else None)
    found = one(note, speakers=speakers).source
    assert found is not None
    assert (found.text, found.form) == (source, form)


def test_what_was_not_found_is_null() -> None:
    quotation = one(said("“We tried,”"))
    unknown = ("cue", "source", "speaker", "role", "addressee", "medium", "time", "parent", "reason")
    assert [getattr(quotation, name) for name in unknown] == [None] * len(unknown)
    assert (quotation.confidence.source, quotation.confidence.speaker) == (None, None)


def test_a_time_is_resolved_against_the_day_of_publication() -> None:
    note = said("“We tried,”", time=place("on Tuesday"))
    dated = one(note, metadata=Metadata(source=TEXT, published="2026-03-12")).time
    undated = one(note).time
    assert dated is not None
    assert undated is not None
    assert (dated.text, dated.value) == ("on Tuesday", "2026-03-10")
    assert undated.value is None


def test_a_role_is_the_one_of_its_speaker() -> None:
    start, end = place("the plan")
    roles = [{"start": start, "end": end, "title": "plan", "affiliation": place("Ann Lee"), "former": True}]
    found = made([said("“We tried,”", speaker=0, role=0)], speakers=[speaker(roles=roles)])
    role = found.quotations[0].role
    assert role is not None
    assert (role.text, role.title, role.former) == ("the plan", "plan", True)
    assert role.affiliation is not None
    assert role.affiliation.text == "Ann Lee"
    assert found.speakers[0].roles == (role,)


def test_paragraphs_and_context_are_those_of_the_field() -> None:
    document = read_plain("“It works.”\n\nRain fell. Lee said so.", title="Lee: rain “at last”")
    text = document.text
    notes = [relation([place(words, text)]) for words in ("“at last”", "“It works.”", "Lee said so")]
    found = made(notes, text, document=document).quotations
    assert [(q.spans[0].field, q.paragraph) for q in found] == [("title", 0), ("body", 0), ("body", 1)]
    assert [(q.context.before, q.context.after) for q in found] == [
        ("Lee: rain", ""),
        ("", "Rain fell. Lee said so."),
        ("“It works.” Rain fell.", "."),
    ]


def test_long_context_is_cut_at_blanks() -> None:
    text = "harbour " * 40 + "“We won.”" + " lighthouse" * 40
    context = one(relation([place("“We won.”", text)]), text=text).context
    assert set(context.before.split()) == {"harbour"}
    assert set(context.after.split()) == {"lighthouse"}
    assert CONTEXT - 12 < len(context.before) <= CONTEXT
    assert CONTEXT - 12 < len(context.after) <= CONTEXT


def test_the_article_is_told_by_its_input() -> None:
    source = "  “Là!” 🐟\r\n"
    article = made([], "“Là!” 🐟", metadata=Metadata(source=source, id="a7", url="https://x.test/a7")).article
    assert article.sha256 == hashlib.sha256(source.encode()).hexdigest()
    assert (article.length, article.id, article.url, article.title) == (
        len(source),
        "a7",
        "https://x.test/a7",
        None,
    )


def test_warnings_have_the_positions_of_the_input() -> None:
    warnings = [
        {"code": "unclosed-mark", "message": "never closed", "start": 4, "end": 9},
        {"code": "stage-failed", "message": "failed", "start": None, "end": None},
    ]
    document = read_plain("  " + TEXT)
    found = made([], document=document, warnings=warnings).warnings
    assert [(w.code, w.start, w.end) for w in found] == [
        ("unclosed-mark", 6, 11),
        ("stage-failed", None, None),
    ]


def test_a_warning_about_the_title_has_no_position_in_the_body() -> None:
    document = read_plain("Rain fell.", title="PM: “No early election")
    warnings = [{"code": "unclosed-mark", "message": "never closed", "start": 4, "end": 10}]
    [warning] = made([], document.text, document=document, warnings=warnings).warnings
    assert (warning.message, warning.start, warning.end) == ("never closed (in the title)", None, None)


def test_utf16_counts_what_browsers_count() -> None:
    text = "🐟🐟 “We won 🐟,” said Lee."
    note = relation([place("“We won 🐟,”", text)], place("said", text), place("Lee", text))
    found = made([note], text, unit="utf16")
    [quotation] = found.quotations
    units = text.encode("utf-16-le")
    for span in (*quotation.spans, quotation.cue, quotation.source):
        assert span is not None
        assert units[2 * span.start : 2 * span.end].decode("utf-16-le") == span.text
    assert (found.unit, found.article.length) == ("utf16", len(units) // 2)


def test_nothing_makes_nothing() -> None:
    found = made([], "")
    assert (found.quotations, found.speakers, found.warnings) == ((), (), ())
    assert empty()["relations"] == []
