"""The stage on notes made for the test; whole articles are read with the shipped network."""

import numpy as np
import pytest

from attribution import Extractor
from attribution.models import DEFAULT_MODEL
from attribution.pipeline.annotations import annotations, relation
from attribution.pipeline.decoding import Decoded
from attribution.pipeline.spans import Fitting
from attribution.pipeline.tagger import Limits, confidence, create_tagger, disjoint, united
from attribution.text.marks import pair_marks

TEXT = "“The pool is warm,” said Mara Oyelaran. The council said the road was closed."
EVEN = (0.0, 1.0, 1.0)


def _range(text, words):
    start = text.index(words)
    return [start, start + len(words)]


def _decoded(text, content, cue="said", source=None, *, chance=0.9):
    return Decoded(
        content=[_range(text, words) for words in content],
        cue=_range(text, cue),
        source=_range(text, source) if source else None,
        relation=chance,
        stated=0.9,
        content_chance=0.9,
        source_chance=0.8 if source else None,
        labels=np.zeros(1, np.int64),
        first=0,
    )


def _note(text, content, cue=None, source=None, *evidence, **more):
    made = relation(
        [_range(text, words) for words in content],
        _range(text, cue) if cue else None,
        _range(text, source) if source else None,
    )
    made["evidence"] = list(evidence)
    made.update(more)
    return made


def _fitting(text):
    end = [0, len(text)]
    stretches = pair_marks(text, [tuple(end)], language="en").stretches
    marks = [
        {
            "start": s.start, "end": s.end, "depth": s.depth, "parent": None, "closed": s.closed,
            "continues": s.continues, "paragraph": 0,
        }
        for s in stretches
    ]  # fmt: skip
    return Fitting(text, marks)


def _united(text, found, rules):
    return united(text, found, rules, _fitting(text), Limits())


def _contents(text, notes):
    return [[text[start:end] for start, end in note["content"]] for note in notes]


# ---- what the network says ----


def test_the_likelier_of_two_relations_has_the_words():
    text = "Ada said the quay is shut, Jon heard."
    strong = _decoded(text, ["the quay is shut"])
    weak = _decoded(text, ["the quay is shut"], "heard", chance=0.5)
    assert disjoint(text, [weak, strong], _fitting(text), Limits()) == [strong]


def test_what_is_unlikely_is_no_relation():
    text = "Ada said the quay is shut."
    made = [_decoded(text, ["the quay is shut"], chance=0.5)]
    assert disjoint(text, made, _fitting(text), Limits(relation=0.6)) == []
    assert len(disjoint(text, made, _fitting(text), Limits(relation=0.4))) == 1


def test_words_given_away_stay_away():
    text = "Ada said the quay is shut."
    sure = _note(text, ["the quay is shut"], None, None, "dash")
    made = [_decoded(text, ["the quay is shut"])]
    assert disjoint(text, made, _fitting(text), Limits(), sure=[sure]) == []


def test_a_cue_is_no_part_of_its_content():
    text = "The quay, Ada said, is shut."
    made = _decoded(text, ["The quay, Ada said, is shut"])
    [kept] = disjoint(text, [made], _fitting(text), Limits())
    assert [text[a:b] for a, b in kept.content] == ["The quay, Ada", "is shut"]


def test_a_piece_that_is_all_that_another_has_is_left_to_it():
    text = "Ada said the quay is shut. Jon added the inn is open."
    both = _decoded(text, ["the quay is shut", "the inn is open"])
    one = _decoded(text, ["the inn is open"], "added", chance=0.6)
    kept = disjoint(text, [both, one], _fitting(text), Limits())
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


# ---- what the rules add ----


