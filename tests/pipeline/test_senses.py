"""Cues in a sense that reports nothing, each beside one that does."""

import pytest

from attribution.pipeline.senses import Senses
from tests.pipeline.noting import note_of


@pytest.mark.parametrize(
    ("text", "cue", "source", "content", "refused"),
    [
        ("All went according to plan.", "according to", "plan", "All went", True),
        ("All went well, according to planners.", "according to", "planners", "All went well", False),
        ("Experience shows that nets tear.", "shows", "Experience", "that nets tear", True),
        ("The survey shows that nets tear.", "shows", "The survey", "that nets tear", False),
        ("Osei, who asked not to be named, left.", "asked", "who", "not to be named", True),
        ("Osei asked not to be moved.", "asked", "Osei", "not to be moved", False),
        ("Osei spoke on condition of anonymity.", "spoke on", "Osei", "condition of anonymity", True),
        ("Osei spoke on the condition of roofs.", "spoke on", "Osei", "the condition of roofs", False),
        ("Osei called the mayor on Friday.", "called", "Osei", "the mayor on Friday", True),
        ("Osei called the mayor a liar.", "called", "Osei", "the mayor a liar", False),
        ("Osei called the plan “a joke”.", "called", "Osei", "the plan “a joke”", False),
        ("Zhao showed the plans to the council.", "showed", "Zhao", "the plans to the council", True),
        ("The poll showed the mayor leading.", "showed", "The poll", "the mayor leading", False),
    ],
)  # fmt: skip
def test_what_reports_nothing(nlp, text, cue, source, content, refused):
    note = note_of(text, [content], cue, source)
    assert Senses(nlp(text), "en").refuse(note) is refused


@pytest.mark.parametrize(
    ("text", "cue", "kept"),
    [
        ("It was reported that the mayor had left.", "reported", False),
        ("It is said that the well is deep.", "said", False),
        ("It said that the well is deep.", "said", True),
        ("It has said that the well is deep.", "said", True),
    ],
)
def test_nobody_is_no_source(nlp, text, cue, kept):
    note = note_of(text, [text[text.index("that") : -1]], cue, "It", source_confidence=0.9)
    Senses(nlp(text), "en").drop_expletive(note)
    assert (note["source"] is not None) is kept
    assert (note["source_confidence"] is not None) is kept


@pytest.mark.parametrize(
    ("text", "cue", "source", "content", "kept"),
    [
        ("Rosa Lee was once asked how the boat sank.", "asked", "Rosa Lee", "how the boat sank", None),
        ("Rosa Lee once asked how the boat sank.", "asked", "Rosa Lee", "how the boat sank", "Rosa Lee"),
        ("Rosa Lee was accused by the mayor of sinking the boat.", "accused", "Rosa Lee",
         "of sinking the boat", "the mayor"),
        ("Rosa Lee was quoted as saying the boat sank.", "quoted as saying", "Rosa Lee", "the boat sank",
         "Rosa Lee"),
        ("Rosa Lee seems to know the boat sank.", "seems", "Rosa Lee", "to know the boat sank", None),
        ("It seems to Rosa Lee that the boat sank.", "seems", "Rosa Lee", "that the boat sank", "Rosa Lee"),
        ("Rosa Lee seemed to say the boat sank.", "seemed to say", "Rosa Lee", "the boat sank", "Rosa Lee"),
        # nobody in particular
        ("There are fears that the boat sank.", "are fears", "There", "that the boat sank", None),
        ("The bay is known as the Pit.", "is known as", "The bay", "the Pit", None),
        ("Rosa Lee has known that the boat sank.", "has known", "Rosa Lee", "that the boat sank", "Rosa Lee"),
        ("The bay is known to Lee as the Pit.", "is known", "Lee", "the Pit", "Lee"),
        ("Rosa Lee frowned when asked how the boat sank.", "asked", "Rosa Lee", "how the boat sank", None),
        ("Asked how the boat sank, Rosa Lee frowned.", "Asked", "Rosa Lee", "how the boat sank", None),
        ("Rosa Lee came and asked how the boat sank.", "asked", "Rosa Lee", "how the boat sank", "Rosa Lee"),
        ("Asked Rosa Lee: “How did it sink?”", "Asked", "Rosa Lee", "“How did it sink?”", "Rosa Lee"),
    ],
)  # fmt: skip
def test_who_is_spoken_to_or_of_is_no_source(nlp, text, cue, source, content, kept):
    note = note_of(text, [content], cue, source, source_confidence=0.9)
    Senses(nlp(text), "en").drop_addressed(note)
    assert (note["source"] and text[slice(*note["source"])]) == kept
    assert ("no-source" in note["evidence"]) is (kept is None)
