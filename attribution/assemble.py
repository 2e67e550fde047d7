"""From an annotated Doc to records: the only place that makes them."""

import hashlib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any, cast, get_args

from spacy.tokens import Doc

from attribution.dates import resolve
from attribution.offsets import OffsetMap
from attribution.pipeline.annotations import (
    Annotations,
    Range,
    RelationNote,
    RoleNote,
    SpeakerNote,
    annotations,
    paragraphs_of,
)
from attribution.records import (
    Act,
    Article,
    Confidence,
    Cue,
    Extraction,
    Form,
    Kind,
    Mention,
    Model,
    Quotation,
    Reason,
    Role,
    Span,
    Speaker,
    Time,
    Unit,
    Warning,
)
from attribution.text.document import Document
from attribution.text.plain import in_utf16
from attribution.text.surroundings import context_of, paragraph_of, type_of
from attribution.topics import key_terms
from attribution.version import __version__

GAP = " … "  # stands between the spans of an interrupted quotation in its text
TOPICS = 3  # key terms of a quotation, at the most
ACTS = frozenset(get_args(Act))


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article besides its text; `source` is the input as given."""

    source: str
    id: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None


def plain_document(text: str) -> Document:
    """`text` as a Document that nobody normalised, for a Doc made by somebody else's pipeline."""
    return Document(
        text=text,
        title_end=0,
        paragraphs=tuple((start, end) for start, end in paragraphs_of(text)),
        body=text,
        body_map=OffsetMap.identity(len(text)),
    )


def assemble(
    doc: Doc,
    document: Document,
    *,
    metadata: Metadata | None = None,
    model: Model | None = None,
    unit: Unit = "codepoint",
    topics: bool = False,
) -> Extraction:
    """The records of an annotated Doc over `document.text`; offsets lead into the input, in `unit`."""
    metadata = metadata or Metadata(source=document.body)
    made = _Assembly(doc, document, published=metadata.published, topics=topics)
    extraction = Extraction(
        article=Article(
            id=metadata.id,
            url=metadata.url,
            title=metadata.title,
            published=metadata.published,
            language=metadata.language,
            sha256=hashlib.sha256(metadata.source.encode("utf-8")).hexdigest(),
            length=len(metadata.source),
        ),
        quotations=made.quotations(),
        speakers=made.speakers(),
        warnings=(*document.warnings, *made.warnings()),
        model=model or Model(name="rules", version=__version__),
    )
    return in_utf16(extraction, body=document.body, title=document.title) if unit == "utf16" else extraction


