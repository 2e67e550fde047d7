"""Stage: attribution relations by rules, from the parse and from the quotation marks.

The parse gives the contents that stand in no marks ("Lee said the bridge was safe"); the marks give the
boundaries of what is quoted; where both speak of one cue their contents are united. The order of work:

1. a draft for each cue, by syntax;
2. each chain of stretches in marks joins the draft of the cue beside it, the draft whose clause it stands
   in, or the quotation that it carries on; layout (labels, lead-in lines, dashes) stands in for a cue;
3. what is left in marks is a floating quotation or no statement at all (a scare word, a title, …);
4. drafts become notes on the Doc.
"""

from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc, Token

from attribution.pipeline.adjacency import FINITE, SENTENCE_ENDS, Neighbourhood, Stretch, TokenIndex, outermost
from attribution.pipeline.annotations import Range, RelationNote, annotations, relation
from attribution.pipeline.clauses import TokenRange, subject, trimmed
from attribution.pipeline.drafts import Draft
from attribution.pipeline.layout import after_dash, labels, lead_in
from attribution.pipeline.syntax import read_syntax, source_range

_REASONS = {"think": "thought", "believe": "thought", "wish": "thought", "plan": "plan"}
_FLOATING = 4  # fewer words in marks without a cue are no quotation
_BRIDGE = 8  # tokens between two fragments of one clause


class Relations:
    """Writes the relations of a Doc; needs marks, tags and a parse."""

    def __init__(self, language: str = "en") -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        """Annotate `doc` in place."""
        self.annotate(doc, self.predict(doc))
        return doc

    def predict(self, doc: Doc) -> list[RelationNote]:
        """The relations of `doc`, in no particular order."""
        return _Reading(doc, self.language).notes()

    def annotate(self, doc: Doc, relations: list[RelationNote]) -> None:
        """Put the relations on the Doc, in place of earlier ones, in the order of the text."""
        relations.sort(key=lambda note: note["content"])
        annotations(doc)["relations"] = relations


