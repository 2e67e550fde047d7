"""Sentences that carry the relations expected of them: [content], {cue} and <source>, `|` before the next."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from attribution.pipeline.annotations import Range, RelationNote, annotations
from attribution.pipeline.relations import create_relations

OPEN = {"[": "content", "{": "cue", "<": "source"}
CLOSE = {"]": "content", "}": "cue", ">": "source"}

Found = dict[str, list[str]]  # part of a relation -> its words


def expected(marked: str) -> tuple[str, list[Found]]:
    """The plain sentence, and the words of each part of each relation that is marked in it."""
    plain, starts = "", {}
    relations: list[Found] = [{}]
    for piece in re.split(r"([\[\]{}<>|])", marked):
        if piece == "|":
            relations.append({})
        elif piece in OPEN:
            starts[OPEN[piece]] = len(plain)
        elif piece in CLOSE:
            part = CLOSE[piece]
            relations[-1].setdefault(part, []).append(plain[starts[part] :])
        else:
            plain += piece
    return plain, [relation for relation in relations if relation]


def related(nlp: Language, text: str, *, title_end: int = 0) -> tuple[Doc, list[RelationNote]]:
    """The Doc of a text whose first `title_end` code points are the title, and its relations."""
    doc = nlp(text)
    annotations(doc)["title_end"] = title_end
    create_relations(nlp, "relations", language="en")(doc)
    return doc, annotations(doc)["relations"]


def parts(text: str, notes: list[RelationNote]) -> list[Found]:
    """The words of each relation, as `expected` gives them."""
    return [
        {
            part: [text[start:end] for start, end in ranges]
            for part, ranges in (
                ("content", note["content"]),
                ("cue", _listed(note["cue"])),
                ("source", _listed(note["source"])),
            )
            if ranges
        }
        for note in notes
    ]


def _listed(range: Range | None) -> list[Range]:
    return [range] if range else []
