"""Sources that take too much or too little, each beside one that stays as it is."""

import pytest

from attribution.pipeline.adjacency import TokenIndex
from attribution.pipeline.sourcing import Sourcing
from tests.pipeline.noting import note_of


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "kept"),
    [
        # cut short
        ("His ex-wife said the boat sank.", "wife", "said", "the boat sank", "His ex-wife"),
        ("Harbour officials said the boat sank.", "fficials", "said", "the boat sank", "Harbour officials"),
        ("The tall baker said the oven broke.", "baker", "said", "the oven broke", "The tall baker"),
        ("At least one baker said the oven broke.", "least one baker", "said", "the oven broke",
         "At least one baker"),
        ("Often bakers said the oven broke.", "bakers", "said", "the oven broke", "bakers"),
        # links before it
        ("The oven broke and the baker said it was old.", "and the baker", "said", "it was old", "the baker"),
        ("A plan by the baker shows the oven broke.", "by the baker", "shows", "the oven broke",
         "the baker"),
        ("About 30 bakers said the oven broke.", "About 30 bakers", "said", "the oven broke",
         "About 30 bakers"),
        ("Of the bakers, two said the oven broke.", "two", "said", "the oven broke", "two"),
        # a verb or a clause taken along
        ("Rosa Lee keeps denying the boat sank.", "Rosa Lee keeps", "denying", "the boat sank", "Rosa Lee"),
        ("Rosa Lee, who has often said the boat sank, left.", "Rosa Lee, who has often", "said",
         "the boat sank", "Rosa Lee"),
        ("It was risky for Rosa Lee, who plainly refused to pay the fine.",
         "risky for Rosa Lee, who plainly refused to", "pay", "the fine", "who"),
        ("Rosa Lee, who runs a mill, said the boat sank.", "Rosa Lee, who runs a mill", "said",
         "the boat sank", "Rosa Lee, who runs a mill"),
        ("Harbour records show the boat sank.", "Harbour records", "show", "the boat sank",
         "Harbour records"),
        ("The bakers asked said the oven broke.", "The bakers asked", "said", "the oven broke",
         "The bakers asked"),
        # two phrases
        ("To see the old quay, Rosa Lee said, one must sail.", "the old quay, Rosa Lee", "said",
         "To see the old quay", "Rosa Lee"),
        ("The debate is also fierce - Rosa Lee has vowed to go.", "fierce - Rosa Lee", "vowed to", "go",
         "Rosa Lee"),
        ("The baker, Rosa Lee, said the oven broke.", "The baker, Rosa Lee", "said", "the oven broke",
         "The baker, Rosa Lee"),
        # who made what is spoken of
        ("The boat sank, according to a speech Rosa Lee gave in May.", "a speech", "according to",
         "The boat sank", "a speech Rosa Lee gave"),
        ("The boat sank, according to a speech Rosa heard.", "a speech", "according to", "The boat sank",
         "a speech"),
    ],
)  # fmt: skip
def test_a_source_is_one_whole_phrase(nlp, text, source, cue, content, kept):
    doc = nlp(text)
    note = note_of(text, [content], cue, source)
    Sourcing(doc, text, TokenIndex(doc), "en").mend(note)
    assert text[slice(*note["source"])] == kept


def test_a_relation_without_source_or_cue_is_left_alone(nlp):
    text = "“It sank,” and the baker left."
    doc = nlp(text)
    sourcing = Sourcing(doc, text, TokenIndex(doc), "en")
    for cue, source in ((None, "and the baker"), ("left", None)):
        note = note_of(text, ["“It sank,”"], cue, source)
        before = dict(note)
        sourcing.mend(note)
        assert note == before
