"""The records that an extraction returns: frozen, comparable, free of spaCy.

All offsets are half-open `[start, end)` positions in the **input as given**, in Unicode code points unless
the extraction says `unit="utf16"`. `None` means "not found"; an empty string never does.
`docs/record.md` describes each field for users; `schemas.py` gives the JSON form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FieldName = Literal["body", "title"]
Unit = Literal["codepoint", "utf16"]
QuotationType = Literal["direct", "indirect", "mixed"]
Act = Literal[
    "say", "deny", "claim", "ask", "promise", "accuse", "announce", "warn",
    "think", "believe", "plan", "wish", "other",
]  # fmt: skip
Form = Literal["name", "nominal", "pronoun"]
Kind = Literal["person", "group", "organisation", "document", "author", "none"]
Reason = Literal["scare", "title", "nickname", "motto", "thought", "plan", "hypothetical", "other"]

SCHEMA = "1"

# Words in marks that nobody reports as anybody's: most guidelines, PolNeAR's among them, do not mark these.
NOT_REPORTED: frozenset[Reason | None] = frozenset(["scare", "title", "nickname", "motto"])


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the input. `text` is the input at `[start, end)` (for HTML: with the markup removed).

    >>> Span(0, 4, "Lee said"[0:4])
    Span(start=0, end=4, text='Lee ', field='body')
    """

    start: int
    end: int
    text: str
    field: FieldName = "body"


@dataclass(frozen=True, slots=True)
class Cue(Span):
    """The words that signal the quotation, with their lemma and the speech act they stand for."""

    lemma: str = ""
    act: Act = "say"
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Mention(Span):
    """Words that refer to a speaker."""

    form: Form = "name"


@dataclass(frozen=True, slots=True)
class Time(Span):
    """When it was said: the words, and an ISO 8601 value where `published` or the words settle it."""

    value: str | None = None


@dataclass(frozen=True, slots=True)
class Role(Span):
    """An office, occupation or standing: the whole words, and split into title and affiliation."""

    title: str | None = None
    affiliation: Span | None = None
    former: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """The entity behind the mentions. `name` is its fullest name in the article, `label` what to show."""

    id: str
    name: str | None
    label: str
    kind: Kind
    named: bool
    anonymous: bool = False
    mentions: tuple[Mention, ...] = ()
    roles: tuple[Role, ...] = ()
    aliases: tuple[str, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """The words around a quotation, for a reader who has not the article at hand."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Confidence:
    """Scores in 0..1; None where there is nothing to be sure of (no source, no speaker, no role)."""

    content: float
    source: float | None = None
    speaker: float | None = None
    role: float | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """One attribution relation with everything known about it; `docs/record.md` tells the fields."""

    id: str
    type: QuotationType
    text: str
    spans: tuple[Span, ...]
    cue: Cue | None
    source: Mention | None
    speaker: str | None
    role: Role | None
    addressee: Span | None
    medium: Span | None
    time: Time | None
    parent: str | None
    paragraph: int
    context: Context
    quoted: tuple[Span, ...]
    topics: tuple[str, ...]
    statement: bool
    reason: Reason | None
    confidence: Confidence
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Warning:
    """Something a reader of the records should know; `start` and `end` are None when it concerns all."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """What was read. `sha256` is of the UTF-8 bytes of the input, `length` counts it in `unit`."""

    id: str | None
    url: str | None
    title: str | None
    published: str | None
    language: str | None
    sha256: str
    length: int


@dataclass(frozen=True, slots=True)
class Model:
    """Which stages made the records."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one article."""

    article: Article
    quotations: tuple[Quotation, ...]
    speakers: tuple[Speaker, ...]
    warnings: tuple[Warning, ...]
    model: Model
    unit: Unit = "codepoint"
    schema: str = SCHEMA

    def speaker_of(self, quotation: Quotation) -> Speaker | None:
        """The speaker of a quotation of this extraction, or None where none was found."""
        return next((s for s in self.speakers if s.id == quotation.speaker), None)
