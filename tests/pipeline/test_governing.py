"""Sources that the grammar around the cue gives, each beside a sentence that keeps what was found."""

import pytest

from attribution.pipeline.adjacency import TokenIndex
from attribution.pipeline.governing import Governing
from tests.pipeline.noting import note_of


def mended(nlp, text, content, cue, source):
    doc = nlp(text)
    note = note_of(text, [content], cue, source, *([] if source else ["no-source"]))
    Governing(doc, text, TokenIndex(doc), "en").mend(note)
    return note


@pytest.mark.parametrize(
    ("text", "content", "cue", "source", "kept"),
    [
        # the agent of a passive, and who does what "by" tells
        ("Asked by Rosa Lee whether the boat sank, Moen nodded.", "whether the boat sank", "Asked", None,
         "Rosa Lee"),
        ("Asked whether the boat sank, Moen nodded.", "whether the boat sank", "Asked", None, None),
        ("Otto Moen began his speech by praising the boat.", "the boat", "praising", None, "Otto Moen"),
        ("She met Otto Moen, who began his day by praising the boat.", "the boat", "praising", None, "who"),
        ("The songs praising the boat were old.", "the boat", "praising", None, None),
        # who is made to speak
        ("The mayor also forced Otto Moen, who runs the mill, to admit that it had sunk.",
         "that it had sunk", "admit", "The mayor", "Otto Moen"),
        ("The leak led her to say that it had sunk.", "that it had sunk", "say", "The leak", "her"),
        ("The mayor asked Otto Moen to admit that it had sunk.", "that it had sunk", "admit", "The mayor",
         "The mayor"),
        ("Otto Moen was forced to admit that it had sunk.", "that it had sunk", "admit", "Otto Moen",
         "Otto Moen"),
        # the object of the verb is spoken to
        ("She then peppered him with attacks on his boat.", "his boat", "with attacks on", "him", "She"),
        ("Attacks by him on the boat were bitter.", "the boat", "Attacks", "him", "him"),
    ],
)  # fmt: skip
def test_whom_the_grammar_makes_the_source(nlp, text, content, cue, source, kept):
    note = mended(nlp, text, content, cue, source)
    assert (note["source"] and text[slice(*note["source"])]) == kept
    assert ("no-source" in note["evidence"]) is (kept is None)


@pytest.mark.parametrize(
    ("text", "content", "cue", "owner"),
    [
        ("The Post seized on Rosa Lee's claim that the boat sank.", "Rosa Lee's claim that the boat sank",
         "seized on", "Rosa Lee's"),
        # who answers a claim speaks of it, "his" is somebody met, and a boat is nothing said
        ("The Post denied Rosa Lee's claim that the boat sank.", "Rosa Lee's claim that the boat sank",
         "denied", None),
        ("The Post seized on his claim that it sank.", "his claim that it sank", "seized on", None),
        ("The Post seized on Rosa Lee's boat that sank.", "Rosa Lee's boat that sank", "seized on", None),
        ("The Post seized on Rosa Lee's claim.", "Rosa Lee's claim", "seized on", None),
    ],
)  # fmt: skip
def test_whose_claim_it_is(nlp, text, content, cue, owner):
    note = mended(nlp, text, content, cue, "The Post")
    found = [text[slice(*note[part])] for part in ("source", "cue")] + [text[slice(*note["content"][0])]]
    if owner is None:
        assert found == ["The Post", cue, content]
    else:
        assert found == [owner, "claim", "that the boat sank"]


def test_a_relation_without_a_cue_is_left_alone(nlp):
    text = "“It sank,” Rosa Lee said."
    assert mended(nlp, text, "“It sank,”", None, "Rosa Lee")["source"] == [11, 19]
