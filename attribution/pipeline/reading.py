"""Gives each stretch in quotation marks to the cue that brings it in, and unites marks and parse."""

from bisect import bisect_left
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from attribution.pipeline.adjacency import FINITE, SENTENCE_ENDS, Neighbourhood, Stretch
from attribution.pipeline.annotations import annotations
from attribution.pipeline.clauses import TokenRange, subject, trimmed
from attribution.pipeline.drafts import Draft
from attribution.pipeline.layout import after_dash, lead_in
from attribution.pipeline.syntax import source_range

_BRIDGE = 8  # tokens between two fragments of one clause
_LABEL = 10  # tokens that a label before a colon may have
_LINE = 12  # words that a line of a dialogue may have
_TURNS = 3  # lines that show a dialogue
_CARRIES_CLAUSE = FINITE | {"MD", "TO", "IN", "VBN"}
_CLOSES_CLAUSE = frozenset({",", ";", ":", "-", "–", "—", "("}) | SENTENCE_ENDS


class Reading:
    """One level of quotation marks being read: the outermost one, or what stands in marks within it."""

    def __init__(
        self,
        doc: Doc,
        stretches: list[Stretch],
        drafts: list[Draft],
        paragraphs: list[TokenRange],
        language: str,
    ) -> None:
        self.doc = doc
        self.stretches = stretches
        self.drafts = drafts
        self.paragraphs = paragraphs
        self.number_of = {paragraph: number for number, paragraph in enumerate(paragraphs)}
        self.around = Neighbourhood(doc, stretches, language)
        self.by_verb = {draft.verb.i: draft for draft in drafts if draft.verb is not None}
        self.by_cue = {draft.cue[0]: draft for draft in drafts if draft.cue is not None}
        self.cues = sorted(self.by_cue)
        self.ends = [token.i for token in doc if token.lower_ in SENTENCE_ENDS]
        self.owner: dict[int, Draft] = {}  # stretch number -> draft
        self.turns: dict[int, TokenRange] = {}  # stretch number -> who speaks, as far as a source says it
        self.alternating: set[int] = set()  # stretches that are lines of a dialogue without names

    def read(self) -> None:
        """Join every stretch that has an owner to its draft."""
        for chain in self._chains():
            self._join(chain)
        covering = self._covering()
        for stretch in self.stretches:
            if stretch.number not in self.owner:
                found = next((covering[i] for i in range(stretch.start, stretch.end) if i in covering), None)
                if found is not None:
                    self._give([stretch], found, "in-clause")
                else:
                    self._carry_on([stretch])

    def label(self, draft: Draft, words: TokenRange) -> None:
        """Take a labelled paragraph for a quotation, with the stretches in it."""
        self.drafts.append(draft)
        for number in {self.around.inside[i] for i in range(*words)} - {-1}:
            self.owner[number] = draft

    def carry_labels(self) -> None:
        """Give labelled quotations what carries them on in paragraphs without a label."""
        for stretch in self.stretches:
            draft = self.owner.get(stretch.continues) if stretch.continues is not None else None
            if draft is not None and draft.frame == "label" and stretch.number not in self.owner:
                self.owner[stretch.number] = draft
                draft.pieces.append((stretch.start, stretch.end))

    def unowned(self) -> list[list[Stretch]]:
        """Stretches that belong to no cue, each with those that carry it on."""
        chains = ([s for s in chain if s.number not in self.owner] for chain in self._chains())
        return [chain for chain in chains if chain]

    def _chains(self) -> list[list[Stretch]]:
        """Stretches with those of later paragraphs that carry them on."""
        chains: dict[int, list[Stretch]] = {}
        home: dict[int, int] = {}
        for stretch in self.stretches:
            first = (
                home.get(stretch.continues, stretch.number)
                if stretch.continues is not None
                else stretch.number
            )
            home[stretch.number] = first
            chains.setdefault(first, []).append(stretch)
        return list(chains.values())

    def _covering(self) -> dict[int, Draft]:
        """Token -> the draft of the last cue whose parsed content holds it."""
        covering: dict[int, Draft] = {}
        for draft in sorted(self.drafts, key=lambda d: d.cue or (0, 0)):
            for piece in draft.pieces:
                covering |= dict.fromkeys(range(*piece), draft)
        return covering

    def _join(self, chain: list[Stretch]) -> None:
        """Give a chain to the cue beside it, or to the quotation that it carries on."""
        first, last = chain[0], chain[-1]
        if first.number in self.owner:
            return
        before, after = self.around.cue_before(first), self.around.cue_after(last)
        if before is not None:
            draft = self._draft_of(before, first)
            self._give(chain, draft, "cue-before")
            if after is not None and after.i in self.by_verb and first.is_sentence:
                self.by_verb[after.i].pieces = []  # "Lee said: “…,” he said." is one quotation
                draft.second_cue = after.i
        elif after is not None:
            self._give(chain, self._draft_of(after, last), "cue-after")
        elif (label := self._label_before(first)) is not None:
            self._give(chain, self._new(label), "label")
        elif (dash := after_dash(self.doc, last, self._end_beside(last))) is not None:
            self._give(chain, self._new(dash), "dash")
        elif (clause := self._clause_before(first)) is not None:
            self._give(chain, clause, "in-clause")
        elif not self._carry_on(chain):
            self._from_line_before(chain)

    def _label_before(self, stretch: Stretch) -> Draft | None:
        """ "Mayor Ann Lee: “…”": a name without a verb and a colon, from the start of the sentence."""
        start, end = self.around.lead(stretch)
        words = self.doc[start : end - 1]
        if end - start < 2 or self.doc[end - 1].lower_ != ":" or len(words) > _LABEL:
            return None
        if any(t.tag_.startswith(("VB", "MD")) for t in words) or not any(
            t.tag_ in ("NNP", "NNPS") for t in words
        ):
            return None
        return Draft(cue=(end - 1, end), source=(start, end - 1), frame="label", confidence=0.8)

    def _clause_before(self, stretch: Stretch) -> Draft | None:
        """ "said it would pay half, “but not for gulls”": a fragment that goes on from a parsed clause."""
        end = stretch.start
        if stretch.is_sentence or not stretch.opener.islower() or end <= stretch.paragraph[0] + 1:
            return None
        if self.doc[end - 1].lower_ == ",":
            end -= 1
        return next((d for d in self._near(end) if any(last == end for _, last in d.pieces)), None)

    def _near(self, end: int) -> Iterator[Draft]:
        """The drafts of the last cues before a token, the nearest first."""
        at = bisect_left(self.cues, end)
        return (self.by_cue[cue] for cue in reversed(self.cues[max(at - _TURNS, 0) : at]))

    def _end_beside(self, stretch: Stretch) -> int:
        """Where the next stretch begins, or the paragraph ends."""
        after = stretch.number + 1
        end = stretch.paragraph[1]
        return min(end, self.stretches[after].start) if after < len(self.stretches) else end

    def _from_line_before(self, chain: list[Stretch]) -> None:
        """A paragraph that opens in marks after one that ends in a colon, or after a quotation of its own."""
        first = chain[0]
        number = self.number_of.get(first.paragraph, 0)
        if first.start > first.paragraph[0] or not number:
            return
        previous = self.paragraphs[number - 1]
        if self.doc[previous[0]].idx < annotations(self.doc)["title_end"] <= self.doc[first.start].idx:
            return
        line = lead_in(self.doc, previous)
        if line is not None:
            draft = self.by_verb.get(line.verb.i) if line.verb is not None else None
            self._give(chain, draft or self._new(line), "lead-in")
            return
        earlier = self.stretches[first.number - 1] if first.number else None
        if earlier is None or earlier.paragraph != previous or not _fills_paragraphs(chain):
            return
        if self._dialogue(earlier, first):
            self._alternate(earlier, first)
        elif (owner := self._paragraph_owner(earlier)) is not None and first.is_sentence and chain[-1].closed:
            self._give(chain, owner, "next-paragraph")

    def _alternate(self, earlier: Stretch, first: Stretch) -> None:
        """A line of a dialogue without a name: of two voices, the one that did not speak last."""
        self.alternating.add(first.number)
        before, last = self.turns.get(first.number - 2), self.turns.get(first.number - 1)
        lines = range(max(earlier.number - _TURNS, 0), earlier.number + 1)
        voices = {self.turns[number] for number in lines if number in self.turns}
        if before is not None and before != last and len(voices) == 2:
            self.turns[first.number] = before

    def _paragraph_owner(self, earlier: Stretch) -> Draft | None:
        """The draft of a quotation that its paragraph ends with, its cue's clause aside."""
        draft = self.owner.get(earlier.number)
        whole = draft is not None and draft.cue is not None and earlier.is_sentence
        return draft if draft is not None and whole and self._ends_with(draft, earlier) else None

    def _ends_with(self, draft: Draft, stretch: Stretch) -> bool:
        """True when the paragraph ends in the quotation or in its cue's clause."""
        start, end = self.around.tail(stretch)
        rest = any(t.is_alpha for t in self.doc[end : stretch.paragraph[1]])
        return not rest and (start == end or (draft.cue is not None and start <= draft.cue[0] < end))

    def _dialogue(self, earlier: Stretch, first: Stretch) -> bool:
        """True when short lines of several speakers, a question among them, went before."""
        before = self.stretches[max(earlier.number - _TURNS, 0) : earlier.number]
        lines = [*before, earlier, first]
        speakers = {self.turns[s.number] for s in (*before, earlier) if s.number in self.turns}
        return (
            len(speakers) > 1 and any(s.closer == "?" for s in lines) and all(s.words <= _LINE for s in lines)
        )

    def _new(self, draft: Draft) -> Draft:
        self.drafts.append(draft)
        if draft.verb is not None:
            self.by_verb[draft.verb.i] = draft
        return draft

    def _carry_on(self, chain: list[Stretch]) -> bool:
        """ "“A,” Lee said. “B.”": what follows a cue's clause belongs to it, if it is a sentence."""
        first = chain[0]
        previous = self.stretches[first.number - 1] if first.number else None
        if previous is not None and previous.paragraph == first.paragraph and previous.number in self.owner:
            draft = self.owner[previous.number]
            if self._continues(draft, previous, first):
                self._give(chain, draft, "carried-on")
                return True
        trailing = self.sentence_before(first) if first.is_sentence else None
        if trailing is None or not trailing.pieces or trailing.quotes or trailing.cue is None:
            return False
        if max(end for _, end in trailing.pieces) > trailing.cue[0]:
            return False
        self._give(chain, trailing, "carried-on")
        return True

    def sentence_before(self, stretch: Stretch) -> Draft | None:
        """The draft of the last cue in the sentence right before the stretch, in its paragraph."""
        at = bisect_left(self.cues, stretch.start) - 1
        if at < 0 or self.cues[at] < stretch.paragraph[0]:
            return None
        first = bisect_left(self.ends, self.cues[at])
        ends_there = first < len(self.ends) and self.ends[first] == stretch.start - 1
        return self.by_cue[self.cues[at]] if ends_there else None

    def _continues(self, draft: Draft, previous: Stretch, first: Stretch) -> bool:
        between = self.doc[previous.end : first.start]
        if not len(between):
            return True
        ends = sum(token.lower_ in (".", "!", "?") for token in between)
        last = between[-1].lower_
        cues = [draft.cue[0]] if draft.cue else []
        cues += [draft.second_cue] if draft.second_cue is not None else []
        if any(previous.end <= cue < first.start for cue in cues):
            return (ends == 1 and last in (".", "!", "?") and first.is_sentence) or (
                ends == 0 and last == ","
            )
        fragments = not previous.is_sentence and ends == 0 and len(between) <= _BRIDGE
        return fragments and not any(token.tag_ in FINITE for token in between)

    def _draft_of(self, verb: Token, stretch: Stretch) -> Draft:
        draft = self.by_verb.get(verb.i)
        if draft is None:
            entry = self.around.entry(verb)
            draft = self._new(Draft(cue=(verb.i, verb.i + 1), verb=verb, entry=entry, confidence=0.8))
            who = subject(verb)
            draft.source = source_range(who, verb) if who is not None else None
        inverted = stretch.end <= verb.i
        if inverted and draft.frame not in ("", "clause", "according-to"):
            draft.pieces = []  # "“…?” asked the coroner": who asks looks like what is asked
        if draft.source is None or self._quoted(draft.source):
            draft.source = self.around.source_beside(verb, stretch)
        return draft

    def _quoted(self, source: TokenRange) -> bool:
        return all(self.around.inside[i] >= 0 for i in range(*source))

    def _give(self, chain: list[Stretch], draft: Draft, evidence: str) -> None:
        for stretch in chain:
            self.owner[stretch.number] = draft
            if draft.source is not None:
                self.turns[stretch.number] = draft.source
            draft.quotes.append((stretch.number, evidence))

    def content(self, draft: Draft) -> list[TokenRange]:
        """Union of what the parse and the marks say, in tokens."""
        if not draft.quotes:
            return draft.pieces
        pieces = [piece for p in draft.pieces if (piece := self._clipped(p, draft)) is not None]
        for number, how in draft.quotes:
            stretch = self.stretches[number]
            pieces.append((stretch.start, stretch.end))
            if how == "cue-after":
                pieces += self._sentence_before(stretch)
            elif how in ("cue-before", "carried-on") and not stretch.is_sentence:
                pieces += self._rest_of_clause(draft, stretch)
        return pieces

    def _sentence_before(self, stretch: Stretch) -> list[TokenRange]:
        """ "The plan was “dead on arrival,” Lee said": what leads up to the marks is said too."""
        lead = trimmed(self.doc, *self.around.lead(stretch))
        if lead[1] - lead[0] < 2 or self.doc[stretch.start - 1].lower_ in (",", ":") or stretch.is_sentence:
            return []
        return [lead]

    def _rest_of_clause(self, draft: Draft, stretch: Stretch) -> list[TokenRange]:
        """ "warned “hard choices” lie ahead", "go “in” and then “out”": a fragment's clause goes on."""
        start, end = self.around.tail(stretch)
        if start >= end or self.doc[start].lower_ in _CLOSES_CLAUSE:
            return []
        following = self.around.inside[end] if end < stretch.paragraph[1] else -1
        bridge = following >= 0 and self.owner.get(following) is draft
        if not bridge and self.doc[start].tag_ not in _CARRIES_CLAUSE:
            return []
        commas = (t.i for t in self.doc[start:end] if t.lower_ in (",", ";") and self._cue_follows(t))
        return [trimmed(self.doc, start, next(commas, end))]

    def _cue_follows(self, comma: Token) -> bool:
        return comma.i + 1 < len(self.doc) and self.around.entry(comma.nbor()) is not None

    def _clipped(self, piece: TokenRange, draft: Draft) -> TokenRange | None:
        """The part of a parsed piece that the marks leave to it: a quoted sentence ends what it opens."""
        start, end = piece
        for number, _ in draft.quotes:
            stretch = self.stretches[number]
            if stretch.is_sentence and start < stretch.end and end > stretch.start:
                words = sum(token.is_alpha for token in self.doc[start : stretch.start])
                return (start, stretch.start) if words > 1 else None
        return piece


def _fills_paragraphs(chain: list[Stretch]) -> bool:
    """True when nothing stands outside the stretches in the paragraphs that they stand in."""
    starts, ends = {s.start for s in chain}, {s.end for s in chain}
    return all(
        (s.start <= s.paragraph[0] or s.start in ends) and (s.end >= s.paragraph[1] or s.end in starts)
        for s in chain
    )
