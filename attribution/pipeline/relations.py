"""Stage: attribution relations by rules, from the parse and from the quotation marks.

The parse gives the contents that stand in no marks ("Lee said the bridge was safe"); the marks give the
boundaries of what is quoted; where both speak of one cue their contents are united. The order of work:

1. a draft for each cue, by syntax;
2. each stretch in marks joins the draft of the cue beside it, the draft whose clause it stands in, or the
   quotation that it carries on;
3. what is left in marks is a floating quotation or no statement at all (a scare word, a title, …);
4. drafts become notes on the Doc.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

from attribution.pipeline.adjacency import Neighbourhood, Stretch, outermost
from attribution.pipeline.annotations import Range, RelationNote, annotations, relation
from attribution.pipeline.clauses import TokenRange, noun_phrase, own_subject, subject, trimmed
from attribution.pipeline.drafts import Draft
from attribution.pipeline.syntax import read_syntax, source_range

_REASONS = {"think": "thought", "believe": "thought", "wish": "thought", "plan": "plan"}
_FLOATING_WORDS = 4  # fewer words in marks without a cue are no quotation


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
        notes = annotations(doc)
        stretches = outermost(doc, notes)
        return _Reading(doc, stretches, self.language).notes()

    def annotate(self, doc: Doc, relations: list[RelationNote]) -> None:
        """Put the relations on the Doc, in place of earlier ones, in the order of the text."""
        relations.sort(key=lambda note: note["content"])
        annotations(doc)["relations"] = relations


class _Reading:
    """One Doc being read."""

    def __init__(self, doc: Doc, stretches: list[Stretch], language: str) -> None:
        self.doc = doc
        self.stretches = stretches
        self.around = Neighbourhood(doc, stretches, language)
        self.drafts = [self._placed(draft) for draft in read_syntax(doc, language)]
        self.by_verb = {draft.verb.i: draft for draft in self.drafts if draft.verb is not None}
        self.owner: dict[int, Draft] = {}  # stretch number -> draft

    def notes(self) -> list[RelationNote]:
        for stretch in self.stretches:
            self._join(stretch)
        for stretch in self.stretches:
            if stretch.number not in self.owner:
                self._enclose(stretch)
        made = [self._note(draft) for draft in self.drafts]
        notes = [note for note in made if note is not None]
        notes += [self._unattached(s) for s in self.stretches if s.number not in self.owner]
        return notes

    def _placed(self, draft: Draft) -> Draft:
        """Marks whether the cue stands inside quotation marks, and keeps its content on its own side."""
        assert draft.cue is not None
        home = self.around.inside[draft.cue[0]]
        draft.nested = home >= 0
        if draft.nested:
            stretch = self.stretches[home]
            draft.pieces = [p for p in draft.pieces if stretch.start <= p[0] and p[1] <= stretch.end]
        return draft

    def _join(self, stretch: Stretch) -> None:
        """Give the stretch to the cue beside it or to the quotation that it carries on."""
        if stretch.continues is not None and stretch.continues in self.owner:
            self._give(stretch, self.owner[stretch.continues], "continued-paragraph")
            return
        after = self.around.cue_after(stretch)
        before = self._before(stretch)
        if after is not None and before is None:
            self._give(stretch, self._draft_of(after, stretch), "cue-after")
        elif before is not None:
            self._give(stretch, before, "cue-before")
        else:
            self._carry_on(stretch)

    def _before(self, stretch: Stretch) -> Draft | None:
        verb = self.around.cue_before(stretch)
        if verb is None:
            return None
        return self._draft_of(verb, stretch)

    def _carry_on(self, stretch: Stretch) -> None:
        """ "“A,” Lee said. “B.”": what follows a cue's clause belongs to it, when it is a sentence of its own."""
        previous = self.stretches[stretch.number - 1] if stretch.number else None
        if previous is None or previous.paragraph != stretch.paragraph or previous.number not in self.owner:
            return
        draft = self.owner[previous.number]
        between = self.doc[previous.end : stretch.start]
        if not len(between):
            self._give(stretch, draft, "carried-on")
            return
        if draft.cue is None or not previous.end <= draft.cue[0] < stretch.start:
            return
        sentences = sum(t.lower_ in (".", "!", "?") for t in between)
        last = between[-1].lower_
        if (sentences == 1 and last in (".", "!", "?") and stretch.is_sentence) or (sentences == 0 and last == ","):
            self._give(stretch, draft, "carried-on")

    def _draft_of(self, verb: Token, stretch: Stretch) -> Draft:
        draft = self.by_verb.get(verb.i)
        if draft is None:
            draft = Draft(cue=(verb.i, verb.i + 1), verb=verb, entry=self.around.entry(verb), confidence=0.8)
            who = subject(verb)
            draft.source = source_range(who, verb) if who is not None else None
            self.by_verb[verb.i] = draft
            self.drafts.append(draft)
        if draft.source is None or self._quoted(draft.source):
            draft.source = self.around.source_beside(verb, stretch)
        return draft

    def _quoted(self, source: TokenRange) -> bool:
        return all(self.around.inside[i] >= 0 for i in range(*source))

    def _give(self, stretch: Stretch, draft: Draft, evidence: str) -> None:
        self.owner[stretch.number] = draft
        draft.quotes.append(stretch.number)
        draft.evidence.append(evidence)

    def _enclose(self, stretch: Stretch) -> None:
        """Words in marks within the clause of a cue are part of its content."""
        best = None
        for draft in self.drafts:
            if draft.nested:
                continue
            touching = [p for p in draft.pieces if p[0] < stretch.end and p[1] > stretch.start]
            if touching and (best is None or draft.cue[0] > best.cue[0]):
                best = draft
        if best is not None:
            self._give(stretch, best, "in-clause")

    def _content(self, draft: Draft) -> list[TokenRange]:
        """Union of what the parse and the marks say."""
        quotes = [self.stretches[n] for n in draft.quotes]
        if not quotes:
            return draft.pieces
        pieces = [(s.start, s.end) for s in quotes]
        adjacent = [s for s, e in zip(quotes, draft.evidence, strict=False) if e != "in-clause"]
        for piece in draft.pieces:
            piece = self._clipped(piece, draft)
            if piece is None:
                continue
            pieces.append(piece)
        for stretch in adjacent:
            if draft.cue is not None and stretch.end <= draft.cue[0]:
                lead = trimmed(self.doc, *self.around.lead(stretch))
                if lead[1] - lead[0] > 1 and self.doc[stretch.start - 1].lower_ not in (",", ":"):
                    pieces.append(lead)
        return pieces

    def _clipped(self, piece: TokenRange, draft: Draft) -> TokenRange | None:
        """The part of a parsed piece that the marks leave to it: whole quoted sentences end what they open."""
        for number in draft.quotes:
            stretch = self.stretches[number]
            if stretch.is_sentence and piece[0] < stretch.end and piece[1] > stretch.start:
                start, end = piece
                return (start, stretch.start) if start < stretch.start - 1 else None
        return piece

    def _note(self, draft: Draft) -> RelationNote | None:
        content = self._merged(self._content(draft), draft)
        if not content or draft.cue is None:
            return None
        if draft.nested:
            return None
        if draft.source is None and draft.act != "believe":
            draft.evidence.append("no-source")
        source = self._characters(draft.source) if draft.source and draft.source[0] < draft.source[1] else None
        made = relation(content, self._characters(draft.cue), source)
        made["lemma"] = draft.entry.lemma if draft.entry else self.doc[draft.cue[0]].lower_
        made["act"] = draft.act
        made["confidence"] = 0.9 if draft.quotes else draft.confidence
        made["source_confidence"] = 0.9 if source else None
        made["evidence"] = [*([draft.frame] if draft.frame else []), *dict.fromkeys(draft.evidence)]
        reason = _REASONS.get(draft.act)
        if reason and not draft.quotes:
            made["statement"], made["reason"] = False, reason
        return made

    def _merged(self, pieces: list[TokenRange], draft: Draft) -> list[Range]:
        """Pieces in characters, sorted, those that touch joined; never over the cue or a paragraph's end."""
        spans = sorted(self._characters(piece) for piece in pieces if piece[0] < piece[1])
        merged: list[Range] = []
        for start, end in spans:
            if merged and (start <= merged[-1][1] or not self.doc.text[merged[-1][1] : start].strip(" ")):
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        return merged

    def _characters(self, piece: TokenRange) -> Range:
        first, last = self.doc[piece[0]], self.doc[piece[1] - 1]
        return [first.idx, last.idx + len(last)]

    def _unattached(self, stretch: Stretch) -> RelationNote:
        made = relation([self._characters((stretch.start, stretch.end))])
        made["statement"], made["reason"], made["confidence"] = False, "scare", 0.3
        return made


@Language.factory("attribution_relations", default_config={"language": "en"})
def create_relations(nlp: Language, name: str, language: str) -> Relations:
    """The stage, for `nlp.add_pipe("attribution_relations")`."""
    return Relations(language)
