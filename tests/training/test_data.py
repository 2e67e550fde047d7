import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import BertPreTokenizer

from attribution.evaluation.gold import GoldArticle, Relation
from attribution.training.data import CONTENT, CUE, SOURCE, UNSURE, example_of


@pytest.fixture
def tokenizer():
    made = Tokenizer(WordLevel({"[UNK]": 0, "[SEP]": 1}, unk_token="[UNK]"))
    made.pre_tokenizer = BertPreTokenizer()
    return made


def _example(text, tokenizer, *, statements=False, **parts):
    spans = {
        name: tuple((text.index(words), text.index(words) + len(words)) for words in given)
        for name, given in parts.items()
    }
    article = GoldArticle("a", text, text, (Relation(**spans),))
    return example_of(article, tokenizer, statements=statements)


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


def test_a_relation_without_a_cue_is_left_out(tokenizer):
    assert _example("Ada: the quay", tokenizer, content=["the quay"], source=["Ada"]).relations == ()
