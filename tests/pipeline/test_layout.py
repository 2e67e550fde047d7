"""Quotations that the layout attributes: lead-in lines, labels, dashes, each beside a near miss."""

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from attribution.pipeline.adjacency import TokenIndex, outermost
from attribution.pipeline.annotations import annotations
from attribution.pipeline.clauses import TokenRange
from attribution.pipeline.layout import after_dash, dateline, labels, lead_in, trimmed_space
from tests.pipeline.relating import related


def paragraphs(doc: Doc) -> list[TokenRange]:
    index = TokenIndex(doc)
    return [index.tokens(start, end) for start, end in annotations(doc)["paragraphs"]]


def words(doc: Doc, range: TokenRange | None) -> str | None:
    return doc[range[0] : range[1]].text if range else None


@pytest.mark.parametrize(
    ("line", "cue", "source"),
    [
        ("Lee continued:", "continued", "Lee"),
        ("Chairwoman Joan Park, in a letter to the board, wrote:", "wrote", "Chairwoman Joan Park"),
        ("From Chairwoman Park:", ":", "Chairwoman Park"),
        ("The statement in full:", ":", "The statement in full"),
        ("And yet:", ":", None),
    ],
)
def test_lead_in(nlp: Language, line: str, cue: str, source: str | None) -> None:
    doc = nlp(line + "\n“We must leave before dark.”")
    draft = lead_in(doc, paragraphs(doc)[0])
    assert draft is not None
    assert words(doc, draft.cue) == cue
    assert words(doc, draft.source) == source


@pytest.mark.parametrize("line", ["Lee continued.", "There was one more point", ":", "Lee said: nothing."])
def test_no_lead_in(nlp: Language, line: str) -> None:
    doc = nlp(line + "\n“We must leave before dark.”")
    assert lead_in(doc, paragraphs(doc)[0]) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“A true expert.” — Commissioner Joan Park", "Commissioner Joan Park"),
        ("“A true expert.” – Joan Park, Marlow", "Joan Park, Marlow"),
        ("“A true expert.” -- Joan Park\nRain fell.", "Joan Park"),
        ("“A true expert.” — but nobody came", None),
        ("“A true expert.” — Park laughed and was gone", None),
        ("“A true expert.” Joan Park", None),
        ("“A true expert.” —", None),
        ("“A true expert.” — " + "Joan and Mary and " * 6 + "Park", None),
    ],
)
def test_after_dash(nlp: Language, text: str, name: str | None) -> None:
    doc = nlp(text)
    [stretch] = outermost(text, TokenIndex(doc), annotations(doc))
    draft = after_dash(doc, stretch, stretch.paragraph[1])
    assert words(doc, draft.source if draft else None) == name


@pytest.mark.parametrize(
    ("text", "title_end", "found"),
    [
        (
            "LEE: We will not raise taxes.\nPARK: You did so in May.",
            0,
            [("LEE", "We will not raise taxes."), ("PARK", "You did so in May.")],
        ),
        (
            "Ann Lee: We will not sell.\nOmar Khan: Why not?\nAnn Lee: It is ours.",
            0,
            [("Ann Lee", "We will not sell."), ("Omar Khan", "Why not?"), ("Ann Lee", "It is ours.")],
        ),
        ("Ann Lee: We will not sell.\nRain fell.", 0, []),  # one alone
        ("Ann Lee: We will not sell.\nOmar Khan: Why not?", 0, []),
        ("PM: No early election\nRain fell.", 21, [("PM", "No early election")]),
        ("Why we wait: tax will rise\nRain fell.", 26, []),  # words without capitals are no label
        ("LEE:\nPARK:\nKHAN:", 0, []),  # nothing follows
        ("The meeting of the council began at: 8.\nIt ended at: 9.\nWe left at: 10.", 0, []),
        ("LEE, who chairs the board of the harbour trust: We wait.\nPARK: Yes.", 0, []),
    ],
)
def test_labels(nlp: Language, text: str, title_end: int, found: list[tuple[str, str]]) -> None:
    doc = nlp(text)
    pairs = labels(doc, paragraphs(doc), title_end)
    assert [(words(doc, label), words(doc, said)) for label, said in pairs] == found


def test_trimmed_space_leaves_the_words(nlp: Language) -> None:
    doc = nlp.make_doc(" \n We won \n ")
    assert words(doc, trimmed_space(doc, (0, len(doc)))) == "We won"
    blank = nlp.make_doc(" \n ")
    start, end = trimmed_space(blank, (0, len(blank)))
    assert start >= end


DATELINES = [  # text, the dateline
    ("LONDON, March 3 (AP) — The road will close.", "LONDON, March 3 (AP) —"),
    ("DAYTON, Ohio — The pipes will be replaced.", "DAYTON, Ohio —"),
    ("FRANKFURT (Reuters) - The bank will buy.", "FRANKFURT (Reuters) -"),
    ("The road — the old one — will close.", None),
    ("NATO was founded in 1949 – a long time ago.", None),
    ("BP - it said - would pay.", None),
    ("Rain fell.", None),
]


@pytest.mark.parametrize(("text", "line"), DATELINES, ids=[case[0] for case in DATELINES])
def test_datelines(nlp: Language, text: str, line: str | None) -> None:
    doc = nlp(text)
    found = dateline(doc, (0, len(doc)))
    assert (doc[slice(*found)].text if found else None) == line


def test_a_dateline_is_neither_source_nor_content(nlp: Language) -> None:
    _, [note] = related(nlp, text := "DAYTON, Ohio — The pipes will be replaced, Mayor Jane Wu said.")
    assert text[slice(*note["content"][0])] == "The pipes will be replaced"
