"""Cues that report nothing in the sense they have here, and subjects that are nobody.

| words | why nothing is reported, or by nobody |
|---|---|
| according to plan | a standard, no source |
| experience shows that … | an abstract noun does not speak |
| asked not to be named | anonymity is granted |
| called the mayor on Friday | with a person alone as its object the verb is another one |
| showed the plans to the council | a thing is handed over |
| it was reported that … | "it" is nobody |
| Lee was asked how … | the subject is spoken to |
| Lee seems to know … | it seems so to somebody else |
| there are fears that … | "there" is nobody |
| a bay known as the Pit | so say people in general |
"""

from spacy.tokens import Doc, Token

from attribution.lang.nouns import nouns
from attribution.lang.statements import statement_data
from attribution.pipeline.adjacency import TokenIndex
from attribution.pipeline.annotations import Range, RelationNote, annotations
from attribution.pipeline.clauses import agent, is_passive, noun_phrase, own_subject

_AFTER = 40  # code points after "according to" that may hold what it is according to
_PREDICATE = frozenset({"oprd", "ccomp", "xcomp", "acomp", "attr", "advcl"})
_MARKS = '“‘"'


class Senses:
    """Tells the relations of one Doc by the words around their cues."""

    def __init__(self, doc: Doc, language: str) -> None:
        self.doc = doc
        self.text = annotations(doc)["text"]
        self.tokens = TokenIndex(doc)
        self.data = statement_data(language)
        self.nouns = nouns(language)

    def refuse(self, note: RelationNote) -> bool:
        """Whether nothing is reported."""
        if note["cue"] is None:
            return False
        start, end = note["cue"]
        if self.text[start:end].lower().startswith("according"):
            after = self.text[end : end + _AFTER].lower().split()[:2]
            return not self.data.standards.isdisjoint(word.strip(",.;:") for word in after)
        source = self.text[slice(*note["source"])].lower().split() if note["source"] else []
        if source and source[-1] in self.data.abstract:
            return True
        content = self.text[slice(*note["content"][0])].lower()
        return content.startswith(self.data.anonymous) or self._is_thing(note)

    def drop_expletive(self, note: RelationNote) -> None:
        """Take its source from "it was reported that …"."""
        if note["source"] is None or self.text[slice(*note["source"])].lower() not in self.data.expletive:
            return
        verb = self._verb(note)
        if verb is not None and is_passive(verb) and agent(verb) is None:
            note["source"] = note["source_confidence"] = None
            note["evidence"].append("no-source")

    def drop_addressed(self, note: RelationNote) -> None:
        """Take the source from "Lee was asked how …" and "Lee seems to …", whose subject does not speak.

        In its place comes who does it, where the passive tells.
        """
        verb = self._verb(note) if note["source"] is not None and note["cue"] is not None else None
        if verb is None or note["source"] is None:
            return
        first, last = self.tokens.tokens(*note["source"])
        if self._said_of(verb, note["source"]):
            note["source"] = note["source_confidence"] = None
            note["evidence"].append("no-source")
            return
        subject = next((child for child in verb.lefts if child.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is None or not first <= subject.i < last:
            return
        passive = subject.dep_ == "nsubjpass" and verb.lower_ in self.data.addressed
        if not passive and verb.lower_ not in self.data.seeming:
            return
        actor = agent(verb) if passive else None
        if actor is not None:
            start, end = noun_phrase(actor)
            held = [a for a, _ in note["content"] if a > actor.idx]
            end = min([end, *(self.tokens.tokens(a, a + 1)[0] for a in held)])
            note["source"] = [self.doc[start].idx, self.doc[end - 1].idx + len(self.doc[end - 1])]
            return
        note["source"] = note["source_confidence"] = None
        note["evidence"].append("no-source")

    def _said_of(self, verb: Token, source: Range) -> bool:
        """Whether nobody says it: "there are fears", "known as the Pit", "when asked how"."""
        if self.text[slice(*source)].lower() in self.data.nobody:
            return True
        if verb.tag_ not in ("VBN", "VBD") or agent(verb) is not None:
            return False
        helped = {child.dep_ for child in verb.lefts}
        if verb.lower_ in self.data.regarded:
            before = source[1] <= verb.idx and verb.tag_ == "VBN"
            return before and ("auxpass" in helped or "aux" not in helped)
        bare = own_subject(verb) is None and not helped & {"aux", "auxpass"}
        inverted = self.tokens.tokens(*source)[0] == verb.i + 1  # "Asked Lee: …"
        opening = verb.dep_ == "advcl" or (bool(verb.is_sent_start) and not inverted)
        return bare and opening and verb.lower_ in self.data.addressed

    def _verb(self, note: RelationNote) -> Token | None:
        """The last verb of the cue."""
        if note["cue"] is None:
            return None
        first, last = self.tokens.tokens(*note["cue"])
        return next((t for t in reversed(self.doc[first:last]) if t.tag_.startswith("VB")), None)

    def _is_thing(self, note: RelationNote) -> bool:
        """Whether all that the cue brings in is its object, of a sort that makes it another verb."""
        verb = self._verb(note)
        if verb is None or verb.lower_ not in self.data.senses_person | self.data.senses_handed:
            return False
        if len(note["content"]) > 1 or any(child.dep_ in _PREDICATE for child in verb.rights):
            return False
        first, last = self.tokens.tokens(*note["content"][0])
        words = self.doc[first:last]
        what = next((child for child in verb.rights if child.dep_ == "dobj"), None)
        if what is None or any(t.text in _MARKS or t.tag_ in ("VBD", "VBZ", "VBG", "MD") for t in words):
            return False
        if words[0].i != what.left_edge.i:
            return False
        if verb.lower_ in self.data.senses_handed:
            return any(
                c.dep_ in ("dative", "prep") and c.lower_ == "to" for c in (*verb.rights, *what.rights)
            )
        return self._is_person(what) and not any(c.dep_ in ("amod", "appos") for c in what.rights)

    def _is_person(self, noun: Token) -> bool:
        plural = noun.tag_ in ("NNS", "NNPS")
        return noun.ent_type_ == "PERSON" or self.nouns.kind(noun.lower_, plural=plural) in (
            "person",
            "group",
        )
