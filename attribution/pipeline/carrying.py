"""Quotations without a source that go on with the one before them."""

from __future__ import annotations

from collections.abc import Sequence

from attribution.pipeline.annotations import QUESTION_ANSWER, RelationNote
from attribution.pipeline.answers import Answer, Verdict
from attribution.pipeline.words import Words

CARRIED = "carried-on"  # evidence of a relation without a source that goes on with the one before
UNTOLD = frozenset({"dialogue", QUESTION_ANSWER})  # evidence of a turn whose speaker is not told


def carry_on(
    words: Words, paragraphs: list[int], relations: Sequence[RelationNote], verdicts: list[Verdict]
) -> None:
    """Give quotations without source and cue to whoever spoke last, at most one paragraph before."""
    last: tuple[int, Verdict] | None = None  # paragraph, verdict
    filled = [at for at, relation in enumerate(relations) if relation["content"]]
    for at in sorted(filled, key=lambda n: relations[n]["content"][0][0]):
        relation = relations[at]
        first = min(words.within(*relation["content"][0])[0], len(words) - 1)
        paragraph = paragraphs[first]
        if verdicts[at][0] is not None:
            last = None if _signed(words, relation) else (paragraph, verdicts[at])
        elif UNTOLD.intersection(relation["evidence"]):
            last = None
        elif relation["source"] is None and last is not None:
            told = CARRIED in relation["evidence"]
            floats = relation["cue"] is None and relation["statement"] and paragraph - last[0] <= 1
            if told or floats:
                verdicts[at] = carried(last[1], 0.8 if told else 0.6)
                last = (paragraph, last[1])


def _signed(words: Words, relation: RelationNote) -> bool:
    """Whether a name after a dash signs the words: what follows is then somebody else's."""
    cue = relation["cue"]
    text = words.source[cue[0] : cue[1]].strip() if cue is not None else ""
    return bool(text) and not text[0].isalnum() and text != ":"


def carried(before: Verdict, trust: float) -> Verdict:
    """The answer of a relation that goes on with the one before it, less sure by `trust`."""
    answer, why = before
    if answer is None:
        return None, why
    confidence = round(trust * answer.confidence, 3)
    return Answer(
        answer.key, answer.kind, answer.name, answer.label, answer.form, confidence, (CARRIED,), answer.person
    ), ()
