"""The stage that puts the stretches in marks on a Doc."""

from __future__ import annotations

import pickle

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from attribution.pipeline.annotations import annotations
from attribution.pipeline.marks import SPANS, Marks

TEXT = "“She told me: ‘Go home’,” Kim said.\n\n“It was late, she said."


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("attribution_marks")
    return nlp


def test_writes_stretches(nlp: Language) -> None:
    outer, inner, lost = annotations(nlp(TEXT))["marks"]
    assert outer == {
        "start": 0, "end": 25, "depth": 0, "parent": None, "closed": True, "continues": None, "paragraph": 0,
    }  # fmt: skip
    assert (TEXT[inner["start"] : inner["end"]], inner["parent"]) == ("‘Go home’", 0)
    assert (TEXT[lost["start"] :], lost["closed"], lost["paragraph"]) == ("“It was late, she said.", False, 1)


def test_spans_take_whole_tokens(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert [span.text for span in doc.spans[SPANS]] == ["“She told me: ‘Go home’,”", "‘Go home’", TEXT[37:]]
    glued = nlp('xx"a b"yy')
    assert all(span.start_char <= 2 for span in glued.spans[SPANS])


def test_warnings_are_appended_once(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    annotations(doc)["warnings"].append(
        {"code": "early", "message": "from before", "start": None, "end": None}
    )
    stage = nlp.get_pipe("attribution_marks")
    doc = stage(stage(doc))
    assert [(w["code"], w["start"]) for w in annotations(doc)["warnings"]] == [
        ("early", None),
        ("unclosed-mark", 37),
    ]


def test_running_again_takes_old_warnings_back(nlp: Language) -> None:
    doc = nlp(TEXT)
    annotations(doc)["paragraphs"] = [[0, 35]]
    doc = nlp.get_pipe("attribution_marks")(doc)
    assert annotations(doc)["warnings"] == []


def test_respects_given_paragraphs(nlp: Language) -> None:
    doc = nlp.make_doc("“One. Two,” he said.")
    annotations(doc)["paragraphs"] = [[0, 5], [6, 20]]
    doc = nlp.get_pipe("attribution_marks")(doc)
    assert [(m["start"], m["end"]) for m in annotations(doc)["marks"]] == [(0, 5)]


def test_predict_leaves_the_doc(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    pairing = Marks().predict(doc)
    assert len(pairing.stretches) == 3
    assert annotations(doc)["marks"] == []
    assert SPANS not in doc.spans


@pytest.mark.parametrize("text", ["", " ", "\n\n", "No marks."])
def test_nothing_to_find(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert annotations(doc)["marks"] == []
    assert len(doc.spans[SPANS]) == 0


def test_doc_round_trip(nlp: Language) -> None:
    doc = nlp(TEXT)
    back = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert annotations(back) == annotations(doc)
    assert [span.text for span in back.spans[SPANS]] == [span.text for span in doc.spans[SPANS]]


def test_pipeline_pickles(nlp: Language) -> None:
    copy = pickle.loads(pickle.dumps(nlp))
    assert annotations(copy(TEXT)) == annotations(nlp(TEXT))


def test_pipeline_saves_and_loads(nlp: Language) -> None:
    copy = spacy.blank("en")
    copy.add_pipe("attribution_marks")
    copy.from_bytes(nlp.to_bytes())
    assert annotations(copy(TEXT)) == annotations(nlp(TEXT))