def test_rules_tell_act_and_source_of_the_same_cue():
    text = "Ada denied that the quay is shut."
    found = _note(text, ["that the quay is shut"], "denied", None, "network", "no-source")
    rule = _note(text, ["the quay is shut"], "denied", "Ada", "clause", lemma="deny", act="deny")
    rule["source_confidence"] = 0.9
    [made] = _united(text, [found], [rule])
    assert _contents(text, [made]) == [["that the quay is shut"]]
    assert (made["lemma"], made["act"], made["source"]) == ("deny", "deny", [0, 3])
    assert made["evidence"] == ["network", "clause"]
    assert made["source_confidence"] == 0.9


TWO = "“The quay is shut,” said Ada. “Go home.”"


def test_marked_pieces_that_rules_gave_to_the_same_cue_are_added():
    found = _note(TWO, ["“The quay is shut,”"], "said", "Ada", "network")
    rule = _note(TWO, ["“The quay is shut,”", "“Go home.”"], "said", "Ada", "carried-on")
    [made] = _united(TWO, [found], [rule])
    assert _contents(TWO, [made]) == [["“The quay is shut,”", "“Go home.”"]]


def test_pieces_without_marks_are_not_added():
    text = "“The quay is shut,” said Ada. He left."
    found = _note(text, ["“The quay is shut,”"], "said", "Ada", "network")
    rule = _note(text, ["“The quay is shut,”", "He left."], "said", "Ada", "carried-on")
    assert _contents(text, _united(text, [found], [rule])) == [["“The quay is shut,”"]]


def test_pieces_that_another_relation_has_are_not_added():
    text = "“The quay is shut,” said Ada. “Go home,” begged Jon."
    found = [
        _note(text, ["“The quay is shut,”"], "said", "Ada", "network"),
        _note(text, ["“Go home,”"], "begged", "Jon", "network"),
    ]
    rule = _note(text, ["“The quay is shut,”", "“Go home,”"], "said", "Ada", "clause")
    assert _contents(text, _united(text, found, [rule])) == [["“The quay is shut,”"], ["“Go home,”"]]


def test_what_rules_read_from_marks_alone_stays():
    text = "Ada left. “Go home.” The quay is shut."
    marked = _note(text, ["“Go home.”"], None, None, "floating")
    plain = _note(text, ["The quay is shut."], None, None, "clause")
    assert _united(text, [], [marked, plain]) == [marked]


def test_what_rules_read_from_the_layout_stays():
    text = "Ada: the quay is shut. Jon thinks so."
    label = _note(text, ["the quay is shut."], None, "Ada", "label")
    assert _united(text, [], [label]) == [label]


def test_a_rule_about_the_same_words_with_another_cue_yields():
    text = "“The quay is shut,” said Ada, who laughed."
    found = _note(text, ["“The quay is shut,”"], "said", "Ada", "network")
    rule = _note(text, ["“The quay is shut,”"], "laughed", "Ada", "clause")
    assert _united(text, [found], [rule]) == [found]


def test_a_quotation_inside_a_quotation_finds_its_new_parent():
    text = "Jon left. “He said ‘no’ to me,” said Ada."
    first = _note(text, ["“He said ‘no’ to me,”"], None, "Ada", "network")
    nested = _note(text, ["‘no’"], None, None, "nested", parent=7)
    lost = _note(text, ["Jon left"], None, None, "nested", parent=7)
    made = _united(text, [first], [nested, lost])
    assert [note["parent"] for note in made] == [None, 0]
    assert _contents(text, made)[1] == ["‘no’"]


def test_relations_come_in_the_order_of_the_text():
    text = "“Go home,” said Ada. Jon said the quay is shut."
    found = _note(text, ["the quay is shut"], "Jon said", None, "network")
    rule = _note(text, ["“Go home,”"], "said", "Ada", "clause")
    assert _contents(text, _united(text, [found], [rule])) == [["“Go home,”"], ["the quay is shut"]]


def test_where_nothing_was_read_the_rules_stand(nlp):
    doc = nlp(TEXT)
    rules = [_note(TEXT, ["“The pool is warm,”"], "said", "Mara Oyelaran", "clause")]
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
