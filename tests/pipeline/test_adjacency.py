"""What stands beside words in marks: a positive case and a near miss for each construction."""

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from attribution.pipeline.adjacency import (
    Neighbourhood,
    Stretch,
    TokenIndex,
    nested_stretches,
    outermost,
)
from attribution.pipeline.annotations import annotations


def stretches_of(doc: Doc) -> list[Stretch]:
    return outermost(doc.text, TokenIndex(doc), annotations(doc))


def beside(nlp: Language, text: str) -> tuple[Doc, Neighbourhood, list[Stretch]]:
    doc = nlp(text)
    stretches = stretches_of(doc)
    return doc, Neighbourhood(doc, stretches, "en"), stretches


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("“We won,” said Ann Lee.", "said"),
        ("“Is it safe?” the senator asked.", "asked"),
        ("“Never!” cried the crowd.", "cried"),
        ("“We won,” the tall captain of the visiting team joked.", "joked"),
        ("“We won,” Lee, who trains the team, said.", "said"),
        ("“We waited for hours,” Omar Khan mumbled.", "mumbled"),  # any verb after a sentence's comma
        ("“Cold Harbour” opened in May.", None),
        ("“It leaks.” The council said nothing.", None),  # the sentence has ended
        ("“It leaks,” and the council said nothing.", None),
        ("“It leaks,” which nobody said aloud.", None),
        ("The “experts,” who said nothing, left.", None),
        ("“We won.”", None),
    ],
)
def test_cue_after(nlp: Language, text: str, cue: str | None) -> None:
    _, around, stretches = beside(nlp, text)
    found = around.cue_after(stretches[0])
    assert (found.text if found is not None else None) == cue


def test_a_cue_far_behind_is_not_looked_for(nlp: Language) -> None:
    _, around, stretches = beside(nlp, "“We won,” " + "from the very old town " * 8 + "said Lee.")
    assert around.cue_after(stretches[0]) is None


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Lee said, “We won.”", "said"),
        ("Lee said: “We won.”", "said"),
        ("Lee told reporters: “We won.”", "told"),
        ("Lee said “we won the cup.”", "said"),
        ("Lee said that “we won the cup”.", "said"),
        ("Fans marched along chanting “We want our ground back!”", "chanting"),
        ("The guide told them, pointing at the sea: “We sail tonight.”", "told"),
        ("A boat called “Ada” sank.", None),
        ("The café is called “Ada”.", None),
        ("She read “The Lost Bay” on the train.", None),
        ("The council said nothing about “the bay”.", None),
        ("Lee said so. “We won.”", None),
        ("The car was stuck in “mud”.", None),
        ("The house was painted “blue”.", None),
    ],
)
def test_cue_before(nlp: Language, text: str, cue: str | None) -> None:
    _, around, stretches = beside(nlp, text)
    found = around.cue_before(stretches[0])
    assert (found.text if found is not None else None) == cue


@pytest.mark.parametrize(
    ("text", "number", "lead", "tail"),
    [
        ("Rain fell. Lee said, “We won,” and left. Dogs barked.", 0, "Lee said,", "and left."),
        ("“We tried,” she said, “and failed.”", 0, "", "she said,"),
        ("“We tried,” she said, “and failed.”", 1, "she said,", ""),
        ("Rain fell.\n“We won,” said Lee\nDogs barked.", 0, "", "said Lee"),
    ],
)
def test_lead_and_tail(nlp: Language, text: str, number: int, lead: str, tail: str) -> None:
    doc, around, stretches = beside(nlp, text)
    first, last = around.lead(stretches[number]), around.tail(stretches[number])
    assert doc[slice(*first)].text.strip() == lead
    assert doc[slice(*last)].text.strip() == tail


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“We won,” said Mara Oyelaran of Marlow Rovers, smiling.", "Mara Oyelaran of Marlow Rovers"),
        ("“We won,” said Mara Oyelaran in the rain.", "Mara Oyelaran"),
        ("“We won,” said quickly.", None),
        ("“We won,” Mara Oyelaran said.", "Mara Oyelaran"),
        ("Mara Oyelaran said “we won.”", "Mara Oyelaran"),
    ],
)
def test_source_beside(nlp: Language, text: str, source: str | None) -> None:
    doc, around, stretches = beside(nlp, text)
    verb = next(token for token in doc if token.text == "said")
    found = around.source_beside(verb, stretches[0])
    assert (doc[slice(*found)].text if found else None) == source


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("“We won.”", True),
        ("“We won,” said Lee.", True),
        ("“… and we won!” said Lee.", True),
        ("“My father told me: ‘Never look back.’”", True),
        ("Lee said “we won.”", False),
        ("Lee called it “Unfair play” today.", False),
        ("“Never!”", False),  # one word is no sentence
    ],
)
def test_sentences_in_marks(nlp: Language, text: str, sentence: bool) -> None:
    assert stretches_of(nlp(text))[0].is_sentence is sentence


def test_outermost_stretches_know_what_they_carry_on(nlp: Language) -> None:
    doc = nlp("“We tried.\n“We failed.”\n“Never.”")
    assert [(s.number, s.continues) for s in stretches_of(doc)] == [(0, None), (1, 0), (2, None)]


def test_nested_stretches_have_the_one_around_for_a_paragraph(nlp: Language) -> None:
    doc = nlp("“She told me: ‘Go home’ – so I went,” Kim said. “I ran.”")
    outer = stretches_of(doc)
    [inner] = nested_stretches(doc.text, TokenIndex(doc), annotations(doc), outer)
    assert doc[inner.start : inner.end].text == "‘Go home’"
    assert inner.paragraph == (outer[0].start + 1, outer[0].end - 1)


def test_empty_marks_are_no_stretch(nlp: Language) -> None:
    assert stretches_of(nlp("The sign read “” and nothing else.")) == []


def test_token_index_finds_the_tokens_that_a_span_touches(nlp: Language) -> None:
    doc = nlp.make_doc("We won the cup.")
    index = TokenIndex(doc)
    for start, end, words in ((0, 2, "We"), (3, 10, "won the"), (4, 8, "won the"), (0, 15, doc.text)):
        first, last = index.tokens(start, end)
        assert doc[first:last].text == words
