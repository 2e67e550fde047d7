"""What the stages leave on the Doc for each other: the one contract between them.

A stage never imports another. It reads and writes `doc._.attribution`, a plain dict of lists, strings and
numbers, because anything else breaks `Doc.to_bytes`. All positions are half-open spans `[start, end]` in
code points of `doc.text`, as two-element lists.
"""

from typing import TypedDict, cast

from spacy.tokens import Doc

Range = list[int]  # [start, end), code points of doc.text
READING = "attribution_reading"  # in Doc.user_data, from the stage that reads to the one that decodes


class MarkedStretch(TypedDict):
    """Words between a pair of quotation marks; `start` and `end` take the marks in."""

    start: int
    end: int
    depth: int  # 0 = outermost
    parent: int | None  # index of the stretch around it
    closed: bool  # False: never closed, ends with its paragraph
    continues: int | None  # index of the stretch in an earlier paragraph that this one carries on
    paragraph: int


class RelationNote(TypedDict):
    """One attribution relation: `content` and `cue` from the relations stage, the rest from later ones."""

    content: list[Range]
    cue: Range | None
    source: Range | None
    lemma: str | None
    act: str
    negated: bool
    addressee: Range | None
    medium: Range | None
    time: Range | None
    parent: int | None  # index of the relation around it
    statement: bool
    reason: str | None
    confidence: float  # of the content
    source_confidence: float | None
    evidence: list[str]
    speaker: int | None  # index into speakers
    speaker_confidence: float | None
    role: int | None  # index into that speaker's roles
    role_confidence: float | None


class MentionNote(TypedDict):
    """Words that refer to a speaker."""

    start: int
    end: int
    form: str  # name | nominal | pronoun


QUESTION_ANSWER = "question-answer"  # evidence of a label that names nobody: "Q:"


class RoleNote(TypedDict):
    """A role of a speaker and where it stands."""

    start: int
    end: int
    title: str | None
    affiliation: Range | None
    former: bool


class SpeakerNote(TypedDict):
    """An entity that speaks."""

    name: str | None
    label: str
    kind: str
    anonymous: bool
    mentions: list[MentionNote]
    roles: list[RoleNote]
    aliases: list[str]
    ids: dict[str, str]
    listed: list[int]  # entries of the people list that bear one of its names


class WarningNote(TypedDict):
    """A warning and the span it concerns."""

    code: str
    message: str
    start: int | None
    end: int | None


class Annotations(TypedDict):
    """All that the stages know about a Doc."""

    text: str  # doc.text, which spaCy joins anew from the tokens each time
    paragraphs: list[Range]
    title_end: int  # code points of doc.text that belong to the title; 0 without one
    marks: list[MarkedStretch]
    relations: list[RelationNote]
    speakers: list[SpeakerNote]
    bystanders: list[int]  # entries of the people list, one for each name of somebody who does not speak
    warnings: list[WarningNote]


def empty() -> Annotations:
    """Annotations of a Doc that no stage has seen."""
    return {
        "text": "", "paragraphs": [], "title_end": 0, "marks": [], "relations": [], "speakers": [],
        "bystanders": [], "warnings": [],
    }  # fmt: skip


def relation(content: list[Range], cue: Range | None = None, source: Range | None = None) -> RelationNote:
    """A relation with the given parts and nothing else known."""
    return {
        "content": content, "cue": cue, "source": source, "lemma": None, "act": "say", "negated": False,
        "addressee": None, "medium": None, "time": None, "parent": None, "statement": True, "reason": None,
        "confidence": 0.5, "source_confidence": None, "evidence": [], "speaker": None,
        "speaker_confidence": None, "role": None,
        "role_confidence": None,
    }  # fmt: skip


def annotations(doc: Doc) -> Annotations:
    """The annotations of `doc`, made on first use, with its paragraphs read off the line breaks."""
    if doc._.attribution is None:
        made = empty()
        made["text"] = doc.text
        made["paragraphs"] = paragraphs_of(made["text"])
        doc._.attribution = made
    return cast(Annotations, doc._.attribution)


def paragraphs_of(text: str) -> list[Range]:
    """Spans of the paragraphs of `text`: lines that hold more than blanks, trimmed.

    >>> paragraphs_of("One.\\n\\n Two. \\n")
    [[0, 4], [7, 11]]
    """
    found, position = [], 0
    for line in text.split("\n"):
        body = line.strip()
        if body:
            start = position + line.index(body[0])
            found.append([start, start + len(body)])
        position += len(line) + 1
    return found


if not Doc.has_extension("attribution"):
    Doc.set_extension("attribution", default=None)
