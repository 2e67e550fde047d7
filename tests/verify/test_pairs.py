"""The gold for verification keeps its shape: verdicts, evidence, two balanced halves and two later parts."""

import json
import re
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
LEAST = {
    "verbatim": 60,
    "edited": 45,
    "partial": 45,
    "altered": 45,
    "paraphrase": 45,
    "misattributed": 45,
    "not_found": 45,
}
MARKED = re.compile(r"…|\.\.\.|\[")
LENGTHS = {"article": (250, 500), "transcript": (200, 600)}


def rows(name: str) -> list[dict[str, Any]]:
    with (HERE / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


SOURCES = {row["id"]: row for row in rows("sources.jsonl")}
PAIRS = rows("pairs.jsonl")


def of_verdict(verdict: str) -> list[dict[str, Any]]:
    return [pair for pair in PAIRS if pair["verdict"] == verdict]


def changed_words(pair: dict[str, Any]) -> int:
    """Words that were dropped from the evidence or put into the quotation."""
    said, quoted = (re.findall(r"[\w'’]+", pair[field].lower()) for field in ("words", "quotation"))
    changes = SequenceMatcher(None, said, quoted, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for tag, a, b, c, d in changes if tag != "equal")


def test_there_are_articles_and_transcripts_of_the_length_of_real_ones() -> None:
    assert Counter(source["kind"] for source in SOURCES.values()) == {"article": 26, "transcript": 10}
    for source in SOURCES.values():
        least, most = LENGTHS[source["kind"]]
        assert least <= len(source["text"].split()) <= most, source["id"]


def test_every_verdict_is_known_and_has_enough_pairs() -> None:
    counts = Counter(pair["verdict"] for pair in PAIRS)
    assert counts.keys() == LEAST.keys()
    assert {verdict: counts[verdict] for verdict in LEAST if counts[verdict] < LEAST[verdict]} == {}
    assert len(PAIRS) >= 600


def test_ids_are_unique_and_fields_are_complete() -> None:
    fields = {"id", "set", "source", "quotation", "speaker", "verdict", "words", "note"}
    assert all(pair.keys() == fields for pair in PAIRS)
    assert all(pair["quotation"] and pair["note"] for pair in PAIRS)
    assert len({pair["id"] for pair in PAIRS}) == len(PAIRS)
    assert len({(pair["source"], pair["quotation"], pair["speaker"]) for pair in PAIRS}) == len(PAIRS)


def test_the_evidence_occurs_exactly_once() -> None:
    found = [pair for pair in PAIRS if pair["verdict"] != "not_found"]
    wrong = [pair["id"] for pair in found if SOURCES[pair["source"]]["text"].count(pair["words"]) != 1]
    assert wrong == []
    assert all(pair["words"] is None for pair in of_verdict("not_found"))


def test_the_evidence_begins_and_ends_with_whole_words() -> None:
    for pair in PAIRS:
        if pair["words"]:
            whole = rf"(?<!\w){re.escape(pair['words'])}(?!\w)"
            assert re.search(whole, SOURCES[pair["source"]]["text"]), pair["id"]


def test_no_source_is_in_two_parts() -> None:
    parts = {(pair["source"], pair["set"]) for pair in PAIRS}
    assert Counter(part for _, part in parts) == {"dev": 12, "test": 12, "held": 6, "fresh": 6}
    assert len(parts) == len(SOURCES)


@pytest.mark.parametrize(("part", "total", "least"), [("held", 160, 12), ("fresh", 164, 18)])
def test_the_later_parts_have_every_verdict(part: str, total: int, least: int) -> None:
    counts = Counter(pair["verdict"] for pair in PAIRS if pair["set"] == part)
    assert counts.total() == total
    assert min(counts[verdict] for verdict in LEAST) >= least


def test_both_halves_are_balanced() -> None:
    halves = Counter((pair["set"], pair["verdict"]) for pair in PAIRS)
    for verdict, least in LEAST.items():
        dev, test = halves["dev", verdict], halves["test", verdict]
        assert abs(dev - test) <= 4, verdict
        assert min(dev, test) >= least // 2, verdict


def test_a_speaker_is_asked_for_in_about_half_of_the_pairs_of_articles() -> None:
    asked = [pair["speaker"] is not None for pair in PAIRS if SOURCES[pair["source"]]["kind"] == "article"]
    assert 0.4 <= sum(asked) / len(asked) <= 0.6
    assert all(pair["speaker"] for pair in of_verdict("misattributed"))


def test_an_edit_shows_its_marks_and_verbatim_has_none() -> None:
    assert all(MARKED.search(pair["quotation"]) for pair in of_verdict("edited"))
    assert not any(MARKED.search(pair["quotation"]) for pair in of_verdict("verbatim"))


def test_what_is_altered_is_mostly_a_near_miss() -> None:
    near = [pair for pair in of_verdict("altered") if changed_words(pair) <= 2]
    assert len(near) >= 40
    assert all(changed_words(pair) for pair in of_verdict("altered"))
