"""The stage on notes made for the test; whole articles are read with the shipped network."""

import numpy as np
import pytest

from attribution import Extractor
from attribution.models import DEFAULT_MODEL
from attribution.pipeline.annotations import annotations
from attribution.pipeline.decoding import Decoded
from attribution.pipeline.tagger import Limits, confidence, create_tagger, disjoint
from tests.pipeline.noting import fitting_of, note_of, range_of

TEXT = "“The pool is warm,” said Mara Oyelaran. The council said the road was closed."
EVEN = (0.0, 1.0, 1.0)


def _decoded(text, content, cue="said", source=None, *, chance=0.9):
    return Decoded(
        content=[range_of(text, words) for words in content],
        cue=range_of(text, cue),
        source=range_of(text, source) if source else None,
        relation=chance,
        stated=0.9,
        content_chance=0.9,
        source_chance=0.8 if source else None,
        labels=np.zeros(1, np.int64),
        first=0,
    )


# ---- what the network says ----


def test_the_likelier_of_two_relations_has_the_words():
    text = "Ada said the quay is shut, Jon heard."
    strong = _decoded(text, ["the quay is shut"])
    weak = _decoded(text, ["the quay is shut"], "heard", chance=0.5)
    assert disjoint(text, [weak, strong], fitting_of(text), Limits()) == [strong]


def test_what_is_unlikely_is_no_relation():
    text = "Ada said the quay is shut."
    made = [_decoded(text, ["the quay is shut"], chance=0.5)]
    assert disjoint(text, made, fitting_of(text), Limits(relation=0.6)) == []
    assert len(disjoint(text, made, fitting_of(text), Limits(relation=0.4))) == 1


def test_words_given_away_stay_away():
    text = "Ada said the quay is shut."
    sure = note_of(text, ["the quay is shut"], None, None, "dash")
    made = [_decoded(text, ["the quay is shut"])]
    assert disjoint(text, made, fitting_of(text), Limits(), sure=[sure]) == []


def test_a_cue_is_no_part_of_its_content():
    text = "The quay, Ada said, is shut."
    made = _decoded(text, ["The quay, Ada said, is shut"])
    [kept] = disjoint(text, [made], fitting_of(text), Limits())
    assert [text[a:b] for a, b in kept.content] == ["The quay, Ada", "is shut"]


def test_a_piece_that_is_all_that_another_has_is_left_to_it():
    text = "Ada said the quay is shut. Jon added the inn is open."
    both = _decoded(text, ["the quay is shut", "the inn is open"])
    one = _decoded(text, ["the inn is open"], "added", chance=0.6)
    kept = disjoint(text, [both, one], fitting_of(text), Limits())
    assert [[text[a:b] for a, b in each.content] for each in kept] == [
        ["the quay is shut"],
        ["the inn is open"],
    ]


def test_confidence_grows_with_both_chances_and_stays_a_chance():
    text = "Ada said the quay is shut."
    chances = [
        confidence(_decoded(text, ["the quay"], chance=chance), EVEN) for chance in (0.0, 0.2, 0.9, 1.0)
    ]
    assert chances == sorted(chances)
    assert 0 < chances[0] < chances[-1] <= 1
    assert confidence(_decoded(text, ["the quay"]), (-9.0, 0.0, 0.0)) < 0.01


def test_where_nothing_was_read_the_rules_stand(nlp):
    doc = nlp(TEXT)
    rules = [note_of(TEXT, ["“The pool is warm,”"], "said", "Mara Oyelaran", "clause")]
    annotations(doc)["relations"] = rules
    create_tagger(nlp, "tagger", language="en")(doc)
    assert annotations(doc)["relations"] == rules


# ---- whole articles ----

ARTICLES = [
    TEXT,
    "Mayor Ines Aldo said the ferry will stop for the winter.\n\n“The boat is old,” she said. “We wait.”",
    "Rain fell on Karsby.",
    "According to the council, a lamp will stand at every corner. “Who pays?” asked Jon Falk.",
    "“It is late,” said Teo Brandt, a baker.\n\n“And it is cold.”",
]


def test_the_tagger_is_the_default_and_puts_its_relations_in_the_place_of_the_rules(extractor):
    assert DEFAULT_MODEL == "tagger"
    found = extractor.extract(TEXT)
    assert found.model.name == "tagger-en"
    first, *_ = found.quotations
    assert first.text == "“The pool is warm,”"
    assert first.source.text == "Mara Oyelaran"
    assert first.evidence[0] == "network"
    assert not [warning for warning in found.warnings if warning.code == "stage-failed"]


def test_the_rules_alone_do_not_ask_it():
    found = Extractor(model="rules").extract(TEXT)
    assert found.model.name == "rules-en"
    assert found.quotations
    assert not [one for one in found.quotations if "network" in one.evidence]


def test_the_same_text_gives_the_same_extraction_each_time(extractor):
    first = [extractor.extract(text) for text in ARTICLES]
    assert first == [extractor.extract(text) for text in ARTICLES]
    assert any(one.quotations for one in first)


@pytest.mark.parametrize("size", [1, 2, 3, 16])
def test_an_extraction_does_not_depend_on_what_stands_beside_it(extractor, size):
    alone = {text: extractor.extract(text) for text in ARTICLES}
    for order in (ARTICLES, ARTICLES[::-1], ARTICLES[2:] + ARTICLES[:3]):
        assert list(extractor.extract_many(order, batch_size=size)) == [alone[text] for text in order]
