"""brat stand-off, line by line; tests/evaluation/test_brat.py reads it back."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from hypothesis import given, settings

from attribution import records
from attribution.export import Item, brat
from tests.export.formats import STORY, cue, story, written
from tests.export.test_contract import TEXTS, hostile
from tests.samples import TEXT, extraction, quotation
from tests.tree import ROOT, code_blocks

LINES = {
    "T": re.compile(r"T\d+\t(\w+) (\d+ \d+(?:;\d+ \d+)*)\t(.+)"),
    "R": re.compile(r"R\d+\t(\w+) Arg1:(T\d+) Arg2:(T\d+)"),
    "A": re.compile(r"A\d+\t(\w+) (T\d+)(?: (\w+))?"),
    "#": re.compile(r"#\d+\tAnnotatorNotes (T\d+)\t(.+)"),
    "*": re.compile(r"\*\tEquiv (T\d+)(?: T\d+)+"),
}


def annotations(text: str, ann: str) -> dict[str, list[tuple[str | None, ...]]]:
    """The lines by their first letter, every one as the format has it and its words as the text has them."""
    found = defaultdict(list)
    for line in ann.split("\n")[:-1]:
        match = LINES[line[0]].fullmatch(line)
        assert match, line
        found[line[0]].append(match.groups())
        if line[0] == "T":
            places = [[int(n) for n in place.split()] for place in match[2].split(";")]
            assert " ".join(text[start:end] for start, end in places) == match[3]
            assert places == sorted(places)
    names = [line.split("\t")[0] for line in ann.split("\n") if line and line[0] != "*"]
    assert len(names) == len(set(names))
    return found


def test_spans_and_how_they_belong_together() -> None:
    found = annotations(STORY, written("brat"))
    assert [(kind, words) for kind, _, words in found["T"]] == [
        ("Content", "“The café\u0301 is ours,” “and so it stays.”"),
        ("Cue", "said"),
        ("Source", "שרה כהן, the owner"),
        ("Content", "it “home”"),
        ("Cue", "called"),
        ("Source", "She"),
        ("Content", "“cosy”"),
    ]
    assert found["R"] == [
        ("Cued_by", "T1", "T2"), ("Said_by", "T1", "T3"), ("Cued_by", "T4", "T5"), ("Said_by", "T4", "T6"),
    ]  # fmt: skip
    assert ("Type", "T4", "mixed") in found["A"]
    assert ("No_statement", "T7", "scare") in found["A"]
    assert found["#"][0] == ("T1", "speaker: שרה כהן; role: the owner")
    assert "*\tEquiv T3 T6\n" in written("brat")


def test_what_reaches_over_lines_is_in_fragments() -> None:
    text = "“One. \n\n two” x"
    ann = written("brat", Item(extraction(quotation(0, 13, text=text)), text))
    assert ann.startswith("T1\tContent 0 5;9 13\t“One. two”\n")


def test_shared_words_have_one_span_and_what_is_inside_says_so() -> None:
    source = records.Mention(22, 41, TEXT[22:41])
    outer = quotation(source=source, cue=records.Cue(17, 21, "said", act="deny", negated=True))
    inner = quotation(1, 5, id="q2", source=source, parent="q1", medium=records.Span(43, 51, TEXT[43:51]))
    found = annotations(TEXT, written("brat", Item(extraction(outer, inner), TEXT)))
    assert [kind for kind, *_ in found["T"]].count("Source") == 1
    assert {("Inside", "T4", "T1"), ("Through", "T4", "T5"), ("Said_by", "T4", "T3")} <= set(found["R"])
    assert {("Act", "T2", "deny"), ("Negated", "T2", None)} <= set(found["A"])


def test_the_title_is_not_in_the_text() -> None:
    made = story()
    said = replace(made.quotations[0], spans=(records.Span(0, 4, "Ours", "title"),), cue=cue("said"))
    assert written("brat", Item(replace(made, quotations=(said,)), STORY)) == ""


def test_the_configuration_names_all_that_is_written() -> None:
    [config] = [code for kind, code in code_blocks(ROOT / "docs" / "exports.md") if kind == "ini"]
    known = {re.split(r"\s", line)[0] for line in config.splitlines() if line}
    for item in (Item(story(), STORY), Item(hostile("a", "b", "c", "d"), "xax")):
        found = annotations(item.text or "", written("brat", item))
        assert {row[0] for kind in "TRA" for row in found[kind]} <= known


@settings(max_examples=20, deadline=None)
@given(text=TEXTS, title=TEXTS, label=TEXTS, url=TEXTS)
def test_any_article_makes_lines(text: str, title: str, label: str, url: str) -> None:
    files = dict(brat.files(Item(hostile(text, title, label, url), f"x{text}x")))
    annotations(files[".txt"], files[".ann"])
    assert len(files[".txt"]) == len(text) + 2
