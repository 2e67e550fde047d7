import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import BertPreTokenizer

from attribution.errors import ModelError
from attribution.models.pieces import CASES, PLACES, Mark, read_pieces

WORDS = ["[UNK]", "[SEP]", "ferry", "##man", "the", "left", "“", "”", "‘", "’", "said", "ada", "."]


def _tokenizer(words):
    made = Tokenizer(WordPiece({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    made.normalizer = Lowercase()
    made.pre_tokenizer = BertPreTokenizer()
    return made


@pytest.fixture
def tokenizer():
    return _tokenizer(WORDS)


def _places(pieces):
    return [PLACES[number] for number in pieces.places]


def test_pieces_know_their_words_and_positions(tokenizer):
    text = "The Ferryman left"
    pieces = read_pieces(text, [(0, len(text))], [], tokenizer)
    assert [text[a:b] for a, b in zip(pieces.starts, pieces.ends, strict=True)] == [
        "The", "Ferry", "man", "left",
    ]  # fmt: skip
    assert pieces.firsts.tolist() == [1, 1, 0, 1]
    assert [CASES[number] for number in pieces.cases] == ["title", "title", "title", "lower"]


def test_a_break_stands_between_paragraphs_and_takes_no_room(tokenizer):
    pieces = read_pieces("Ada left\n\nAda said", [(0, 8), (10, 18)], [], tokenizer)
    assert pieces.ids.tolist() == [11, 5, 1, 11, 10]
    assert pieces.starts[2] == pieces.ends[2] == 10
    assert pieces.firsts[2] == 0
    assert pieces.paragraphs.tolist() == [0, 0, 1, 1, 1]


def test_places_tell_depth_and_what_is_carried_on(tokenizer):
    text = "“Ada ‘left’\n\n“Ferry” left"
    marks = [
        Mark(0, 11, depth=0, closed=False, continues=False),
        Mark(5, 11, depth=1, closed=True, continues=False),
        Mark(13, 20, depth=0, closed=True, continues=True),
    ]
    pieces = read_pieces(text, [(0, 11), (13, 25)], marks, tokenizer)
    assert _places(pieces) == [
        "opens", "inside", "opens-nested", "nested", "closes-nested",
        "outside", "carries-on", "inside", "closes", "outside",
    ]  # fmt: skip


def test_a_text_without_paragraphs_has_no_pieces(tokenizer):
    assert len(read_pieces("", [], [], tokenizer)) == 0


def test_a_tokenizer_without_breaks_is_refused():
    with pytest.raises(ModelError, match="no piece"):
        read_pieces("Ada", [(0, 3)], [], _tokenizer([word for word in WORDS if word != "[SEP]"]))
