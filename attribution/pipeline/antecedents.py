"""What a source leans on: the noun before a relative pronoun, the relation around "I" and "we"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attribution.pipeline.annotations import RelationNote
from attribution.pipeline.candidates import SUBJECTS
from attribution.pipeline.sources import Source
from attribution.pipeline.words import Words

CLIMB = 4  # nouns to climb from the one that a relative clause hangs from
NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))


def antecedents(words: Words, source: Source) -> Iterator[int]:
    """The nouns that a relative pronoun can stand for, the nearest first.

    From the noun that its clause hangs from up to what that one is said of: "Rosa Lee, a baker, who", "Lee
    was a baker who", "Lee, head of the guild, who". "A baker who came early, Lee left": the subject after it.
    """
    noun = _modified(words, source)
    if noun < 0:
        return
    ahead = _fronted(words, noun)
    if ahead >= 0:
        yield ahead
    yield noun
    for _ in range(CLIMB):
        noun = _said_of(words, noun)
        if noun < 0:
            return
        yield noun


def passes_on(words: Words, noun: int, read: Source) -> bool:
    """Whether what is said of a noun can be said of the one above it: "Lee, a baker from Marlow, who".

    Not from a group, and not from a person noun that stands for itself: "the wife of a baker who came early".
    """
    if read.plural or read.kind == "group":
        return False
    if read.kind != "person" or words.dep[noun] in ("appos", "attr"):
        return True
    bare = words.tag[read.first] not in ("DT", "PRP$")
    return bare and words.dep[noun] in ("pobj", "conj")


def _modified(words: Words, source: Source) -> int:
    """The noun before a relative clause, or -1."""
    verb = words.head[source.head]
    for _ in range(3):
        if words.dep[verb] in ("relcl", "acl"):
            break
        verb = words.head[verb]
    noun = words.head[verb]
    if words.dep[verb] in ("relcl", "acl") and noun < source.first:
        return noun
    before = source.first - 1
    return before - 1 if before > 0 and words.lower[before] == "," else before


def _fronted(words: Words, noun: int) -> int:
    """The subject that a noun phrase at the head of its sentence is said of, or -1."""
    first, last = words.subtree(noun)
    if first != words.sentences[words.sentence[noun]][0] or last >= len(words):
        return -1
    after = last if words.lower[last - 1] == "," else last + 1 if words.lower[last] == "," else -1
    for child in words.children[words.head[noun]] if after > 0 else ():
        if child >= after and words.dep[child] in SUBJECTS and words.subtree(child)[0] == after:
            return child
    return -1


def _said_of(words: Words, noun: int) -> int:
    """The noun or subject that `noun` is an apposition, a complement or a part of; -1 when there is none."""
    dep, head = words.dep[noun], words.head[noun]
    if dep == "appos" or (dep == "conj" and not any(words.tag[i] == "DT" for i in words.children[noun])):
        return head
    if dep == "pobj" and words.dep[head] == "prep" and words.tag[words.head[head]] in NOUNS:
        return words.head[head]
    if dep == "attr":
        subjects = [child for child in words.children[head] if words.dep[child] in SUBJECTS]
        return subjects[0] if subjects else -1
    return -1


def smallest_around(
    words: Words, relations: Sequence[RelationNote], sources: list[Source | None]
) -> dict[int, int]:
    """For each relation in the first person, the relation in whose content its source stands."""
    spans = sorted((s, -e, at) for at, relation in enumerate(relations) for s, e in relation["content"])
    wanted = sorted(
        (words.start[source.first], words.end[source.last - 1], at)
        for at, source in enumerate(sources)
        if source is not None and source.sort == "first"
    )
    found: dict[int, int] = {}
    open_spans: list[tuple[int, int]] = []  # (end, relation), the innermost last
    number = 0
    for start, end, at in wanted:
        while number < len(spans) and spans[number][0] <= start:
            open_spans.append((-spans[number][1], spans[number][2]))
            number += 1
        while open_spans and open_spans[-1][0] < end:
            open_spans.pop()
        inner = [relation for until, relation in open_spans if relation != at and until >= end]
        if inner:
            found[at] = inner[-1]
    return found
