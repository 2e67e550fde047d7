"""Reads attribution relations off the parse: for each cue its content, by the frames of its entry."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from attribution.lang.cues import CueEntry, cues_by_form
from attribution.lang.statements import statement_data
from attribution.pipeline.clauses import (
    RELATIVE,
    TokenRange,
    agent,
    is_passive,
    noun_phrase,
    own_subject,
    runs,
    subject,
    subtree,
    trimmed,
)
from attribution.pipeline.drafts import Draft

_COMPLEMENT = ("dobj", "oprd", "attr", "acomp", "ccomp", "xcomp", "prep", "advcl")
LONGEST = 400  # tokens
_REACH = 14  # tokens after a verb within which its "that" is looked for
_MARKS = frozenset('"“”„«»‘')
_OBJECT_PREPOSITIONS = frozenset({"of", "for", "as", "over", "about"})
_CONFIDENCE = {"clause": 0.8, "predicate": 0.7, "infinitive": 0.65, "object": 0.55, "preposition": 0.6}


def read_syntax(doc: Doc, language: str) -> list[Draft]:
    """A draft for each cue of `doc`, with or without content, in the order of the text.

    Sentences of more than `LONGEST` tokens are left to the marks: the clauses of a list nest without end.
    """
    return _Syntax(language).read(doc)


class _Syntax:
    """Reads one Doc; `shared` holds the cues that take the subject of an earlier cue, by token index."""

    def __init__(self, language: str) -> None:
        self.index = cues_by_form(language)
        self.data = statement_data(language)
        self.shared: dict[int, Token] = {}

    def read(self, doc: Doc) -> list[Draft]:
        sentences = (sentence for sentence in doc.sents if len(sentence) <= LONGEST)
        drafts = (self._draft(token) for sentence in sentences for token in sentence)
        return [draft for draft in drafts if draft is not None]

    def _draft(self, token: Token) -> Draft | None:
        entries = self.index.get(token.lower_)
        if entries is None:
            return self._according_to(token) if token.lower_ == "according" else None
        if token.tag_.startswith("V") and token.dep_ not in ("amod", "aux"):
            entry = _fitting(token, entries)
            return self._verb_draft(token, entry) if entry else None
        if token.tag_.startswith("NN"):
            noun = next((entry for entry in entries if entry.kind == "noun"), None)
            return _noun_draft(token, noun) if noun else None
        return None

    def _verb_draft(self, verb: Token, entry: CueEntry) -> Draft | None:
        who = subject(self.shared.get(verb.i, verb))
        if self._is_none(verb, who):
            return None
        draft = Draft(cue=(verb.i, verb.i + 1), verb=verb, entry=entry)
        for frame, pieces, cue_end in self._contents(verb, entry):
            draft.pieces = [piece for piece in (trimmed(verb.doc, *p) for p in pieces) if piece[0] < piece[1]]
            if draft.pieces:
                draft.frame, draft.confidence = frame, _CONFIDENCE[frame]
                draft.cue = (verb.i, cue_end)
                break
        if who is not None:
            draft.source = source_range(who, verb)
        return draft

    def _contents(self, verb: Token, entry: CueEntry) -> Iterator[tuple[str, list[TokenRange], int]]:
        """Candidate contents in the order of preference: frame, pieces, end of the cue."""
        end = verb.i + 1
        passive = is_passive(verb)
        if "clause" in entry.frames and (pieces := self._clause(verb)):
            yield "clause", pieces, end
        if {"clause", "object"} <= entry.frames and (pieces := _gerund(verb)):
            yield "infinitive", pieces, end
        if "infinitive" in entry.frames and (
            pieces := _infinitive(verb, passive, entry.act == "ask" and "object" not in entry.frames)
        ):
            yield "infinitive", pieces, end
        if passive and agent(verb) is None:
            return
        if "predicate" in entry.frames and (pieces := _predicate(verb, passive)):
            yield "predicate", pieces, end
        for child in _prepositions(verb) if entry.prepositions else ():
            if child.lower_ in entry.prepositions:
                inner = [w for w in child.rights if w.dep_ in ("pobj", "pcomp")]
                if inner:
                    cue_end = child.i + 1 if child.i == verb.i + 1 else end
                    yield "preposition", [(inner[0].left_edge.i, child.right_edge.i + 1)], cue_end
        if "object" in entry.frames and (pieces := _object(verb, passive)):
            yield "object", pieces, end

    def _clause(self, verb: Token) -> list[TokenRange]:
        # "he said it was so, she said not": with a clause on both sides the one before is another sentence
        for child in (*verb.rights, *verb.lefts):
            if child.dep_ == "ccomp":
                below = sorted(t.i for t in child.subtree)
                return self._before_next_cue(verb, child, list(runs(below)))
        if verb.i + 1 < len(verb.doc) and verb.nbor().lower_ == ":":
            return _after_colon(verb)
        if verb.dep_ == "parataxis" or (verb.dep_ == "advcl" and _marked_as(verb)):
            return _around(verb, verb.head)
        return _that_clause(verb) or _before_comma(verb)

    def _before_next_cue(self, verb: Token, clause: Token, pieces: list[TokenRange]) -> list[TokenRange]:
        """ "said he was sorry and promised to go": the second cue is no part of the first's content.

        Only a verb in the cue's own tense, or a participle after a comma, is taken for one.
        """
        for token in clause.subtree:
            if token.i <= clause.i or token.i <= verb.i:
                continue
            if token.lower_ == "according" and token.nbor(-1).lower_ == ",":
                return [(start, min(end, token.i - 1)) for start, end in pieces if start < token.i - 1]
            if token.dep_ not in ("conj", "advcl"):
                continue
            finite = token.dep_ == "conj" and token.tag_ == verb.tag_ and clause.i > verb.i
            participle = token.tag_ == "VBG" and token.dep_ == "advcl" and token.nbor(-1).lower_ == ","
            if (finite or participle) and self._is_cue(token):
                self.shared[token.i] = verb
                cut = _clause_start(token)
                return [(start, min(end, cut)) for start, end in pieces if start < cut]
        return pieces

    def _is_none(self, verb: Token, who: Token | None) -> bool:
        """True where nothing is reported: "asked not to be named", "experience shows", "Ask us"."""
        if who is not None and who.lower_ in self.data.abstract:
            return True
        if verb.tag_ == "VBN" and verb.dep_ == "acl" and agent(verb) is None:
            return True
        if verb.tag_ == "VB" and who is None and verb.dep_ == "ROOT":
            return True
        wish = next((c for c in verb.rights if c.dep_ == "xcomp"), None)
        return (
            wish is not None
            and wish.lower_ in self.data.anonymity
            and any(c.dep_ == "neg" for c in wish.lefts)
        )

    def _is_cue(self, token: Token) -> bool:
        entries = self.index.get(token.lower_, ())
        return any(entry.kind == "verb" and "clause" in entry.frames for entry in entries)

    def _according_to(self, token: Token) -> Draft | None:
        if token.i + 1 >= len(token.doc) or token.nbor().lower_ != "to":
            return None
        to = token.nbor()
        who = next((w for w in to.children if w.dep_ == "pobj"), None)
        if who is None or who.tag_ in RELATIVE or who.lower_ in self.data.standards:
            return None
        clause = token.head
        while clause.head != clause and not clause.tag_.startswith(("V", "MD")):
            clause = clause.head
        pieces = [trimmed(token.doc, *run) for run in _around(token, clause)]
        pieces = [(start, end) for start, end in pieces if end - start > 1]
        start, end = noun_phrase(who)
        return Draft(
            cue=(token.i, to.i + 1), verb=token, source=(start, end), pieces=pieces, frame="according-to",
            confidence=0.85,
        )  # fmt: skip


def _fitting(token: Token, entries: tuple[CueEntry, ...]) -> CueEntry | None:
    """The entry whose particle or fixed object stands beside the verb; a plain one where none does."""
    plain = None
    for entry in entries:
        if entry.kind != "verb":
            continue
        if entry.particle:
            if any(child.lower_ == entry.particle for child in token.rights):
                return entry
        elif entry.object:
            if token.i + 1 < len(token.doc) and token.nbor().lower_ == entry.object:
                return entry
        else:
            plain = entry
    return plain


def source_range(who: Token, verb: Token) -> TokenRange:
    """The phrase around the subject, on its own side of the verb."""
    start, end = noun_phrase(who)
    if who.i < verb.i:
        end = min(end, verb.i)
    else:
        start = max(start, verb.i + 1)
    while end > start and verb.doc[end - 1].tag_ in RELATIVE:
        end -= 1
    return trimmed(verb.doc, start, end)


def _clause_start(verb: Token) -> int:
    """Where the coordinated clause of `verb` begins, its conjunction and comma included."""
    start = verb.left_edge.i
    while start > 0 and verb.doc[start - 1].lower_ in (",", "and", "but", "also"):
        start -= 1
    return start


def _that_clause(verb: Token) -> list[TokenRange]:
    """ "wrote in a journal that …": a clause that the parse hung on a word in between."""
    for token in verb.doc[verb.i + 1 : min(verb.i + _REACH, verb.sent.end)]:
        if token.tag_ in ("VBD", "VBZ", "VBP", "MD", ",", ":"):
            return []
        if token.lower_ == "that" and token.tag_ in ("IN", "WDT") and token.nbor(-1).tag_ != "IN":
            return [(token.i, token.head.right_edge.i + 1)]
    return []


def _after_colon(verb: Token) -> list[TokenRange]:
    """ "Lee tweeted: The bridge is safe.": without marks, all to the end of the paragraph."""
    start = end = verb.i + 2
    while end < len(verb.doc) and "\n" not in verb.doc[end].text:
        if verb.doc[end].is_quote and verb.doc[end].text in _MARKS:
            return []
        end += 1
    return [(start, end)] if start < end else []


def _marked_as(verb: Token) -> bool:
    after_as = verb.i >= 2 and verb.nbor(-2).lower_ == "if"
    return not after_as and any(
        child.lower_ == "as" and child.dep_ in ("mark", "advmod", "prep") for child in verb.lefts
    )


def _around(inner: Token, clause: Token) -> list[TokenRange]:
    """The clause without the part below `inner`: "The cost, he said, would double"."""
    cut = {t.i for t in inner.subtree}
    return list(runs(sorted(t.i for t in clause.subtree if t.i not in cut)))


def _before_comma(verb: Token) -> list[TokenRange]:
    """A sentence that trails off in its cue, "The bridge is safe, Lee said.", read by its commas."""
    who = own_subject(verb)
    if who is None or any(c.dep_ in ("dobj", "xcomp", "ccomp") for c in verb.children):
        return []
    start = verb.sent.start
    rest = [t for t in verb.doc[max(verb.i, who.right_edge.i) + 1 : verb.sent.end] if t.tag_.startswith("VB")]
    if rest:
        return []
    comma = min(who.left_edge.i, verb.i) - 1
    if comma <= start or verb.doc[comma].lower_ != ",":
        return []
    words = verb.doc[start:comma]
    return [(start, comma)] if any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in words) else []


def _prepositions(verb: Token) -> list[Token]:
    """Prepositions of the verb, and those that the parse gave its object: "accused them of locking"."""
    found = [child for child in verb.rights if child.dep_ == "prep"]
    for what in (child for child in verb.rights if child.dep_ == "dobj"):
        found += [child for child in what.rights if child.dep_ == "prep"]
    return found


def _infinitive(verb: Token, passive: bool, asks: bool) -> list[TokenRange]:
    """ "vowed to fight"; what is asked of somebody may hang on him: "called on both sides to talk"."""
    labels = ("xcomp", "ccomp", "advcl") if asks else ("xcomp", "ccomp")
    candidates = [child for child in verb.rights if child.dep_ in labels]
    if asks:
        whom = [w for child in verb.rights for w in (child, *child.rights) if w.dep_ in ("dobj", "pobj")]
        candidates += [w for noun in whom for w in noun.rights if w.dep_ in ("relcl", "acl")]
    for child in candidates:
        if any(c.tag_ == "TO" for c in child.lefts):
            start, end = max(child.left_edge.i, verb.i + 1), child.right_edge.i + 1
            about = own_subject(verb) if passive else None
            return [noun_phrase(about), (start, end)] if about is not None else [(start, end)]
    return []


def _gerund(verb: Token) -> list[TokenRange]:
    """ "denied taking bribes", "denied having met the buyer"."""
    gerunds = (c for c in verb.rights if c.dep_ == "xcomp" and any(t.tag_ == "VBG" for t in (c, *c.lefts)))
    return [subtree(c) for c in gerunds][:1]


def _predicate(verb: Token, passive: bool) -> list[TokenRange]:
    parts = [c for c in verb.rights if c.dep_ in _COMPLEMENT and (c.dep_ != "prep" or c.lower_ == "as")]
    # "the bell called the children" says nothing of them
    parts = [c for c in parts if c.dep_ != "xcomp" or not any(t.tag_ == "TO" for t in c.lefts)]
    if not any(c.dep_ != "dobj" or any(t.text in _MARKS for t in c.subtree) for c in parts):
        return []
    span = (min(c.left_edge.i for c in parts), max(c.right_edge.i for c in parts) + 1)
    about = own_subject(verb) if passive else None
    return [noun_phrase(about), span] if about is not None else [span]


def _object(verb: Token, passive: bool) -> list[TokenRange]:
    if passive:
        about = own_subject(verb)
        return [noun_phrase(about)] if about is not None else []
    what = next((c for c in verb.rights if c.dep_ == "dobj"), None)
    if what is None:
        return []
    start, end = subtree(what)
    for child in verb.rights:
        if child.i > what.i and child.dep_ == "prep" and child.lower_ in _OBJECT_PREPOSITIONS:
            end = max(end, child.right_edge.i + 1)
    return [(start, end)]


def _noun_draft(noun: Token, entry: CueEntry) -> Draft | None:
    """ "Lee's claim that …": who owns, makes or gives the noun is the source; no owner, no relation."""
    clause = next(
        (c for c in noun.rights if c.dep_ in ("acl", "ccomp") and c.left_edge.lower_ == "that"), None
    )
    if clause is None:
        return None
    owner = next((c for c in noun.lefts if c.dep_ == "poss"), None)
    if owner is None and noun.dep_ in ("dobj", "attr") and noun.head.tag_.startswith("V"):
        owner = subject(noun.head)
    if owner is None:
        return None
    start, end = owner.left_edge.i, owner.i + 1
    piece = subtree(clause)
    return Draft(
        cue=(noun.i, noun.i + 1), verb=noun, entry=entry, source=(start, end), pieces=[piece], frame="noun",
        confidence=0.6,
    )  # fmt: skip
