"""Joins words in quotation marks to the cue beside them, where punctuation says more than the parse.

A stretch is an outermost pair of marks with what stands inside; its *lead* are the words of its sentence
before it, its *tail* those after it. Positions are token indices, half-open.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from attribution.lang.cues import CueEntry, cues_by_form
from attribution.pipeline.annotations import Annotations, MarkedStretch
from attribution.pipeline.clauses import SUBJECTS, TokenRange

_FINITE = ("VBD", "VBZ", "VBP")
_SENTENCE_ENDS = frozenset({".", "!", "?", "…", "..."})
_SUBORDINATE = ("relcl", "acl", "advcl")
_TAIL = 30  # tokens after a quotation among which its cue is looked for


@dataclass(frozen=True, slots=True)
class Stretch:
    """An outermost marked stretch in tokens, its chain of continuations aside."""

    number: int
    start: int
    end: int
    paragraph: TokenRange  # tokens of its paragraph
    opener: str  # first character inside
    closer: str  # last character inside
    words: int
    continues: int | None  # number of the stretch that it carries on

    @property
    def is_sentence(self) -> bool:
        """Begins like a sentence and ends like one, or with the comma that stands for its full stop."""
        return (self.opener.isupper() or not self.opener.isalpha()) and self.closer in ".!?…,—-" and self.words > 1


def outermost(doc: Doc, notes: Annotations) -> list[Stretch]:
    """The outermost stretches of a Doc, in order."""
    numbers: dict[int, int] = {}
    found: list[Stretch] = []
    paragraphs = [doc.char_span(s, e, alignment_mode="expand") for s, e in notes["paragraphs"]]
    for index, mark in enumerate(notes["marks"]):
        if mark["depth"] or mark["paragraph"] >= len(paragraphs):
            continue
        span, paragraph = doc.char_span(mark["start"], mark["end"], alignment_mode="expand"), paragraphs[mark["paragraph"]]
        inner = _inner(doc.text, mark)
        if span is None or paragraph is None or not inner:
            continue
        numbers[index] = len(found)
        earlier = mark["continues"]
        found.append(
            Stretch(
                number=len(found),
                start=span.start,
                end=span.end,
                paragraph=(paragraph.start, paragraph.end),
                opener=inner[0],
                closer=inner[-1],
                words=len(inner.split()),
                continues=numbers.get(earlier) if earlier is not None else None,
            )
        )
    return found


def _inner(text: str, mark: MarkedStretch) -> str:
    end = mark["end"] - 1 if mark["closed"] else mark["end"]
    return text[mark["start"] + 1 : end].strip()


class Neighbourhood:
    """What stands around each stretch of one Doc."""

    def __init__(self, doc: Doc, stretches: list[Stretch], language: str) -> None:
        self.doc = doc
        self.stretches = stretches
        self.index = cues_by_form(language)
        self.inside = [-1] * len(doc)
        for stretch in stretches:
            for i in range(stretch.start, stretch.end):
                self.inside[i] = stretch.number

    def lead(self, stretch: Stretch) -> TokenRange:
        """Words of the sentence before the stretch, down to the one before it in the paragraph."""
        start = stretch.start
        while start > stretch.paragraph[0]:
            word = self.doc[start - 1]
            if self.inside[word.i] >= 0 or (word.lower_ in _SENTENCE_ENDS and start != stretch.start) or word.is_space:
                break
            start -= 1
        return start, stretch.start

    def tail(self, stretch: Stretch) -> TokenRange:
        """Words after the stretch up to the end of the sentence or the next stretch."""
        end = stretch.end
        while end < stretch.paragraph[1]:
            if self.inside[end] >= 0:
                break
            end += 1
            if self.doc[end - 1].lower_ in _SENTENCE_ENDS:
                break
        return stretch.end, end

    def cue_after(self, stretch: Stretch) -> Token | None:
        """The verb of "“…,” said Lee" and "“…?” the senator asked", or None."""
        start, end = self.tail(stretch)
        end = min(end, start + _TAIL)
        if start >= end or stretch.closer == ".":
            if start >= end or not self.doc[start].text[:1].islower():
                return None
        if stretch.closer not in ",?!—-….":
            return None
        first = self.doc[start].lower_
        if first in (",", ";", "and", "but", ")", "that", "which", "who"):
            return None
        fallback = None
        for token in self.doc[start:end]:
            if token.lower_ in (":", ";"):
                break
            if not token.tag_.startswith("VB"):
                continue
            known = self.entry(token)
            if known and token.dep_ not in ("amod",) and self._has_subject_near(token, start):
                return token
            if fallback is None and token.tag_ in _FINITE and token.dep_ not in _SUBORDINATE:
                fallback = token
        return fallback if stretch.closer == "," else None

    def _has_subject_near(self, verb: Token, start: int) -> bool:
        """A cue right after the marks needs no more; further off it needs a subject of its own."""
        if verb.i == start:
            return True
        return any(c.dep_ in SUBJECTS for c in verb.children) or verb.dep_ not in _SUBORDINATE

    def cue_before(self, stretch: Stretch) -> Token | None:
        """The verb of "Lee said, “…”", "Lee told reporters: “…”" and "Lee said “…”", or None."""
        start, end = self.lead(stretch)
        if start >= end:
            return None
        last = self.doc[end - 1].lower_
        introduced = last in (",", ":") or last == "that"
        for token in reversed(self.doc[start:end]):
            if not token.tag_.startswith("VB") or token.dep_ in ("aux", "auxpass", "amod"):
                continue
            near = token.i == end - 1 or (last in (",", ":", "that") and token.i == end - 2)
            if self.entry(token) and (introduced or near) and (near or token.dep_ not in ("relcl",) or last == ":"):
                return token
            if last == ":":
                continue
            if token.tag_ in _FINITE:
                return None
        return None

    def entry(self, token: Token) -> CueEntry | None:
        """The cue entry of a verb that can bring in words in marks."""
        entries = self.index.get(token.lower_, ())
        return next((e for e in entries if e.kind == "verb" and "quote" in e.frames), None)

    def source_beside(self, verb: Token, stretch: Stretch) -> TokenRange | None:
        """The noun phrase between the marks and the verb, or right after the verb, when the parse has none."""
        start, end = self.tail(stretch)
        if stretch.end <= verb.i:
            chunk = (stretch.end, verb.i) if verb.i > stretch.end else (verb.i + 1, self._phrase_end(verb.i + 1, end))
        else:
            lead = self.lead(stretch)[0]
            chunk = (lead, verb.i)
        return chunk if self._is_nominal(chunk) else None

    def _phrase_end(self, start: int, end: int) -> int:
        i = start
        while i < end and (self.doc[i].tag_ in _NOMINAL or self.doc[i].lower_ in ("of", "the")):
            i += 1
        return i

    def _is_nominal(self, chunk: TokenRange) -> bool:
        words = self.doc[chunk[0] : chunk[1]]
        return 0 < len(words) <= 12 and any(t.tag_.startswith(("NN", "PRP")) for t in words) and not any(
            t.tag_ in _FINITE for t in words
        )


_NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "DT", "JJ", "PRP$", "POS", "CD", "HYPH", "WP"})
