"""Gives a relation to the one whom the grammar around its cue makes its source.

| words | found | source |
|---|---|---|
| pressed by Lee about the leak | nobody | Lee |
| Marsh, who began by asking how | nobody | who |
| Lee forced Marsh to admit that | Lee | Marsh |
| she peppered him with questions about | him | she |
| the paper seized on Lee's claim that | the paper | Lee's |
"""

from spacy.tokens import Doc, Token

from attribution.lang.cues import cues_by_form
from attribution.lang.statements import statement_data
from attribution.pipeline.adjacency import TokenIndex
from attribution.pipeline.annotations import Range, RelationNote
from attribution.pipeline.clauses import RELATIVE, TokenRange, agent, noun_phrase, own_subject
from attribution.pipeline.spans import tidied

_MOVED = ("xcomp", "ccomp", "advcl", "acl")
_OWNER = 8  # tokens that may stand before the noun at the opening of a content


class Governing:
    """Mends the sources of one Doc."""

    def __init__(self, doc: Doc, text: str, tokens: TokenIndex, language: str) -> None:
        self.doc = doc
        self.text = text
        self.tokens = tokens
        self.data = statement_data(language)
        self.cues = cues_by_form(language)

    def mend(self, note: RelationNote) -> None:
        """Give `note` another source, in place, where the grammar is plain."""
        if note["cue"] is None or self._claimed(note):
            return
        cue = self.tokens.tokens(*note["cue"])
        verb = next((t for t in reversed(self.doc[cue[0] : cue[1]]) if t.tag_.startswith("VB")), None)
        if note["source"] is None:
            who = self._doer(verb) if verb is not None else None
        elif verb is not None and verb.tag_ != "VBN":
            who = self._moved(verb, self.tokens.tokens(*note["source"]))
        else:
            who = self._subject_of_object(self.doc[cue[0] : cue[1]].root, note["source"])
        if who is not None:
            self._give(note, who)

    def _give(self, note: RelationNote, who: Token) -> None:
        """Make the phrase of `who` the source, as far as no content begins in it."""
        start, end = (who.i, who.i + 1) if who.tag_ in RELATIVE else noun_phrase(who)
        taken = [self.tokens.tokens(a, a + 1)[0] for a, _ in note["content"] if a > who.idx]
        end = min([end, *taken])
        if who.i < end:
            last = self.doc[end - 1]
            note["source"] = [self.doc[start].idx, last.idx + len(last)]
            note["evidence"] = [code for code in note["evidence"] if code != "no-source"]

    def _doer(self, verb: Token) -> Token | None:
        """Who does what a passive or "by asking" says: the agent, or the subject of the verb around it."""
        if verb.tag_ == "VBN":
            return agent(verb)
        if verb.tag_ == "VBG" and verb.dep_ == "pcomp" and verb.head.lower_ in self.data.means:
            return own_subject(verb.head.head)
        return None

    def _moved(self, verb: Token, source: TokenRange) -> Token | None:
        """Who is made to speak, where the source is who makes him: "Lee forced Marsh to admit"."""
        mover = verb.head
        if verb.dep_ not in _MOVED or mover.lower_ not in self.data.moving or source[1] > mover.i:
            return None
        moved = own_subject(verb) or next((c for c in mover.rights if c.dep_ in ("dobj", "dative")), None)
        return moved if moved is not None and mover.i < moved.i < verb.i else None

    def _subject_of_object(self, cue: Token, source: Range) -> Token | None:
        """The subject of the verb of which a source is the object pronoun and the cue a part."""
        first, last = self.tokens.tokens(*source)
        them = self.doc[first]
        if last != first + 1 or them.tag_ != "PRP" or them.dep_ not in ("dobj", "dative"):
            return None
        return own_subject(them.head) if them.head.is_ancestor(cue) and cue.i > them.i else None

    def _claimed(self, note: RelationNote) -> bool:
        """Whether a content is "Lee's claim that …" and its cue no word for speaking: it is then Lee's."""
        cue = self.tokens.tokens(*note["cue"]) if note["cue"] else (0, 0)
        if note["source"] is None or any(self.cues.get(t.lower_) for t in self.doc[cue[0] : cue[1]]):
            return False
        first, last = self.tokens.tokens(*note["content"][0])
        noun = next((t for t in self.doc[first : min(last, first + _OWNER)] if self._says(t)), None)
        owner = next((c for c in noun.lefts if c.dep_ == "poss"), None) if noun is not None else None
        if noun is None or owner is None or owner.left_edge.i != first or owner.tag_ not in ("NNP", "NNPS"):
            return False
        rest = tidied(self.text, [noun.nbor().idx, note["content"][0][1]])
        if rest is None:
            return False
        edge = owner.right_edge
        note["source"] = [owner.left_edge.idx, edge.idx + len(edge)]
        note["cue"] = [noun.idx, noun.idx + len(noun)]
        note["content"] = [rest, *note["content"][1:]]
        return True

    def _says(self, token: Token) -> bool:
        """Whether a token is a noun for speaking with a clause behind it: "claim that"."""
        nouns = any(entry.kind == "noun" for entry in self.cues.get(token.lower_, ()))
        after = token.nbor().lower_ if token.i + 1 < len(self.doc) else ""
        return token.tag_ == "NN" and nouns and after in self.data.clausal
