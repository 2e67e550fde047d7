"""Joins words in quotation marks to the cue beside them, where punctuation says more than the parse.

A stretch is an outermost pair of marks with what stands inside; its *lead* are the words of its sentence
before it, its *tail* those after it. Positions are token indices, half-open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from attribution.lang.cues import CueEntry, cues_by_form
from attribution.lang.statements import statement_data
from attribution.pipeline.annotations import Annotations, MarkedStretch
from attribution.pipeline.clauses import SUBJECTS, TokenRange, agent, is_passive

FINITE = frozenset({"VBD", "VBZ", "VBP"})
SENTENCE_ENDS = frozenset({".", "!", "?", "…", "..."})
_SUBORDINATE = ("relcl", "acl", "advcl")
_OPENS_NO_CUE = frozenset({",", ";", ":", "and", "but", "or", ")", "that", "which", "who"})
_INTRODUCES = frozenset({",", ":", "that", "to", "as"})
_STOPS = frozenset(
    {"VBD", "VBZ", "VBP", "MD", "TO", "WDT", "WP", "WRB", ",", ":", ".", "RB", "``", "''", "-LRB-", "_SP"}
)
_CLOSING = "’”"  # marks that end what is quoted inside
_TAIL = 30  # tokens after a quotation among which its cue is looked for
_SOURCE = 12  # tokens that a source beside a cue may have


@dataclass(frozen=True, slots=True)
class Stretch:
    """An outermost marked stretch in tokens."""

    number: int
    start: int
    end: int
    paragraph: TokenRange  # tokens of its paragraph
    opener: str  # first character inside
    closer: str  # last character inside, closing marks aside
    words: int
    continues: int | None  # number of the stretch that it carries on
    closed: bool = True

    @property
    def is_sentence(self) -> bool:
        """Begins like a sentence and ends like one, or with the comma that stands for its full stop."""
        begins = self.opener.isupper() or not self.opener.isalpha()
        return begins and self.closer in ".!?…,—-" and self.words > 1


class TokenIndex:
    """Finds tokens by code points in logarithmic time (`Doc.char_span` is linear)."""

    def __init__(self, doc: Doc) -> None:
        columns = doc.to_array(["IDX", "LENGTH"]).astype("int64")
        self.starts: list[int] = columns[:, 0].tolist()
        self.ends: list[int] = columns.sum(1).tolist()

    def tokens(self, start: int, end: int) -> TokenRange:
        """The tokens that `[start, end)` touches."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)


def outermost(text: str, index: TokenIndex, notes: Annotations) -> list[Stretch]:
    """The outermost stretches of a text, in order."""
    paragraphs = [index.tokens(start, end) for start, end in notes["paragraphs"]]
    return _stretches(text, index, notes, 0, lambda mark, _: paragraphs[mark["paragraph"]])


def nested_stretches(text: str, index: TokenIndex, notes: Annotations, outer: list[Stretch]) -> list[Stretch]:
    """The stretches one level in; the stretch around each stands for its paragraph."""
    homes = {(stretch.start, stretch.end): stretch for stretch in outer}

    def around(mark: MarkedStretch, parent: MarkedStretch | None) -> TokenRange | None:
        home = homes.get(index.tokens(parent["start"], parent["end"])) if parent else None
        return (home.start + 1, home.end - 1) if home else None

    return _stretches(text, index, notes, 1, around)


