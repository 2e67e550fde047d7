"""Brings the span of a source to the one phrase that names who speaks.

| words found | why they are wrong | what remains |
|---|---|---|
| ex-**wife** said; the tall **baker** said | a part of a word or phrase | ex-wife; the tall baker |
| and the baker; by the baker | the link to what stands before | the baker |
| Lee avoids; Lee, who | the verb or the clause taken along | Lee |
| ready for Lee, who plainly | the clause alone has the speaker | who |
| to see the quay, Ann Lee said | two phrases | Ann Lee |
| glad – Ann Lee has said | the end of another clause | Ann Lee |
"""

from spacy.tokens import Doc, Token

from attribution.lang.nouns import nouns
from attribution.lang.statements import statement_data
from attribution.pipeline.adjacency import TokenIndex
from attribution.pipeline.annotations import Range, RelationNote
from attribution.pipeline.clauses import TokenRange, own_subject
from attribution.pipeline.spans import tidied

_HYPHENS = frozenset("-‐‑")
_BEFORE_NOUN = frozenset({"det", "predet", "poss", "case", "compound", "amod", "nummod", "quantmod", "nmod"})
_NOUNS = ("NN", "PRP", "CD", "DT")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LINKS = frozenset({"TO", "CC", "WDT", "WP"})
_OF_VERBS = frozenset({"VB", "VBD", "VBZ", "VBP", "VBN", "VBG", "MD", "TO", "RB"})
_AMOUNTS = frozenset({"CD", "JJS", "RBS", "JJR", "RBR"})
_OBJECTS = frozenset({"dobj", "pobj"})
_PARTICIPLES = frozenset({"acl", "amod"})
_DASHES = frozenset({"-", "–", "—", "--"})


