"""Stage: attribution relations by rules, from the parse and from the quotation marks.

The parse gives the contents that stand in no marks ("Lee said the bridge was safe"); the marks give the
boundaries of what is quoted; where both speak of one cue their contents are united. The order of work:

1. a draft for each cue, by syntax;
2. each chain of stretches in marks joins the draft of the cue beside it, the draft whose clause it stands
   in, or the quotation that it carries on; layout (labels, lead-in lines, dashes) stands in for a cue;
3. what is left in marks is a floating quotation or no statement at all (a scare word, a title, …);
4. drafts become notes on the Doc.
"""

from bisect import bisect_right

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from attribution.lang.joints import joints
from attribution.lang.nouns import nouns
from attribution.lang.statements import statement_data
from attribution.pipeline.adjacency import (
    Stretch,
    TokenIndex,
    nested_stretches,
    outermost,
)
from attribution.pipeline.annotations import (
    QUESTION_ANSWER,
    Range,
    RelationNote,
    WarningNote,
    annotations,
    relation,
)
from attribution.pipeline.clauses import TokenRange, noun_phrase, own_subject
from attribution.pipeline.drafts import Draft
from attribution.pipeline.layout import dateline, labels, names_nobody
from attribution.pipeline.reading import Reading
from attribution.pipeline.spans import tidied
from attribution.pipeline.syntax import LONGEST, read_syntax

TOO_LONG = "long-sentence"
_REASONS = {"think": "thought", "believe": "thought", "wish": "thought", "plan": "plan"}
_FLOATING = 3  # fewer words in marks without a cue are no quotation
_NEAR = 3  # tokens before the marks that tell a title or a motto
_BACK = 8  # relations before a nested one among which its parent is looked for


class Relations:
    """Writes the relations of a Doc; needs marks, tags and a parse."""

    def __init__(self, language: str = "en") -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        """Annotate `doc` in place."""
        self.annotate(doc, self.predict(doc))
        return doc

    def predict(self, doc: Doc) -> list[RelationNote]:
        """The relations of `doc`, in the order of the text."""
        return _Reader(doc, self.language).notes()

    def annotate(self, doc: Doc, relations: list[RelationNote]) -> None:
        """Put the relations on the Doc, in place of earlier ones."""
        notes = annotations(doc)
        notes["relations"] = relations
        notes["warnings"] = [w for w in notes["warnings"] if w["code"] != TOO_LONG]
        notes["warnings"] += [_too_long(sentence) for sentence in doc.sents if len(sentence) > LONGEST]


def _too_long(sentence: Span) -> WarningNote:
    message = f"a sentence of more than {LONGEST} tokens was read by its quotation marks alone"
    return {"code": TOO_LONG, "message": message, "start": sentence.start_char, "end": sentence.end_char}