def _stretches(
    text: str,
    index: TokenIndex,
    notes: Annotations,
    depth: int,
    paragraph_of: Callable[[MarkedStretch, MarkedStretch | None], TokenRange | None],
) -> list[Stretch]:
    numbers: dict[int, int] = {}
    found: list[Stretch] = []
    for position, mark in enumerate(notes["marks"]):
        if mark["depth"] != depth:
            continue
        parent = notes["marks"][mark["parent"]] if mark["parent"] is not None else None
        inner, paragraph = _inner(text, mark), paragraph_of(mark, parent)
        start, end = index.tokens(mark["start"], mark["end"])
        if not inner or paragraph is None or start >= end:
            continue
        numbers[position] = len(found)
        earlier = mark["continues"]
        found.append(
            Stretch(
                number=len(found),
                start=start,
                end=end,
                paragraph=paragraph,
                opener=inner[0],
                closer=(inner.rstrip(_CLOSING) or inner)[-1],
                words=len(inner.split()),
                continues=numbers.get(earlier) if earlier is not None else None,
                closed=mark["closed"],
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
        self.data = statement_data(language)
        self.inside = [-1] * len(doc)  # number of the stretch around each token
        for stretch in stretches:
            for i in range(stretch.start, stretch.end):
                self.inside[i] = stretch.number

    def lead(self, stretch: Stretch) -> TokenRange:
        """Words of the sentence before the stretch, down to the one before it in the paragraph."""
        start = stretch.start
        while start > stretch.paragraph[0]:
            word = self.doc[start - 1]
            if self.inside[word.i] >= 0 or word.lower_ in SENTENCE_ENDS or word.is_space:
                break
            start -= 1
        return start, stretch.start

    def tail(self, stretch: Stretch) -> TokenRange:
        """Words after the stretch up to the end of the sentence or the next stretch."""
        end = stretch.end
        while end < stretch.paragraph[1] and self.inside[end] < 0:
            end += 1
            if self.doc[end - 1].lower_ in SENTENCE_ENDS:
                break
        return stretch.end, end

    def cue_after(self, stretch: Stretch) -> Token | None:
        """The verb of "“…,” said Lee" and "“…?” the senator asked", or None."""
        start, end = self.tail(stretch)
        end = min(end, start + _TAIL)
        if start >= end or stretch.closer not in ",?!—-….":
            return None
        first = self.doc[start]
        if first.lower_ in _OPENS_NO_CUE or (stretch.closer == "." and not first.text[0].islower()):
            return None
        fallback = None
        for token in self.doc[start:end]:
            if token.lower_ in (":", ";"):
                break
            if not token.tag_.startswith("VB") or token.dep_ == "amod":
                continue
            if self.entry(token) and self._speaks(token, start):
                return token
            if fallback is None and token.tag_ in FINITE and token.dep_ not in _SUBORDINATE:
                fallback = token
        return fallback if stretch.closer == "," and stretch.is_sentence else None

    def _speaks(self, verb: Token, start: int) -> bool:
        """A cue right after the marks needs no more; further off, a subject or a clause of its own."""
        if verb.i == start or any(child.dep_ in SUBJECTS for child in verb.children):
            return True
        return verb.dep_ not in _SUBORDINATE

    def cue_before(self, stretch: Stretch) -> Token | None:
        """The verb of "Lee said, “…”", "Lee told reporters: “…”" and "Lee said “…”", or None."""
        start, end = self.lead(stretch)
        if start >= end:
            return None
        last = self.doc[end - 1].lower_
        colon, introduced = last == ":", last in _INTRODUCES
        for token in reversed(self.doc[start:end]):
            if not token.tag_.startswith("VB") or token.dep_ in ("aux", "auxpass", "amod"):
                continue
            near = token.i == end - 1 or (introduced and token.i == end - 2)
            if self._names(token) or (near and not introduced and self._titled(token, stretch)):
                return None
            if self.entry(token) and (near or (introduced and (colon or token.dep_ != "relcl"))):
                return token
            if near and last not in ("that", "to", "as", ":") and stretch.is_sentence and token.tag_ != "VBN":
                return token  # "chanting “…”": any verb that runs straight into a whole sentence
            if token.tag_ in FINITE and not colon:
                return None
        return None

    def _names(self, verb: Token) -> bool:
        """True for "a boat called “Ada”" and "the café is called “Ada”": a name is given, nothing said."""
        if verb.tag_ != "VBN" or agent(verb) is not None or not (entry := self.entry(verb)):
            return False
        return "predicate" in entry.frames and (verb.dep_ == "acl" or is_passive(verb))

    def _titled(self, verb: Token, stretch: Stretch) -> bool:
        """True for "read “The Lost Bay”": a work and its title."""
        words = [t for t in self.doc[stretch.start + 1 : stretch.end - 1] if t.is_alpha]
        capitals = sum(word.text[0].isupper() for word in words)
        work = verb.lower_ in self.data.work_verbs and stretch.closer.isalnum()
        return work and capitals * 2 > len(words)

    def entry(self, token: Token) -> CueEntry | None:
        """The cue entry of a verb that can bring in words in marks, with its particle beside it."""
        entries = [e for e in self.index.get(token.lower_, ()) if e.kind == "verb" and "quote" in e.frames]
        beside = {child.lower_ for child in token.rights} if entries else set()
        return next((e for e in entries if e.particle is None or e.particle in beside), None)

    def source_beside(self, verb: Token, stretch: Stretch) -> TokenRange | None:
        """The phrase between the marks and the verb, or right after the verb, where the parse has none."""
        _, end = self.tail(stretch)
        if stretch.end == verb.i:
            chunk = (verb.i + 1, self._phrase_end(verb.i + 1, end))
        elif stretch.end < verb.i:
            chunk = (stretch.end, verb.i)
        else:
            chunk = (self.lead(stretch)[0], verb.i)
        return chunk if self._is_nominal(chunk) else None

    def _phrase_end(self, start: int, end: int) -> int:
        """End of the words after an inverted verb that may name who speaks; by what stops, since tags err."""
        i = start
        while (
            i < end
            and self.doc[i].tag_ not in _STOPS
            and (self.doc[i].tag_ != "IN" or self.doc[i].lower_ == "of")
        ):
            i += 1
        return i

    def _is_nominal(self, chunk: TokenRange) -> bool:
        words = self.doc[chunk[0] : chunk[1]]
        nouns = any(t.tag_.startswith(("NN", "PRP")) for t in words)
        return nouns and len(words) <= _SOURCE and not any(t.tag_ in FINITE for t in words)