class _Assembly:
    """One Doc on its way to records."""

    def __init__(self, doc: Doc, document: Document, *, published: str | None, topics: bool) -> None:
        self.document = document
        self.notes: Annotations = annotations(doc)
        self.text = self.notes["text"]
        self.published = published
        self.terms = key_terms(doc) if topics else ()
        order = sorted(
            (i for i, relation in enumerate(self.notes["relations"]) if relation["content"]),
            key=lambda i: self.notes["relations"][i]["content"],
        )
        self.order = order
        self.ids = {index: f"q{number}" for number, index in enumerate(order, start=1)}
        heard = dict.fromkeys(
            speaker for i in order if (speaker := self.notes["relations"][i]["speaker"]) is not None
        )
        self.speaker_ids = {index: f"s{number}" for number, index in enumerate(heard, start=1)}
        self.mentions = [
            sorted((m["start"], m["end"], m["form"]) for m in speaker["mentions"])
            for speaker in self.notes["speakers"]
        ]
        outer = sorted((mark["start"], mark["end"]) for mark in self.notes["marks"] if mark["depth"] == 0)
        self.mark_starts = [start for start, _ in outer]
        self.mark_ends = [end for _, end in outer]

    def quotations(self) -> tuple[Quotation, ...]:
        """In the order of the text."""
        return tuple(self._quotation(i, self.notes["relations"][i]) for i in self.order)

    def speakers(self) -> tuple[Speaker, ...]:
        """Those who are quoted, in the order of their first quotation."""
        return tuple(self._speaker(id, self.notes["speakers"][i]) for i, id in self.speaker_ids.items())

    def warnings(self) -> list[Warning]:
        """What the stages had to say, with positions in the input."""
        return [self._warning(note) for note in self.notes["warnings"]]

    def _warning(self, note: Any) -> Warning:
        if note["start"] is None:
            return Warning(note["code"], note["message"])
        span = self._span([note["start"], note["end"]])
        if span.field == "title":  # positions of warnings are those of the body
            return Warning(note["code"], f"{note['message']} (in the title)")
        return Warning(note["code"], note["message"], span.start, span.end)

    def _quotation(self, index: int, relation: RelationNote) -> Quotation:
        content = relation["content"]
        spans = tuple(span for piece in content for span in self.document.spans(piece[0], piece[1]))
        speaker = relation["speaker"]
        return Quotation(
            id=self.ids[index],
            type=type_of(self.text, content, self._in_marks(content)),
            text=GAP.join(span.text for span in spans),
            spans=spans,
            cue=self._cue(relation),
            source=self._source(relation),
            speaker=self.speaker_ids.get(speaker) if speaker is not None else None,
            role=self._role_of(relation),
            addressee=self._optional(relation["addressee"]),
            medium=self._optional(relation["medium"]),
            time=self._time(relation),
            parent=self.ids.get(relation["parent"]) if relation["parent"] is not None else None,
            paragraph=paragraph_of(self.document, content[0][0]),
            context=context_of(self.document, self.text, content[0][0], content[-1][1]),
            quoted=tuple(self._span(piece) for piece in self._in_marks(content)),
            topics=self._topics(content),
            statement=relation["statement"],
            reason=cast("Reason | None", relation["reason"]),
            confidence=Confidence(
                content=round(relation["confidence"], 3),
                source=_rounded(relation["source_confidence"]),
                speaker=_rounded(relation["speaker_confidence"]),
                role=_rounded(relation["role_confidence"]),
            ),
            evidence=tuple(relation["evidence"]),
        )

    def _span(self, piece: Range) -> Span:
        return self.document.span(piece[0], piece[1])

    def _optional(self, piece: Range | None) -> Span | None:
        return self._span(piece) if piece else None

    def _cue(self, relation: RelationNote) -> Cue | None:
        if not relation["cue"]:
            return None
        act = relation["act"] if relation["act"] in ACTS else "other"
        lemma = relation["lemma"] or self._words([relation["cue"]]).lower()
        span = _parts(self._span(relation["cue"]))
        return Cue(**span, lemma=lemma, act=cast(Act, act), negated=relation["negated"])

    def _source(self, relation: RelationNote) -> Mention | None:
        if not relation["source"]:
            return None
        start, end = relation["source"]
        speaker = relation["speaker"]
        mentions = self.mentions[speaker] if speaker is not None else []
        there = mentions[bisect_left(mentions, (start,)) : bisect_left(mentions, (end,))]
        inside = [form for _, last, form in there if last <= end]
        form = "name" if "name" in inside else inside[0] if inside else self._form(start, end)
        return Mention(**_parts(self._span(relation["source"])), form=cast(Form, form))

    def _form(self, start: int, end: int) -> str:
        """The form of a source that no speaker claims: a capital after its first word makes a name."""
        words = self.text[start:end].split()
        return "name" if any(word[0].isupper() for word in words[1:] or words) else "nominal"

    def _time(self, relation: RelationNote) -> Time | None:
        piece = relation["time"]
        if not piece:
            return None
        value = resolve(self._words([piece]), self.published, ahead="time-ahead" in relation["evidence"])
        return Time(**_parts(self._span(piece)), value=value)

    def _role_of(self, relation: RelationNote) -> Role | None:
        if relation["speaker"] is None or relation["role"] is None:
            return None
        return self._role(self.notes["speakers"][relation["speaker"]]["roles"][relation["role"]])

    def _role(self, note: RoleNote) -> Role:
        return Role(
            **_parts(self._span([note["start"], note["end"]])),
            title=note["title"],
            affiliation=self._optional(note["affiliation"]),
            former=note["former"],
        )

    def _speaker(self, id: str, note: SpeakerNote) -> Speaker:
        mentions = (
            Mention(**_parts(self._span([m["start"], m["end"]])), form=cast(Form, m["form"]))
            for m in note["mentions"]
        )
        return Speaker(
            id=id,
            name=note["name"],
            label=note["label"],
            kind=cast(Kind, note["kind"]),
            named=note["name"] is not None,
            anonymous=note["anonymous"],
            mentions=tuple(mentions),
            roles=tuple(self._role(role) for role in note["roles"]),
            aliases=tuple(note["aliases"]),
            ids=dict(note["ids"]),
        )

    def _in_marks(self, content: list[Range]) -> list[Range]:
        """The parts of the content that stand in marks, the marks included."""
        inside = []
        for start, end in content:
            marks = slice(bisect_right(self.mark_ends, start), bisect_left(self.mark_starts, end))
            pairs = zip(self.mark_starts[marks], self.mark_ends[marks], strict=True)
            inside += [[max(start, low), min(end, high)] for low, high in pairs]
        return inside

    def _topics(self, content: list[Range]) -> tuple[str, ...]:
        words = f" {self._words(content).casefold()} "
        return tuple(term for term in self.terms if term in words)[:TOPICS]

    def _words(self, content: list[Range]) -> str:
        return " ".join(self.text[start:end] for start, end in content)


def _parts(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text, "field": span.field}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
