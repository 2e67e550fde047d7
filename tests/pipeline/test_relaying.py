"""Whose words are passed on, each beside a sentence in which nobody's are."""

import pytest

from attribution.pipeline.adjacency import TokenIndex
from attribution.pipeline.relaying import Relaying
from tests.pipeline.noting import note_of


def mended(nlp, text, cue, content):
    doc = nlp(text)
    note = note_of(text, [content], cue, "Ned Price")
    Relaying(doc, text, TokenIndex(doc), "en").mend(note)
    return [text[slice(*span)] for span in (note["source"], note["cue"], *note["content"])]


@pytest.mark.parametrize(
    ("text", "cue", "content", "source", "kept"),
    [
        ("Ned Price quoted Rosa Lee as saying it rained.", "quoted", "saying it rained", "Rosa Lee",
         "it rained"),
        ("Ned Price quoted her as saying it rained.", "quoted", "her as saying it rained", "her",
         "it rained"),
        ("Ned Price cites a baker, Rosa Lee, as saying it rained.", "cites", "it rained", "a baker, Rosa Lee",
         "it rained"),
        ("Ned Price quoted Rosa Lee as saying: “It rained.”", "quoted", "Rosa Lee as saying: “It rained",
         "Rosa Lee", "“It rained.”"),
    ],
)  # fmt: skip
def test_the_one_quoted_speaks(nlp, text, cue, content, source, kept):
    assert mended(nlp, text, cue, content) == [source, "saying", kept]


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("Ned Price cited Rosa Lee as a friend of the town.", "cited", "Rosa Lee as a friend of the town"),
        ("Ned Price was quoted by Rosa Lee as saying it rained.", "quoted", "it rained"),
        ("Ned Price was quoted as saying it rained.", "quoted", "it rained"),
        ("Ned Price said it was hard to see Rosa Lee as saying no.", "said", "it was hard to see Rosa Lee"),
        ("Ned Price quoted “rain” and named Rosa Lee as saying no.", "quoted", "“rain”"),
    ],
)
def test_nobody_is_quoted(nlp, text, cue, content):
    assert mended(nlp, text, cue, content) == ["Ned Price", cue, content]
