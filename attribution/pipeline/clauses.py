"""Questions about a parse, as pure functions: who is the subject, how far does the clause reach.

Token ranges are half-open `(start, end)` indices into the Doc. Labels are those of spaCy's English pipelines
(ClearNLP dependencies, Penn Treebank tags).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

TokenRange = tuple[int, int]

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
RELATIVE = ("WDT", "WP", "WP$")
_TAKES_SUBJECT_OF_HEAD = ("xcomp", "advcl", "pcomp", "conj", "prep", "dep")
_AFTER_NOUN = (
    "prep",
    "appos",
    "nummod",
    "npadvmod",
    "nmod",
    "amod",
    "compound",
    "flat",
    "case",
    "poss",
    "cc",
    "conj",
    "advmod",
)
_CLIMB = 6


def subject(verb: Token) -> Token | None:
    """The word that says who does what `verb` says: its own subject or the one it shares.

    Follows coordination ("She sighed and said"), control ("went on to say"), participles ("a letter saying")
    and relative clauses ("Lee, who said"), also out of a passive ("Lee was quoted as saying"). None for a
    passive without agent.
    """
    if is_passive(verb):
        return agent(verb)
    for _ in range(_CLIMB):
        if (own := own_subject(verb)) is not None:
            return _antecedent(own, verb)
        if verb.dep_ in ("acl", "relcl"):
            return verb.head
        if verb.dep_ not in _TAKES_SUBJECT_OF_HEAD or verb.head == verb:
            return None
        verb = verb.head
        while verb.dep_ == "prep" and verb.head != verb:
            verb = verb.head
    return None


def own_subject(verb: Token) -> Token | None:
    """The subject that hangs on `verb` itself, the nearest before it where the parse gives two, or None."""
    before = [child for child in verb.lefts if child.dep_ in SUBJECTS]
    return before[-1] if before else next((child for child in verb.rights if child.dep_ in SUBJECTS), None)


def _antecedent(word: Token, verb: Token) -> Token:
    if word.tag_ not in RELATIVE or verb.dep_ != "relcl":
        return word
    noun = verb.head
    # "Wanjiru, a farmer from Elburgon, who said": after a comma the clause is about the whole phrase
    if word.left_edge.i and word.nbor(-1).lower_ == ",":
        while noun.dep_ in ("pobj", "prep", "appos") and noun.head.i < noun.i:
            noun = noun.head
    return noun


def is_passive(verb: Token) -> bool:
    """True for "was told" and "Asked whether …, Lee said": the subject is not the one who speaks."""
    if verb.tag_ != "VBN":
        return False
    left = {child.dep_ for child in verb.lefts}
    return bool(left & {"auxpass", "nsubjpass"}) or (verb.dep_ == "advcl" and "aux" not in left)


def agent(verb: Token) -> Token | None:
    """Who does it in a passive: the noun after "by"."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((word for word in child.children if word.dep_ == "pobj"), None)
    return None


def noun_phrase(head: Token) -> TokenRange:
    """The phrase around a noun with its apposition, without relative clauses and what follows them."""
    start, end = head.left_edge.i, head.i + 1
    for child in head.rights:
        if child.dep_ == "punct":
            continue
        if child.dep_ not in _AFTER_NOUN or child.tag_.startswith("VB"):
            break
        end = max(end, child.right_edge.i + 1)
    return trimmed(head.doc, start, end)


def subtree(word: Token) -> TokenRange:
    """The range from the first to the last word below `word`."""
    return word.left_edge.i, word.right_edge.i + 1


def runs(tokens: Iterable[int]) -> Iterator[TokenRange]:
    """Sorted token indices as ranges without gaps."""
    start = last = -2
    for i in tokens:
        if i != last + 1:
            if start >= 0:
                yield start, last + 1
            start = i
        last = i
    if start >= 0:
        yield start, last + 1


def trimmed(doc: Doc, start: int, end: int) -> TokenRange:
    """The range without blanks and commas, dashes, stops and the like at its ends."""
    while start < end and (doc[start].is_space or doc[start].lower_ in _EDGES):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].lower_ in _EDGES):
        end -= 1
    return start, end


_EDGES = frozenset({",", ";", ":", "-", "–", "—", "--", "...", "…", ")", "(", "."})
