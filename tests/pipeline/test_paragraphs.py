"""No sentence runs over a paragraph break."""

import pytest
from spacy.language import Language

from attribution.pipeline.annotations import annotations
from attribution.pipeline.paragraphs import create_paragraphs


@pytest.mark.parametrize(
    "text",
    [
        "Harbour plan\n\nthe council met on Monday",
        "LEE: We will not sell\nPARK: nor will we",
        "The bridge, the council said,\n\nwould be closed for a year.",
    ],
)
def test_each_paragraph_begins_a_sentence(nlp: Language, text: str) -> None:
    doc = nlp(text)
    starts = {sentence.start_char for sentence in doc.sents}
    assert {start for start, _ in annotations(doc)["paragraphs"]} <= starts


def test_without_the_stage_they_do_not(nlp: Language) -> None:
    text = "The bridge, the council said,\n\nwould be closed for a year."
    with nlp.select_pipes(disable=["attribution_paragraphs"]):
        doc = nlp(text)
    assert text.index("would") not in {sentence.start_char for sentence in doc.sents}


def test_a_break_within_a_paragraph_is_none(nlp: Language) -> None:
    doc = create_paragraphs(nlp, "paragraphs")(nlp.make_doc("One two.\nThree four."))
    assert [token.text for token in doc if token.is_sent_start] == ["One", "Three"]


def test_a_parsed_doc_is_left_as_it_is(nlp: Language) -> None:
    doc = nlp("Lee won. Park lost.\nRain fell.")
    before = [sentence.text for sentence in doc.sents]
    create_paragraphs(nlp, "paragraphs")(doc)
    assert [sentence.text for sentence in doc.sents] == before