class Sourcing:
    """Mends the sources of one Doc."""

    def __init__(self, doc: Doc, text: str, tokens: TokenIndex, language: str) -> None:
        self.doc = doc
        self.text = text
        self.tokens = tokens
        self.nouns = nouns(language)
        self.making = statement_data(language).making

    def mend(self, note: RelationNote) -> None:
        """Narrow or widen the source of `note` in place."""
        if note["source"] is None or note["cue"] is None:
            return
        cue = self.tokens.tokens(*note["cue"])
        first, last = found = self.tokens.tokens(*note["source"])
        first = self._behind_content((first, last), note)
        first = self._whole((first, last), note)
        first = self._behind_links((first, last))
        if last <= cue[0]:
            first = self._last_phrase((first, last), cue)
            first, last = self._without_clause((first, last), cue)
        else:
            last = self._with_maker((first, last))
        if first < last and ((first, last) != found or self._cuts_word(note["source"])):
            note["source"] = tidied(self.text, self._letters((first, last))) or note["source"]

    def _cuts_word(self, span: Range) -> bool:
        """Whether a word goes on beyond the start or the end of a span."""
        edges = (self.text[max(at - 1, 0) : at + 1] for at in span)
        return any(len(edge) > 1 and edge.isalnum() for edge in edges)

    def _letters(self, span: TokenRange) -> Range:
        end = self.doc[span[1] - 1]
        return [self.doc[span[0]].idx, end.idx + len(end)]

    def _behind_content(self, span: TokenRange, note: RelationNote) -> int:
        """Where a span begins whose first words are already those of the content."""
        first, last = span
        held = max((end for start, end in note["content"] if start <= self.doc[first].idx), default=0)
        while last - first > 1 and (self.doc[first].idx < held or (held and self.doc[first].text == ",")):
            first += 1
        cut = self.doc[first].idx >= held and self.doc[first].ent_iob_ != "I"
        return first if cut else span[0]

    def _whole(self, span: TokenRange, note: RelationNote) -> int:
        """Where a span begins when words cut in two and the words that hang on its noun are taken in."""
        first, last = span
        start, taken = first, [*note["content"], note["cue"] or [0, 0]]
        while start > 0:
            before = self.doc[start - 1]
            if any(a < before.idx + len(before) and before.idx < b for a, b in taken) or before.is_space:
                break
            glued = not before.whitespace_ and (before.text[0].isalnum() or before.text in _HYPHENS)
            hung = before.dep_ in _BEFORE_NOUN and first <= before.head.i < last
            hung = hung or (before.dep_ == "advmod" and self.doc[start].tag_ in ("JJS", "RBS"))
            if not (hung or (glued and _inside_word(before, self.doc[start]))):
                break
            start -= 1
            first = start
        return start if self.doc[start].tag_ != "POS" else span[0]

    def _behind_links(self, span: TokenRange) -> int:
        """Where a span begins without "and", "would", a preposition or the number of a list before it."""
        first, last = span
        while last - first > 1 and (width := self._link(first, last)):
            first += width
        return first if first < last else span[0]

    def _link(self, first: int, last: int) -> int:
        """How many tokens at the start of `[first, last)` only link it to what stands before; 0 for none."""
        token, after = self.doc[first], self.doc[first + 1]
        if token.tag_ == "POS":
            return 1
        if token.is_digit and after.text == "." and not token.whitespace_:
            return 2
        outside = not first <= token.head.i < last
        preposition = token.tag_ == "IN" and token.dep_ == "prep" and outside and after.tag_ not in _AMOUNTS
        nominal = any(t.tag_.startswith(_NOUNS) for t in self.doc[first + 1 : last])
        return int(nominal and (preposition or token.tag_ in ("CC", "MD")))

    def _last_phrase(self, span: TokenRange, cue: TokenRange) -> int:
        """Where the phrase right before the cue begins, when what stands before it belongs elsewhere."""
        first, last = span
        for dash in range(last - 2, first, -1):
            nouns = any(t.tag_.startswith(_NOUNS) for t in self.doc[first:dash])
            if self.doc[dash].text in _DASHES and self.doc[dash - 1].whitespace_ and not nouns:
                return dash + 1
        verb = next((t for t in reversed(self.doc[cue[0] : cue[1]]) if t.tag_.startswith("VB")), None)
        subject = own_subject(verb) if verb is not None else None
        if first == 0 or verb is None:
            return first
        governed = any(t.head.i == first - 1 and t.dep_ in _OBJECTS for t in self.doc[first:last])
        if subject is None and governed and self.doc[first - 1].dep_ == "prep":
            return self._person_after_body(span)
        if subject is None or not governed or not first < subject.i < last:
            return first
        left = subject.left_edge.i
        return left if first < left and self.doc[left - 1].text == "," else first

    def _person_after_body(self, span: TokenRange) -> int:
        """Where a person begins whom the parse puts into a body: "in talks with the Port Board Lee said"."""
        first, last = span
        person = last
        while person > first and self.doc[person - 1].ent_type_ == "PERSON":
            person -= 1
        body = first < person < last and self.doc[person - 1].ent_type_ == "ORG"
        return person if body else first

    def _without_clause(self, span: TokenRange, cue: TokenRange) -> TokenRange:
        """A span without the verb or the clause that leads on to the cue."""
        first, last = span
        end = last
        while end > first and self.doc[end - 1].tag_ in _OF_VERBS and not _participle(self.doc[end - 1]):
            end -= 1
        if first < end < last and self.doc[end - 1].tag_ in ("WP", "WDT"):
            nominal = end - 1 > first and self.doc[first : end - 1].root.tag_.startswith(_NOUNS)
            return (first, end - 1) if nominal else (end - 1, end)
        while last - first > 1 and self._dangles(self.doc[last - 1], self.doc[cue[0]]):
            last -= 1
        return first, last

    def _dangles(self, token: Token, cue: Token) -> bool:
        """Whether a token at the end of a source only leads on: "Lee avoids", "Lee, who", "Lee and"."""
        if token.tag_ in _FINITE:
            return cue.tag_ not in _FINITE and not _participle(token)
        if token.tag_ == "NNS" and cue.tag_ == "VBG" and cue.head == token:
            return (
                token.is_lower and token.nbor(-1).ent_type_ == "PERSON"
            )  # a verb after a name, tagged as noun
        return token.tag_ in _LINKS

    def _with_maker(self, span: TokenRange) -> int:
        """Where a span ends with the clause of who made it: "a speech Rosa Lee gave"."""
        last = span[1]
        head = self.doc[last - 1]
        clause = next((child for child in head.rights if child.dep_ == "relcl"), None)
        if clause is None or clause.lower_ not in self.making or head.lower_ not in self.nouns.authored:
            return last
        subject = own_subject(clause)
        made = subject is not None and subject.left_edge.i == last and subject.ent_type_ == "PERSON"
        return clause.i + 1 if made else last


def _participle(token: Token) -> bool:
    """Whether a verb belongs to the noun before it: "those asked"."""
    return token.tag_ in ("VBN", "VBD", "VBG") and token.dep_ in _PARTICIPLES


def _inside_word(before: Token, after: Token) -> bool:
    """Whether two tokens without a blank between them are parts of one word."""
    if before.text in _HYPHENS:
        return before.i > 0 and not before.nbor(-1).whitespace_ and before.nbor(-1).text[-1].isalnum()
    return after.text[0] in _HYPHENS or after.text[0].isalnum()
