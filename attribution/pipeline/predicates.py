"""What a sentence says of somebody: "Lee is a baker", "she served as mayor", "as mayor, he …"."""

from __future__ import annotations

from attribution.pipeline.edges import (
    STOPS,
    Description,
    apposition_head,
    left_edge,
    nominal_office,
    plural_noun,
    right_edge,
)
from attribution.pipeline.mentions import Lexicon
from attribution.pipeline.words import Words

SUBJECTS = frozenset(("nsubj", "nsubjpass"))
NEAR = 7  # tokens between a verb and the "as" that belongs to it
OPENING = 14  # tokens of a phrase with "as" before its subject


def predicates(words: Words, lexicon: Lexicon, first: int, last: int) -> list[Description]:
    """What is said of the name or pronoun `[first, last)` in its own sentence and relative clauses."""
    top = words.root(first, last)
    verbs = _verbs(words, top, last)
    found = [
        copula(words, lexicon, verbs),
        served_as(words, lexicon, verbs),
        styled(words, lexicon, verbs),
        made(words, lexicon, verbs),
        opening(words, lexicon, first),
    ]
    return [d for d in found if d is not None]


def _verbs(words: Words, top: int, last: int) -> list[int]:
    """The verbs of which a noun is the subject, those of its relative clauses included."""
    verbs = [
        child
        for child in words.children[top]
        if words.dep[child] == "relcl" and child - top < NEAR and _about_itself(words, child)
    ]
    if words.dep[top] in SUBJECTS:
        verbs.insert(0, words.head[top])
    return [verb for verb in verbs if verb >= last]


def _about_itself(words: Words, verb: int) -> bool:
    """Whether a relative clause has the name for its subject: not "Lee, whose brother is a judge"."""
    subjects = [child for child in words.children[verb] if words.dep[child] in SUBJECTS]
    return all(words.tag[child] in ("WP", "WDT") for child in subjects)


def copula(words: Words, lexicon: Lexicon, verbs: list[int]) -> Description | None:
    """What "is" says: "Lee is the director of the museum", "Lee was one of the ward's nurses"."""
    for verb in verbs:
        if words.lower[verb] not in lexicon.joints.copulas or _supposed(words, lexicon, verb):
            continue
        for child in words.children[verb]:
            if words.dep[child] == "attr" and child > verb:
                return _predicate(words, lexicon, child)
    return None


def _supposed(words: Words, lexicon: Lexicon, verb: int) -> bool:
    """Whether a clause is negated, conditional or says what may be."""
    return any(
        words.dep[c] == "neg" or words.tag[c] in ("MD", "TO") or words.lower[c] in lexicon.joints.supposing
        for c in words.children[verb]
    )


def _predicate(words: Words, lexicon: Lexicon, noun: int) -> Description | None:
    """The noun phrase around a predicate noun, where it calls somebody something in particular."""
    head = plural_noun(words, lexicon, noun)
    if head is not None:
        return Description(noun, right_edge(words, head), head, "is")
    return _particular(words, lexicon, noun) if nominal_office(words, lexicon, noun) else None


def served_as(words: Words, lexicon: Lexicon, verbs: list[int]) -> Description | None:
    """The office in "Lee, who served as mayor of Marlow", "Lee works as a nurse"."""
    for verb in verbs:
        serving = words.lower[verb] in lexicon.nouns.serving
        for i in range(verb + 1, min(verb + NEAR, len(words))):
            if words.lower[i] not in lexicon.joints.filling or words.sentence[i] != words.sentence[verb]:
                continue
            if serving or (_belongs(words, i, verb) and not _of_another(words, verb)):
                return first_office(words, lexicon, i + 1)
    return None


def _belongs(words: Words, i: int, verb: int) -> bool:
    """Whether a preposition hangs from a verb or from an adverb of it: "is back as"."""
    top = words.head[i]
    return top == verb or (words.dep[top] == "advmod" and words.head[top] == verb)


def _of_another(words: Words, verb: int) -> bool:
    """Whether a verb has an object: in "Lee hailed her as a hero" the office is the object's."""
    return any(words.dep[child] in ("dobj", "nsubjpass", "dative") for child in words.children[verb])


def styled(words: Words, lexicon: Lexicon, verbs: list[int]) -> Description | None:
    """What somebody calls himself: "Lee calls herself a socialist"."""
    for verb in verbs:
        if verb + 2 < len(words) and words.lower[verb + 1] in lexicon.joints.reflexive:
            i = verb + 3 if words.lower[verb + 2] in lexicon.joints.filling else verb + 2
            return first_office(words, lexicon, i)
    return None


def made(words: Words, lexicon: Lexicon, verbs: list[int]) -> Description | None:
    """What somebody was made: "Lee was named chief of police"."""
    for verb in verbs:
        passive = any(words.dep[child] == "auxpass" for child in words.children[verb])
        if passive and words.lower[verb] in lexicon.nouns.making and not _supposed(words, lexicon, verb):
            i = verb + 1 + (words.lower[verb + 1 : verb + 2] == ["as"])
            return first_office(words, lexicon, i)
    return None


def opening(words: Words, lexicon: Lexicon, first: int) -> Description | None:
    """The office in a phrase before the subject: "As mayor, Lee …"."""
    if first < 3 or words.text[first - 1] != ",":
        return None
    for i in range(first - 2, max(first - OPENING, 0) - 1, -1):
        if words.sentence[i] != words.sentence[first] or words.text[i] in STOPS or words.tag[i][:2] == "VB":
            return None
        if words.lower[i] in lexicon.joints.filling:
            return first_office(words, lexicon, i + 1)
    return None


def first_office(words: Words, lexicon: Lexicon, i: int) -> Description | None:
    """The office that heads the noun phrase beginning at token `i`."""
    head = apposition_head(words, lexicon, i) if i < len(words) else None
    return _particular(words, lexicon, head, i) if head is not None else None


def _particular(words: Words, lexicon: Lexicon, head: int, least: int = 0) -> Description | None:
    """The noun phrase with `head`, from token `least` on at the earliest.

    None when it means nobody in particular, or tells what somebody thinks of another.
    """
    first = max(left_edge(words, lexicon, head), least)
    vague = lexicon.nouns.unspecific | lexicon.nouns.attitudes
    if any(words.lower[i] in vague for i in range(first, head + 1)):
        return None
    return Description(first, right_edge(words, head), head, "is")
