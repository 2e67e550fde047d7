"""The stage as a whole: what it notes, what floats, what is nested, and why something is no statement."""

import pytest
from spacy.language import Language

from attribution import Extractor
from attribution.pipeline.annotations import RelationNote, annotations
from attribution.pipeline.relations import create_relations
from attribution.pipeline.syntax import LONGEST
from tests.pipeline.relating import expected, parts, related


def noted(nlp: Language, text: str) -> list[RelationNote]:
    return related(nlp, text)[1]


FLOATING = [
    # who speaks in the sentence before, or is the one person in it
    "<Omar Khan, a bus driver>, was furious. [“We waited for hours.”]",
    "<Ann Lee> was glad. [“We tried hard all summer.”]",
    "<She> was glad. [“We tried hard all summer.”]",
    "<The farmer> was glad. [“We tried hard all summer.”]",
    # nobody there
    "Rain fell all day. [“We waited for hours.”]",
    "The roof was wet. [“We tried hard all summer.”]",
    "Ann Lee met Omar Khan. [“We tried hard all summer.”]",  # two
    "Ann Lee was glad.\n[“We tried hard all summer.”]",  # another paragraph
    "[“We waited for hours.”]",
]


@pytest.mark.parametrize("marked", FLOATING)
def test_floating(nlp: Language, marked: str) -> None:
    text, wanted = expected(marked)
    notes = noted(nlp, text)
    assert parts(text, notes) == wanted
    source = "sentence-before" if "source" in wanted[0] else "no-source"
    assert notes[0]["evidence"] == ["floating", source]
    assert (notes[0]["cue"], notes[0]["statement"], notes[0]["reason"]) == (None, True, None)


@pytest.mark.parametrize(
    "before", ["Otto Berg knows who suggested that it rained.", "Who said that it had rained?"]
)
def test_who_is_asked_for_is_nobody(nlp: Language, before: str) -> None:
    note = related(nlp, f"{before} “We waited for hours for the boat to come.”")[1][-1]
    assert (note["source"], note["evidence"]) == (None, ["floating", "no-source"])


ANEW = [  # marks that open anew in one paragraph are one quotation
    "Rain fell all day. [“We waited for hours. “Nobody came. “We went home.”]",
    "[“We are shut,”] <Lee> {said}.\n[“We open in May, if it is dry. “Until then we wait.”]",
    "[“We are shut. “Come back in May,”] <Lee> {said}.",
]


@pytest.mark.parametrize("marked", ANEW)
def test_marks_that_open_anew(nlp: Language, marked: str) -> None:
    text, wanted = expected(marked)
    assert parts(text, noted(nlp, text)) == wanted


def test_a_title_is_not_carried_on(rules: Extractor) -> None:
    found = rules.extract("“We won,”\n\nRain fell.", title="“Never again,” Kim said.")
    assert all(len({span.field for span in quotation.spans}) == 1 for quotation in found.quotations)


def test_the_last_speaker_goes_on(nlp: Language) -> None:
    notes = noted(nlp, "Lee said the lake was rising. “We must go now.”")
    assert [note["source"] for note in notes] == [[0, 3], [0, 3]]


REASONS = [  # reason, text whose last quotation has it
    ("scare", "The car was stuck in “mud”."),
    ("scare", "The so-called “experts” met again."),
    ("scare", "“We won.” He left."),  # too short to float
    ("title", "The novel “Cold Harbour” won the prize."),
    ("title", "They read “Cold Harbour Lane” aloud."),
    ("title", "He stars in “The Last Ferry Home” this week."),
    ("nickname", "Members of Frank “Bear” Miller sang."),
    ("nickname", "The fighter, nicknamed “the Hammer”, lost."),
    ("motto", "Under the motto “Never again” they marched."),
    ("motto", "Marchers waved banners with “No more cuts” on them."),
    ("other", "The word “bay” has three letters."),
    ("thought", "Lee thinks the bridge is safe."),
    ("thought", "Lee hopes that the rain will stop."),
    ("plan", "Lee plans to leave the party."),
    ("hypothetical", "Lee could have said the bridge was safe."),
    ("hypothetical", "If Lee says the bridge is safe, nobody listens."),
    ("hypothetical", "She closed the door as if to say “never again.”"),
    (None, "Lee said the bridge was safe."),
    (None, "“I hope the rain stops,” Lee said."),
    (None, "“The rain will stop,” Lee hoped."),  # said aloud
    (None, "As Lee says, the bridge is safe."),
]


