"""Which cue brings in which words in marks; `evidence` tells how they were joined."""

import pytest
from spacy.language import Language

from tests.pipeline.relating import expected, parts, related

JOINED = [  # how, text
    # beside the cue
    ("cue-after", "[“We won,”] {said} <Ann Lee>."),
    ("cue-after", "[“Is it safe?”] <the senator> {asked}."),
    ("cue-after", "[The plan was “dead on arrival,”] <Lee> {said}."),
    ("cue-before", "<Lee> {said}, [“We won.”]"),
    ("cue-before", "<Lee> {told} reporters: [“We won.”]"),
    ("cue-before", "<Lee> {said} [“we won.”]"),
    ("cue-before", "<Lee> {warned} [that “hard choices” lie ahead]."),
    ("cue-before", "<Fans> marched along {chanting} [“We want our ground back!”]"),
    ("cue-before", "<Lee> {said}: [“We won,”] he said."),  # one quotation, two cues
    # in the clause of the cue
    ("in-clause", "<Lee> {said} [the plan was “dead on arrival” and would cost jobs]."),
    ("in-clause", "<He> {told} me [I “shouldn’t wear those”]."),
    ("in-clause", "{According to} <Lee>, [the plan is “mad”]."),
    ("in-clause", "<Lee> {vowed} [to go “out” at dawn]."),
    # interrupted, or carried on after the cue's clause
    ("cue-before", "[“We tried,”] <she> {said}, [“and we failed.”]"),
    ("carried-on", "[“The lake is rising,”] <Lee> {said}. [“We must go.”]"),
    ("carried-on", "[The lake is rising], <Lee> {said}. [“We must go now.”]"),
    ("carried-on", "<Lee> {vowed} [to go “there”] and then [“back”]."),
    # over paragraphs
    ("cue-before", "<Lee> {said}: [“The lake is rising.]\n[“We must leave before dark.”]"),
    (
        "cue-before",
        "<Lee> {said}: [“The lake is rising.]\n[“We must leave before dark.]\n[“And take the dog.”]",
    ),
    ("next-paragraph", "[“The lake is rising,”] <Lee> {said}.\n[“We must leave before dark.”]"),
    ("lead-in", "<Lee> {continued}:\n[“We must leave before dark.”]"),
    ("lead-in", "From <Chairwoman Park>{:}\n[“We must leave before dark.”]"),
    ("label", "<Mayor Denise Hartwell>{:} [“We will rebuild the road before winter.”]"),
    ("dash", "[“A true expert.”] {—} <Commissioner Joan Park>"),
]


@pytest.mark.parametrize(("how", "marked"), JOINED, ids=[case[1] for case in JOINED])
def test_joined(nlp: Language, how: str, marked: str) -> None:
    text, wanted = expected(marked)
    _, notes = related(nlp, text)
    assert parts(text, notes) == wanted
    assert how in notes[0]["evidence"]
    assert "floating" not in notes[0]["evidence"]


APART = [  # near misses: the words in marks at the end belong to no cue
    "“We won,” said Lee. The “experts” agreed.",  # no sentence of its own
    "“The lake is rising,” Lee said at the hall. She wept.\n“We must leave before dark.”",
    "“The lake is rising,” Lee said.\nRain fell.\n“We must leave before dark.”",
    "Lee had one more point.\n“We must leave before dark.”",
    "Lee said the lake was rising. Rain fell. “We must go now.”",
    "Lee said the bridge was safe, but the road was shut by snow that fell at night near “the bay”.",
    "“A true expert.” — but nobody came. “The bay” is a pub.",
]


@pytest.mark.parametrize("text", APART)
def test_apart(nlp: Language, text: str) -> None:
    _, notes = related(nlp, text)
    assert notes[-1]["cue"] is None
    assert text[notes[-1]["content"][0][0]] == "“"


def test_each_speaker_of_a_sentence_keeps_his_own(nlp: Language) -> None:
    text, wanted = expected("<Lee> {called} [it “unfair”]| and <Park> {said} [it was “a disgrace”].")
    assert parts(text, related(nlp, text)[1]) == wanted


DIALOGUE = [
    ("“Who took the boat?” asked Ann Lee.", "Ann Lee"),
    ("“I saw nothing,” said Omar Khan.", "Omar Khan"),
    ("“Nothing at all, you say?”", "Ann Lee"),
    ("“I was fast asleep.”", "Omar Khan"),
    ("“And the light in the yard?”", "Ann Lee"),
]


def sources(nlp: Language, lines: list[str]) -> list[str | None]:
    text = "\n".join(lines)
    _, notes = related(nlp, text)
    return [text[slice(*note["source"])] if note["source"] else None for note in notes]


def test_lines_of_a_dialogue_alternate(nlp: Language) -> None:
    lines, speakers = zip(*DIALOGUE, strict=True)
    assert sources(nlp, list(lines)) == list(speakers)


def test_long_turns_are_no_dialogue(nlp: Language) -> None:
    """The third line carries the second on, as newspapers print it."""
    lines = [line for line, _ in DIALOGUE[:2]] + [
        "“I went to bed at ten, I slept until the bell rang, and nobody in the house heard anything at all.”"
    ]
    assert sources(nlp, lines) == ["Ann Lee", "Omar Khan"]


def test_three_voices_do_not_alternate(nlp: Language) -> None:
    lines = [
        "“Who took the boat?” asked Ann Lee.",
        "“I saw nothing,” said Omar Khan.",
        "“Nor did I,” said Priya Nair.",
        "“Nothing at all, you say?”",
    ]
    assert sources(nlp, lines)[-1] is None


def test_a_label_makes_a_quotation_with_the_marks_in_it(nlp: Language) -> None:
    text, wanted = expected("<LEE>{:} [We will not “sell out”.]|\n<PARK>{:} [You did so in May.]")
    _, notes = related(nlp, text)
    assert parts(text, notes) == wanted
    assert [note["evidence"][0] for note in notes] == ["label", "label"]