class _Reader:
    """Reads one Doc: the outermost marks, then what is quoted within them, then what is left over."""

    def __init__(self, doc: Doc, language: str) -> None:
        self.doc = doc
        self.language = language
        self.data = statement_data(language)
        self.marks = annotations(doc)
        self.text = self.marks["text"]
        self.tokens = TokenIndex(doc)
        self.paragraphs = [self.tokens.tokens(start, end) for start, end in self.marks["paragraphs"]]
        self.datelines = [line for p in self.paragraphs if p[0] < p[1] and (line := dateline(doc, p))]

    def notes(self) -> list[RelationNote]:
        """All relations, sorted, `parent` set."""
        outer = outermost(self.text, self.tokens, self.marks)
        inside = _insides(len(self.doc), outer)
        drafts = read_syntax(self.doc, self.language)
        reading = self._level(outer, [d for d in drafts if d.cue and inside[d.cue[0]] < 0], self.paragraphs)
        for label, words in labels(self.doc, self.paragraphs, self.marks["title_end"]):
            cue = (label[1], label[1] + 1)
            source = None if names_nobody(self.doc, label, joints(self.language).turns) else label
            draft = Draft(cue=cue, source=source, pieces=[words], frame="label", confidence=0.8)
            reading.label(draft, words)
        reading.carry_labels()
        reading.read()
        left = (self._unattached(chain, reading) for chain in reading.unowned())
        notes = self._noted(reading) + [note for note in left if note["content"]]
        nested = self._nested(outer, [d for d in drafts if d.cue and inside[d.cue[0]] >= 0], inside)
        return _with_parents(notes, nested)

    def _level(self, stretches: list[Stretch], drafts: list[Draft], paragraphs: list[TokenRange]) -> Reading:
        return Reading(self.doc, stretches, drafts, paragraphs, self.language)

    def _nested(self, outer: list[Stretch], drafts: list[Draft], inside: list[int]) -> list[RelationNote]:
        """What somebody quoted says that somebody said; a speaker's own thoughts are no second quotation."""
        inner = nested_stretches(self.text, self.tokens, self.marks, outer)
        for draft in drafts:
            assert draft.cue is not None
            home = outer[inside[draft.cue[0]]]
            draft.pieces = [p for p in draft.pieces if home.start <= p[0] and p[1] <= home.end]
        reading = self._level(inner, drafts, [(s.start, s.end) for s in outer])
        reading.read()
        kept = [d for d in reading.drafts if d.source is not None and not self._own_thought(d)]
        reading.drafts = kept
        return self._noted(reading)

    def _own_thought(self, draft: Draft) -> bool:
        assert draft.source is not None
        first_person = self.doc[draft.source[0]].lower_ in ("i", "we", "you")
        return (draft.act in _REASONS or first_person or draft.frame == "object") and not draft.quotes

    def _noted(self, reading: Reading) -> list[RelationNote]:
        made = (self._note(draft, reading) for draft in reading.drafts)
        return [note for note in made if note is not None]

    def _note(self, draft: Draft, reading: Reading) -> RelationNote | None:
        draft.source = self._past_dateline(draft.source) if draft.source else None
        content = self._merged([self._past_dateline(piece) for piece in reading.content(draft)])
        if not content or draft.cue is None:
            return None
        source = (
            self._characters(draft.source) if draft.source and draft.source[0] < draft.source[1] else None
        )
        made = relation(content, self._characters(draft.cue), tidied(self.text, source))
        made["lemma"] = draft.entry.lemma if draft.entry else self.doc[draft.cue[0]].lower_
        made["act"] = draft.act
        made["confidence"] = 0.9 if draft.quotes else draft.confidence
        made["source_confidence"] = 0.9 if source else None
        evidence = [draft.frame, *(how for _, how in draft.quotes), "" if source else "no-source"]
        if draft.frame == "label" and draft.source is None:
            evidence.append(QUESTION_ANSWER)
        made["evidence"] = [code for code in dict.fromkeys(evidence) if code]
        made["reason"] = self._reason(draft, made["lemma"])
        made["statement"] = made["reason"] is None
        return made

    def _past_dateline(self, piece: TokenRange) -> TokenRange:
        """The range without the dateline that it begins in."""
        at = bisect_right(self.datelines, (piece[0], len(self.doc))) - 1
        end = self.datelines[at][1] if at >= 0 else 0
        return (min(end, piece[1]), piece[1]) if piece[0] < end else piece

    def _reason(self, draft: Draft, lemma: str | None) -> str | None:
        """Why what the cue brings in was never stated, or None."""
        reason = _REASONS.get(draft.act)
        if reason and (not draft.quotes or lemma in self.data.thoughts):
            return reason
        if lemma in ("decline", "refuse") and self._says_nothing(draft):
            return "other"
        return "hypothetical" if draft.verb is not None and self._is_hypothetical(draft.verb) else None

    def _says_nothing(self, draft: Draft) -> bool:
        """ "declined to comment": the refusal is reported, and no words."""
        return any(self.doc[i].lower_ in self.data.nothing for piece in draft.pieces for i in range(*piece))

    def _is_hypothetical(self, verb: Token) -> bool:
        """ "as if to say", "could have said", "if he says"."""
        left = [child.lower_ for child in verb.lefts if child.dep_ in ("aux", "mark", "advmod")]
        if any(word in self.data.conjunctions for word in left):
            return True
        if any(child.tag_ == "MD" and child.lower_ in self.data.modals for child in verb.lefts):
            return True
        return (
            "to" in left
            and verb.i >= 3
            and [t.lower_ for t in self.doc[verb.i - 3 : verb.i]] == ["as", "if", "to"]
        )

    def _merged(self, pieces: list[TokenRange]) -> list[Range]:
        """Pieces in characters, sorted, those that touch joined, without those of no word (“…”, “?!”)."""
        merged: list[Range] = []
        for start, end in sorted(self._characters(piece) for piece in pieces if piece[0] < piece[1]):
            if not any(map(str.isalnum, self.text[start:end])):
                continue
            if merged and (start <= merged[-1][1] or not self.text[merged[-1][1] : start].strip(" ")):
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        return merged

    def _characters(self, piece: TokenRange) -> Range:
        return [self.tokens.starts[piece[0]], self.tokens.ends[piece[1] - 1]]

    def _unattached(self, chain: list[Stretch], reading: Reading) -> RelationNote:
        """Words in marks without a cue: a floating quotation if they are a sentence, else no statement."""
        stretch = chain[0]
        made = relation(self._merged([(each.start, each.end) for each in chain]))
        lead, tail = reading.around.lead(stretch), reading.around.tail(chain[-1])
        alone = lead[0] == lead[1] and (tail[0] == tail[1] or self.doc[tail[0]].text[0].isupper())
        if alone and stretch.is_sentence and stretch.closer != "," and stretch.words >= _FLOATING:
            in_dialogue = stretch.number in reading.alternating
            source = (
                reading.turns.get(stretch.number) if in_dialogue else self._speaker_before(stretch, reading)
            )
            made["source"] = self._characters(source) if source else None
            made["source_confidence"] = 0.6 if source else None
            how = "alternates" if in_dialogue else "sentence-before"
            made["evidence"] = ["floating", how if source else "dialogue" if in_dialogue else "no-source"]
            return made
        made["statement"], made["confidence"] = False, 0.3
        made["reason"] = self._why_not(stretch, lead, tail)
        return made

    def _speaker_before(self, stretch: Stretch, reading: Reading) -> TokenRange | None:
        """Who speaks in the sentence before, or is its one person: "Mia Sand was furious. “We waited.”" """
        draft = reading.sentence_before(stretch)
        if draft is not None and draft.source is not None:
            return draft.source if draft.source[0] < draft.source[1] else None
        if stretch.start <= stretch.paragraph[0]:
            return None
        sentence = self.doc[stretch.start - 1].sent
        who = own_subject(sentence.root)
        if who is None or who.i >= stretch.start:
            return None
        start, end = noun_phrase(who)
        rest = (t for t in sentence if not start <= t.i < end)
        others = any(t.ent_type_ == "PERSON" or (t.tag_ == "NNP" and t.dep_ == "dobj") for t in rest)
        return (start, end) if self._is_person(who, start, end) and not others else None

    def _is_person(self, head: Token, start: int, end: int) -> bool:
        """True for "he", "she", a name that the entities call a person's, and a noun for one."""
        if head.lower_ in ("he", "she") or any(t.ent_type_ == "PERSON" for t in self.doc[start:end]):
            return True
        return nouns(self.language).kind(head.lower_, plural=False) == "person"

    def _why_not(self, stretch: Stretch, lead: TokenRange, tail: TokenRange) -> str:
        """Title, motto, nickname, other by the words before the marks; title by its capitals; else scare."""
        for token in reversed(self.doc[max(lead[0], lead[1] - _NEAR) : lead[1]]):
            if (reason := self.data.reasons.get(token.lower_)) is not None:
                return reason
        inner = [t for t in self.doc[stretch.start + 1 : stretch.end - 1] if t.is_alpha]
        before = self.doc[lead[1] - 1] if lead[0] < lead[1] else None
        after = self.doc[tail[0]] if tail[0] < tail[1] else None
        if (
            before is not None
            and after is not None
            and before.tag_ == after.tag_ == "NNP"
            and len(inner) <= 2
        ):
            return "nickname"
        capitals = sum(t.text[0].isupper() for t in inner)
        return (
            "title"
            if len(inner) >= 2 and inner[-1].text[0].isupper() and capitals * 2 > len(inner)
            else "scare"
        )