@pytest.mark.parametrize(("reason", "text"), REASONS, ids=[case[1] for case in REASONS])
def test_reasons(nlp: Language, reason: str | None, text: str) -> None:
    note = noted(nlp, text)[-1]
    assert (note["reason"], note["statement"]) == (reason, reason is None)


def test_a_thought_in_marks(nlp: Language) -> None:
    assert noted(nlp, "“Why me?” she thought.")[0]["reason"] == "thought"


NESTED = [  # text, then content and source of the inner quotation
    ("“She told me: ‘Go home’ – so I went,” Kim said.", "‘Go home’", "She"),
    ("“The doctor said I was fine,” Kim said.", "I was fine", "The doctor"),
    (
        "The judge told the court: “The guard said ‘open the gate’ twice.”",
        "‘open the gate’ twice",
        "The guard",
    ),
    ("“We left,” Kim said. “My father told me: ‘Never look back.’”", "‘Never look back.’", "My father"),
]


@pytest.mark.parametrize(("text", "content", "source"), NESTED)
def test_nested(nlp: Language, text: str, content: str, source: str) -> None:
    notes = noted(nlp, text)
    outer, inner = parts(text, notes)
    assert (inner["content"], inner["source"]) == ([content], [source])
    assert [note["parent"] for note in notes] == [None, 0]
    assert content in " ".join(outer["content"])


@pytest.mark.parametrize(
    "text",
    [
        "“I think it was late,” Kim said.",  # the speaker's own
        "“We said it was late,” Kim said.",
        "“My favourite song is ‘Cold Harbour’,” Kim said.",  # a title
        "“It was ‘late’,” Kim said.",
    ],
)
def test_not_nested(nlp: Language, text: str) -> None:
    assert len(noted(nlp, text)) == 1


def test_parents_are_found_beside_many_others(nlp: Language) -> None:
    line = "“She told me: ‘Go home’ – so I went,” Kim said."
    text = "\n".join([line] * 5)
    notes = noted(nlp, text)
    assert [note["parent"] for note in notes] == [None, 0, None, 2, None, 4, None, 6, None, 8]


@pytest.mark.parametrize(
    ("text", "lemma", "act", "evidence"),
    [
        ("“We won,” Lee said.", "say", "say", "cue-after"),
        ("Lee denied that he had won.", "deny", "deny", "clause"),
        ("Lee promised to mend the roof.", "promise", "promise", "infinitive"),
        ("Lee warned against haste.", "warn", "warn", "preposition"),
        ("“We won,” Omar Khan mumbled.", "mumbled", "say", "cue-after"),  # no cue of the language
        ("“A true expert.” — Joan Park", "—", "say", "dash"),
        ("It was said that the bay was deep.", "say", "say", "no-source"),
    ],
)
def test_what_is_noted_of_a_cue(nlp: Language, text: str, lemma: str, act: str, evidence: str) -> None:
    note = noted(nlp, text)[0]
    assert (note["lemma"], note["act"]) == (lemma, act)
    assert evidence in note["evidence"]
    assert (note["source_confidence"] is None) == (note["source"] is None)
    assert 0 < note["confidence"] < 1


def test_relations_come_in_the_order_of_the_text(nlp: Language) -> None:
    text = "The “experts” left. Lee said it rained. “We waited,” said Kim. “The boat never came.”"
    starts = [note["content"][0][0] for note in noted(nlp, text)]
    assert starts == sorted(starts)
    assert len(starts) == 3


def test_contents_are_cut_at_the_ends_of_paragraphs(nlp: Language) -> None:
    text = "Lee said: “The lake is rising.\n“We must go.”"
    [note] = noted(nlp, text)
    assert [text[slice(*piece)] for piece in note["content"]] == ["“The lake is rising.", "“We must go.”"]


def test_a_second_reading_replaces_the_first(nlp: Language) -> None:
    doc, first = related(nlp, "“We won,” said Lee.")
    create_relations(nlp, "relations", language="en")(doc)
    assert annotations(doc)["relations"] == first


def test_a_sentence_without_end_is_left_to_its_marks(nlp: Language) -> None:
    text = "“We won,” said Lee and he said that " + "he said that " * (LONGEST // 3)
    doc, notes = related(nlp, text)
    assert [note["content"] for note in notes] == [[[0, 9]]]
    [warning] = [w for w in annotations(doc)["warnings"] if w["code"] == "long-sentence"]
    assert (warning["start"], warning["end"]) == (0, len(text.strip()))


@pytest.mark.parametrize("text", ["", " \n ", "Rain.", "“", "””", "said", "According to", ":", "said:\n“"])
def test_next_to_nothing(nlp: Language, text: str) -> None:
    assert all(note["content"] for note in noted(nlp, text))
