"""What a source leans on: the noun before a relative pronoun, the relation around "I" and "we"."""

from __future__ import annotations

from collections.abc import Sequence

from attribution.pipeline.annotations import RelationNote
from attribution.pipeline.sources import Source
from attribution.pipeline.words import Words


def antecedent(words: Words, source: Source) -> int:
    """The noun that a relative pronoun stands for, or -1."""
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
