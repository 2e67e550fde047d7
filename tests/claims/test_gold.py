"""The gold for the order of claims, tests/claims/README.md, keeps its shape."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any, get_args

from attribution.records import Act, Kind, QuotationType

FIELDS = {"id", "half", "text", "type", "speaker", "act", "statement", "worth", "kind", "sentence"}
CHECKABLE = {"record", "cause", "change", "comparison", "law", "promise", "figure", "event"}
NOTHING = {"opinion", "feeling", "question", "command", "prediction", "promise", "event", "vague"}
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’]?\s+")


def quotations() -> list[dict[str, Any]]:
    lines = (Path(__file__).parent / "quotations.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


ROWS = quotations()


def test_every_quotation_has_all_fields_and_an_id_and_words_of_its_own() -> None:
    assert [row["id"] for row in ROWS if row.keys() != FIELDS] == []
    assert len({row["id"] for row in ROWS}) == len({row["text"] for row in ROWS}) == len(ROWS) == 400


def test_values_are_those_of_the_record() -> None:
    for row in ROWS:
        assert row["type"] in get_args(QuotationType), row["id"]
        assert row["act"] in get_args(Act), row["id"]
        assert isinstance(row["statement"], bool), row["id"]


def test_speakers_have_a_kind_and_a_name_or_a_role() -> None:
    for row in ROWS:
        speaker = row["speaker"]
        if speaker is not None:
            assert speaker.keys() == {"name", "role", "kind"}, row["id"]
            assert speaker["kind"] in get_args(Kind), row["id"]
            assert speaker["name"] or speaker["role"], row["id"]


def test_kinds_go_with_the_worth() -> None:
    for row in ROWS:
        assert row["kind"] in (CHECKABLE if row["worth"] else NOTHING), row["id"]
    assert {row["kind"] for row in ROWS} == CHECKABLE | NOTHING


def test_what_is_no_statement_is_worth_nothing() -> None:
    assert [row["id"] for row in ROWS if row["worth"] and not row["statement"]] == []


def test_the_sentence_is_one_of_the_quotation_and_only_told_where_there_is_one_to_check() -> None:
    for row in ROWS:
        assert (row["sentence"] is None) == (row["worth"] == 0), row["id"]
        if row["worth"]:
            assert 0 <= row["sentence"] < len(SENTENCE_END.split(row["text"])), row["id"]


def test_marks_go_with_the_type() -> None:
    for row in ROWS:
        marked = row["text"][0] in '“‘"' and row["text"][-1] in '”’"'
        assert marked == (row["type"] == "direct"), row["id"]
        assert (row["type"] == "mixed") <= ("“" in row["text"]), row["id"]


def test_the_halves_are_alike() -> None:
    for field in ("worth", "kind", "type"):
        halves = [Counter(row[field] for row in ROWS if row["half"] == half) for half in ("dev", "test")]
        assert halves[0].total() == halves[1].total() == len(ROWS) // 2
        assert {value: halves for value in halves[0] if abs(halves[0][value] - halves[1][value]) > 3} == {}


def test_nearly_half_is_worth_nothing() -> None:
    assert Counter(row["worth"] for row in ROWS) == {0: 180, 1: 85, 2: 135}
