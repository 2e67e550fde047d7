"""Notes of relations made for a test, by the words of their parts."""

from attribution.pipeline.annotations import relation
from attribution.pipeline.spans import Fitting
from attribution.text.marks import pair_marks


def range_of(text, words):
    start = text.index(words)
    return [start, start + len(words)]


def note_of(text, content, cue=None, source=None, *evidence, **more):
    made = relation(
        [range_of(text, words) for words in content],
        range_of(text, cue) if cue else None,
        range_of(text, source) if source else None,
    )
    made["evidence"] = list(evidence)
    made.update(more)
    return made


def fitting_of(text):
    end = [0, len(text)]
    stretches = pair_marks(text, [tuple(end)], language="en").stretches
    marks = [
        {
            "start": s.start, "end": s.end, "depth": s.depth, "parent": None, "closed": s.closed,
            "continues": s.continues, "paragraph": 0,
        }
        for s in stretches
    ]  # fmt: skip
    return Fitting(text, marks)
