import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, Span
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import BertPreTokenizer

from attribution.models.network import network
from attribution.models.pieces import ENTITIES, PLACES, read_pieces
from attribution.pipeline.annotations import READING
from attribution.pipeline.reader import Reader, create_reader

TEXT = "Ada Moen left. Karsby-on-Sea sleeps.\n\nJon Falk stays."


class _Network:
    """Finds the named entities that it is told of, piece by piece."""

    def __init__(self, **kinds):
        self.kinds = {word: ENTITIES.index(kind) for word, kind in kinds.items()}
        self._tokenizer = Tokenizer(WordLevel({"[UNK]": 0, "[SEP]": 1}, unk_token="[UNK]"))
        self._tokenizer.pre_tokenizer = BertPreTokenizer()

    def pieces(self, text, paragraphs, marks):
        self._text = text
        return read_pieces(text, paragraphs, marks, self._tokenizer)

    def read(self, pieces):
        words = [self._text[a:b] for a, b in zip(pieces.starts, pieces.ends, strict=True)]
        return ["a cue"], np.array([self.kinds.get(word, 0) for word in words], np.int64)


@pytest.fixture
def doc():
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp(TEXT)


def _found(doc):
    return [(ent.text, ent.label_) for ent in doc.ents]


def test_the_reading_waits_on_the_doc(doc):
    stage = Reader(_Network())
    assert stage(doc) is doc
    reading = doc.user_data[READING]
    assert reading.network is stage.network
    assert reading.cues == ["a cue"]
    assert TEXT[reading.pieces.starts[-2] : reading.pieces.ends[-2]] == "stays"


def test_entities_are_written_where_none_were_looked_for(doc):
    Reader(_Network(Ada="PERSON", Moen="PERSON", Jon="PERSON", Falk="PERSON"))(doc)
    assert _found(doc) == [("Ada Moen", "PERSON"), ("Jon Falk", "PERSON")]


def test_a_token_is_what_its_first_piece_is():
    doc = Doc(spacy.blank("en").vocab, words=["In", "Karsby-on-Sea", "it", "rains"])
    Reader(_Network(Karsby="GPE", Sea="ORG"))(doc)
    assert _found(doc) == [("Karsby-on-Sea", "GPE")]


def test_what_stands_side_by_side_is_one_within_a_kind_and_a_sentence():
    doc = Doc(
        spacy.blank("en").vocab,
        words=["Ada", "Moen", "Karsby", "Jon", "Falk"],
        sent_starts=[True, False, False, False, True],
    )
    Reader(_Network(Ada="PERSON", Moen="PERSON", Karsby="GPE", Jon="PERSON", Falk="PERSON"))(doc)
    assert _found(doc) == [
        ("Ada Moen", "PERSON"), ("Karsby", "GPE"), ("Jon", "PERSON"), ("Falk", "PERSON"),
    ]  # fmt: skip


@pytest.mark.parametrize("given", [["ORG"], []], ids=["some", "none"])
def test_what_an_entity_recognizer_found_stays(doc, given):
    doc.set_ents([Span(doc, 0, 2, label=label) for label in given], default="outside")
    Reader(_Network(Ada="PERSON"))(doc)
    assert [label for _, label in _found(doc)] == given


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_a_doc_without_words_is_read(text):
    doc = Reader(_Network())(spacy.blank("en")(text))
    assert doc.ents == ()
    assert len(doc.user_data[READING].pieces) == 0


def test_the_network_is_told_paragraphs_and_marks(nlp):
    doc = Reader(_Network())(nlp("“We ‘won’ it,” said Ada.\n\nJon left."))
    pieces = doc.user_data[READING].pieces
    assert pieces.paragraphs.max() == 1
    places = [PLACES[number] for number in pieces.places]
    assert places[:8] == [
        "opens", "inside", "opens-nested", "nested", "closes-nested", "inside", "inside", "closes",
    ]  # fmt: skip


def test_the_factory_reads_with_the_shipped_network(nlp):
    stage = create_reader(nlp, "reader", language="en", folder=None)
    assert stage.network is network("en")


def test_paragraphs_that_leave_no_piece_are_read(nlp):
    with nlp.select_pipes(disable="ner"):
        doc = nlp("\ufffd\n\n\ufffd")
    create_reader(nlp, "reader", language="en", folder=None)(doc)
    assert doc.user_data[READING].cues == []
    assert doc.ents == ()
