import numpy as np
import pytest
import spacy
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import BertPreTokenizer

from attribution.errors import EvaluationError
from attribution.evaluation.gold import GoldArticle, Relation
from attribution.models.network import CONTENT, CUE, SOURCE
from attribution.models.pieces import ENTITIES
from attribution.text.reader import read_plain
from attribution.training.config import SourceConfig
from attribution.training.data import UNSURE, Entities, example_of, pieces_of, plain_example, read_examples
from tests.training.tiny import no_entities


@pytest.fixture
def tokenizer():
    made = Tokenizer(WordLevel({"[UNK]": 0, "[SEP]": 1}, unk_token="[UNK]"))
    made.pre_tokenizer = BertPreTokenizer()
    return made


@pytest.fixture(scope="module")
def entities(tmp_path_factory):
    """Labels by a pipeline that knows one person and one place."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    known = (("PERSON", "Ada Moen"), ("GPE", "Karsby"))
    ruler.add_patterns([{"label": label, "pattern": name} for label, name in known])
    path = tmp_path_factory.mktemp("pipeline") / "ruler"
    nlp.to_disk(path)
    return Entities(str(path))


def _example(text, tokenizer, *, statements=False, **parts):
    spans = {
        name: tuple((text.index(words), text.index(words) + len(words)) for words in given)
        for name, given in parts.items()
    }
    article = GoldArticle("a", text, text, (Relation(**spans),))
    return example_of(article, tokenizer, no_entities, statements=statements)


def _words(example, label):
    chosen = np.flatnonzero(example.relations[0].labels == label)
    return [(int(example.pieces.starts[i]), int(example.pieces.ends[i])) for i in chosen]


def test_spans_come_back_from_the_labels_although_the_text_was_normalised(tokenizer):
    text = "  Ada  said   the\tquay is shut."
    example = _example(text, tokenizer, content=["the\tquay is shut"], source=["Ada"], cue=["said"])
    assert _words(example, SOURCE) == [(0, 3)]
    assert _words(example, CUE) == [(4, 8)]
    assert [end - start for start, end in _words(example, CONTENT)] == [3, 4, 2, 4]
    assert example.relations[0].stated == 1


def test_marks_in_another_style_are_labelled_all_the_same(tokenizer):
    text = "'The quay is shut,' said Ada."
    example = _example(text, tokenizer, content=["'The quay is shut,'"], source=["Ada"], cue=["said"])
    assert len(_words(example, CONTENT)) == 7
    assert example.pieces.places[0] != 0


@pytest.mark.parametrize(("cue", "stated"), [("said", 1), ("hopes", 0), ("zigzagged", UNSURE)])
def test_the_cue_tells_whether_it_was_stated(tokenizer, cue, stated):
    text = f"Ada {cue} the quay is shut."
    example = _example(text, tokenizer, content=["the quay is shut"], source=["Ada"], cue=[cue])
    assert example.relations[0].stated == stated


def test_where_only_statements_are_annotated_all_are(tokenizer):
    text = "Ada hopes the quay is shut."
    example = _example(text, tokenizer, statements=True, content=["the quay is shut"], cue=["hopes"])
    assert example.relations[0].stated == 1


@pytest.mark.parametrize(
    "parts", [{"content": ["the quay"]}, {"cue": ["the quay"]}], ids=["no cue", "no content"]
)
def test_a_relation_without_cue_or_content_is_left_out(tokenizer, parts):
    given = {"content": [], **parts}
    assert _example("Ada: the quay", tokenizer, source=["Ada"], **given).relations == ()


def test_entities_are_labelled_piece_by_piece_and_breaks_are_none(tokenizer, entities):
    document = read_plain("Here lives Ada Moen.\n\nKarsby is small.")
    pieces = pieces_of(document, tokenizer)
    kinds = [ENTITIES[number] for number in entities(document.text, pieces)]
    assert kinds == ["", "", "PERSON", "PERSON", "", "", "GPE", "", "", ""]


def test_an_example_carries_the_labels_of_its_labeller(tokenizer, entities):
    article = GoldArticle("a", "Ada Moen left.", "Ada Moen left.", ())
    example = example_of(article, tokenizer, entities, statements=False)
    assert (example.entities == ENTITIES.index("PERSON")).tolist() == [True, True, False, False]


def test_a_plain_article_has_no_relations_and_says_so(tokenizer):
    example = plain_example("Ada said the quay is shut.", tokenizer, no_entities)
    assert example.plain
    assert not example.relations
    assert len(example.entities) == len(example.pieces) == 7


def test_a_file_is_read_in_its_order(articles, tokenizer):
    gold = list(read_examples(articles, SourceConfig("gold.jsonl", statements=True), tokenizer, no_entities))
    assert [(one.id, len(one.relations), one.statements) for one in gold] == [
        ("ferry", 4, True),
        ("bridge", 3, True),
    ]
    plain = list(read_examples(articles, SourceConfig("plain.jsonl", plain=True), tokenizer, no_entities))
    assert [len(one.pieces) for one in plain] == [len(one.pieces) for one in gold]
    assert all(one.plain for one in plain)


def test_a_file_that_is_not_gold_is_refused(articles, tokenizer):
    with pytest.raises(EvaluationError, match=r"plain\.jsonl:1"):
        list(read_examples(articles, SourceConfig("plain.jsonl"), tokenizer, no_entities))