class _Reading:
    """One Doc being read."""

    def __init__(self, doc: Doc, language: str) -> None:
        self.doc = doc
        self.text = doc.text
        notes = annotations(doc)
        self.tokens = TokenIndex(doc)
        self.stretches = outermost(self.text, self.tokens, notes)
        self.paragraphs = [self.tokens.tokens(start, end) for start, end in notes["paragraphs"]]
        self.title_end = notes["title_end"]
        self.around = Neighbourhood(doc, self.stretches, language)
        self.drafts = [self._placed(draft) for draft in read_syntax(doc, language)]
        self.by_verb = {draft.verb.i: draft for draft in self.drafts if draft.verb is not None}
        self.owner: dict[int, Draft] = {}  # stretch number -> draft

    def notes(self) -> list[RelationNote]:
        """Everything found."""
        self._read_labels()
        for chain in self._chains():
            self._join(chain)
        for stretch in self.stretches:
            if stretch.number not in self.owner:
                self._enclose(stretch)
        made = [self._note(draft) for draft in self.drafts]
        notes = [note for note in made if note is not None]
        return notes + [self._unattached(s) for s in self.stretches if s.number not in self.owner]

    def _placed(self, draft: Draft) -> Draft:
        """Marks whether the cue stands inside quotation marks, and keeps its content on its own side."""
        assert draft.cue is not None
        home = self.around.inside[draft.cue[0]]
        draft.nested = home >= 0
        if draft.nested:
            stretch = self.stretches[home]
            draft.pieces = [p for p in draft.pieces if stretch.start <= p[0] and p[1] <= stretch.end]
        return draft

    def _chains(self) -> list[list[Stretch]]:
        """Stretches with those of later paragraphs that carry them on."""
        chains: dict[int, list[Stretch]] = {}
        home: dict[int, int] = {}
        for stretch in self.stretches:
            first = home.get(stretch.continues, stretch.number) if stretch.continues is not None else stretch.number
            home[stretch.number] = first
            chains.setdefault(first, []).append(stretch)
        return list(chains.values())

    def _read_labels(self) -> None:
        """Paragraphs of a transcript, with or without marks, and labelled headlines."""
        for label, words in labels(self.doc, self.paragraphs, self.title_end):
            draft = Draft(cue=(label[1], label[1] + 1), source=label, pieces=[words], frame="label", confidence=0.8)
            self.drafts.append(draft)
            for stretch in self.stretches:
                if label[0] - 1 <= stretch.start and stretch.end <= words[1]:
                    self.owner[stretch.number] = draft

    def _join(self, chain: list[Stretch]) -> None:
        """Give a chain to the cue beside it, or to the quotation that it carries on."""
        first, last = chain[0], chain[-1]
        if first.number in self.owner:
            return
        before, after = self.around.cue_before(first), self.around.cue_after(last)
        if before is not None:
            self._give(chain, self._draft_of(before, first), "cue-before")
        elif after is not None:
            self._give(chain, self._draft_of(after, last), "cue-after")
        elif (dash := after_dash(self.doc, last)) is not None:
            self._give(chain, self._new(dash), "dash")
        elif not self._carry_on(chain):
            self._from_line_before(chain)

    def _from_line_before(self, chain: list[Stretch]) -> None:
        """A paragraph that opens in marks after one that ends in a colon, or after a quotation of its own."""
        first = chain[0]
        if first.start > first.paragraph[0]:
            return
        number = next((n for n, p in enumerate(self.paragraphs) if p == first.paragraph), 0)
        previous = self.paragraphs[number - 1] if number else None
        if previous is None:
            return
        line = lead_in(self.doc, previous)
        if line is not None:
            draft = self.by_verb.get(line.verb.i) if line.verb is not None else None
            self._give(chain, draft or self._new(line), "lead-in")
            return
        earlier = self.stretches[first.number - 1] if first.number else None
        if earlier is None or earlier.paragraph != previous or not all(s.fills_paragraph for s in chain):
            return
        draft = self.owner.get(earlier.number)
        if draft is not None and draft.cue is not None and earlier.is_sentence and first.is_sentence:
            if self._ends_with(draft, earlier):
                self._give(chain, draft, "next-paragraph")

    def _ends_with(self, draft: Draft, stretch: Stretch) -> bool:
        """True when the paragraph ends in the quotation or in its cue's clause."""
        tail = self.around.tail(stretch)
        end = stretch.paragraph[1]
        rest = any(t.is_alpha for t in self.doc[tail[1] : end])
        return not rest and (tail[0] == tail[1] or (draft.cue is not None and tail[0] <= draft.cue[0] < tail[1]))

    def _new(self, draft: Draft) -> Draft:
        self.drafts.append(draft)
        if draft.verb is not None:
            self.by_verb[draft.verb.i] = draft
        return draft

    def _carry_on(self, chain: list[Stretch]) -> bool:
        """ "“A,” Lee said. “B.”": what follows a cue's clause belongs to it, when it is a sentence of its own."""
        first = chain[0]
        previous = self.stretches[first.number - 1] if first.number else None
        if previous is None or previous.paragraph != first.paragraph or previous.number not in self.owner:
            return False
        draft = self.owner[previous.number]
        between = self.doc[previous.end : first.start]
        if self._continues(draft, previous, first, between):
            self._give(chain, draft, "carried-on")
            return True
        return False

    def _continues(self, draft: Draft, previous: Stretch, first: Stretch, between: list[Token]) -> bool:
        if not len(between):
            return True
        ends = sum(token.lower_ in (".", "!", "?") for token in between)
        last = between[-1].lower_
        if draft.cue is not None and previous.end <= draft.cue[0] < first.start:
            return (ends == 1 and last in (".", "!", "?") and first.is_sentence) or (ends == 0 and last == ",")
        fragments = not previous.is_sentence and ends == 0 and len(between) <= _BRIDGE
        return fragments and not any(token.tag_ in FINITE for token in between)

    def _draft_of(self, verb: Token, stretch: Stretch) -> Draft:
        draft = self.by_verb.get(verb.i)
        if draft is None:
            draft = self._new(Draft(cue=(verb.i, verb.i + 1), verb=verb, entry=self.around.entry(verb), confidence=0.8))
            who = subject(verb)
            draft.source = source_range(who, verb) if who is not None else None
        if draft.source is None or self._quoted(draft.source):
            draft.source = self.around.source_beside(verb, stretch)
        return draft

    def _quoted(self, source: TokenRange) -> bool:
        return all(self.around.inside[i] >= 0 for i in range(*source))

    def _give(self, chain: list[Stretch], draft: Draft, evidence: str) -> None:
        for stretch in chain:
            self.owner[stretch.number] = draft
            draft.quotes.append((stretch.number, evidence))

    def _enclose(self, stretch: Stretch) -> None:
        """Words in marks within the clause of a cue are part of its content."""
        best = None
        for draft in self.drafts:
            if draft.nested or draft.cue is None:
                continue
            touching = any(start < stretch.end and end > stretch.start for start, end in draft.pieces)
            if touching and (best is None or best.cue is None or draft.cue[0] > best.cue[0]):
                best = draft
        if best is not None:
            self._give([stretch], best, "in-clause")

    def _content(self, draft: Draft) -> list[TokenRange]:
        """Union of what the parse and the marks say."""
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
        """ "warned “hard choices” lie ahead" and "go “there” and then “back”": a fragment's clause goes on."""
        start, end = self.around.tail(stretch)
        found: list[TokenRange] = []
        if start < end and self.doc[start].lower_ not in (",", ";", ":", "-", "–", "—", "(", *SENTENCE_ENDS):
            stop = next((t.i for t in self.doc[start:end] if t.lower_ in (",", ";") and self._cue_follows(t)), end)
            first = self.doc[start]
            if first.tag_ in FINITE or first.tag_ in ("MD", "TO", "IN", "VBN") or end < stretch.paragraph[1] and self.around.inside[end] >= 0 and self.owner.get(self.around.inside[end]) is draft:
                found.append(trimmed(self.doc, start, stop))
        return found

    def _cue_follows(self, comma: Token) -> bool:
        return comma.i + 1 < len(self.doc) and self.around.entry(comma.nbor()) is not None

    def _clipped(self, piece: TokenRange, draft: Draft) -> TokenRange | None:
        """The part of a parsed piece that the marks leave to it: whole quoted sentences end what they open."""
        start, end = piece
        for number, _ in draft.quotes:
            stretch = self.stretches[number]
            if stretch.is_sentence and start < stretch.end and end > stretch.start:
                return (start, stretch.start) if start < stretch.start - 1 else None
        return piece

    def _note(self, draft: Draft) -> RelationNote | None:
        content = self._merged(self._content(draft), draft)
        if not content or draft.cue is None or draft.nested:
            return None
        if draft.source is not None and draft.source[0] >= draft.source[1]:
            draft.source = None
        source = self._characters(draft.source) if draft.source else None
        made = relation(content, self._characters(draft.cue), source)
        made["lemma"] = draft.entry.lemma if draft.entry else self.doc[draft.cue[0]].lower_
        made["act"] = draft.act
        made["confidence"] = 0.9 if draft.quotes else draft.confidence
        made["source_confidence"] = 0.9 if source else None
        evidence = [draft.frame, *(how for _, how in draft.quotes), "" if source else "no-source"]
        made["evidence"] = [code for code in dict.fromkeys(evidence) if code]
        reason = _REASONS.get(draft.act)
        if reason and not draft.quotes:
            made["statement"], made["reason"] = False, reason
        return made

    def _merged(self, pieces: list[TokenRange], draft: Draft) -> list[Range]:
        """Pieces in characters, sorted, those that touch joined; never over the cue or a paragraph's end."""
        merged: list[Range] = []
        for start, end in sorted(self._characters(piece) for piece in pieces if piece[0] < piece[1]):
            if merged and (start <= merged[-1][1] or not self.text[merged[-1][1] : start].strip(" ")):
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        return merged

    def _characters(self, piece: TokenRange) -> Range:
        return [self.tokens.starts[piece[0]], self.tokens.ends[piece[1] - 1]]

    def _unattached(self, stretch: Stretch) -> RelationNote:
        made = relation([self._characters((stretch.start, stretch.end))])
        made["statement"], made["reason"], made["confidence"] = False, "scare", 0.3
        return made


@Language.factory("attribution_relations", default_config={"language": "en"})
def create_relations(nlp: Language, name: str, language: str) -> Relations:
    """The stage, for `nlp.add_pipe("attribution_relations")`."""
    return Relations(language)