def _insides(length: int, stretches: list[Stretch]) -> list[int]:
    """For each token the number of the stretch around it, or -1."""
    inside = [-1] * length
    for stretch in stretches:
        for i in range(stretch.start, stretch.end):
            inside[i] = stretch.number
    return inside


def _with_parents(notes: list[RelationNote], nested: list[RelationNote]) -> list[RelationNote]:
    """Both lists in the order of the text; the parent of a nested note is the one whose content holds it."""
    homes = [(piece, note) for note in notes for piece in note["content"]]
    homes.sort(key=lambda home: home[0])
    starts = [piece[0] for piece, _ in homes]
    parents: dict[int, RelationNote] = {}
    for note in nested:
        start, end = note["content"][0][0], note["content"][-1][1]
        at = bisect_right(starts, start) - 1
        while at >= 0 and homes[at][0][1] < end and at > bisect_right(starts, start) - _BACK:
            at -= 1
        if at >= 0 and homes[at][0][1] >= end and homes[at][0] != note["content"][0]:
            parents[id(note)] = homes[at][1]
    every = sorted(notes + [note for note in nested if id(note) in parents], key=lambda note: note["content"])
    position = {id(note): number for number, note in enumerate(every)}
    for note in every:
        if (parent := parents.get(id(note))) is not None:
            note["parent"] = position[id(parent)]
    return every


@Language.factory("attribution_relations", default_config={"language": "en"})
def create_relations(nlp: Language, name: str, language: str) -> Relations:
    """The stage, for `nlp.add_pipe("attribution_relations")`."""
    return Relations(language)
