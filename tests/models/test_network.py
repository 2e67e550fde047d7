import json

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import BertPreTokenizer

from attribution.errors import ModelError
from attribution.models import network as module
from attribution.models.network import (
    CONTENT,
    CUE,
    NEAR,
    NONE,
    REACH,
    Network,
    chances_of,
    cue_spans,
    network,
)
from attribution.models.pieces import ENTITIES, Mark, Pieces

TEXT = "“The pool is warm,” said Mara Oyelaran."
WORDS = ["[UNK]", "[SEP]", "said", "rain", "ada"]
SAID, PERSON = WORDS.index("said"), ENTITIES.index("PERSON")


class _Encoder:
    """Sees a cue in every "said" and a person in every "Ada"."""

    def __init__(self):
        self.lengths = []

    def run(self, names, given):
        ids = given["ids"]
        self.lengths.append(ids.shape[1])
        kinds = np.zeros((*ids.shape, len(ENTITIES)), np.float32)
        kinds[..., PERSON] = np.where(ids == WORDS.index("ada"), 5.0, -5.0)
        scores = np.where(ids == SAID, 3.0, -3.0).astype(np.float32)
        return [ids[..., None].astype(np.float32), scores, kinds]


class _Relations:
    """Sees a content that begins behind the cue and ends `size` pieces behind it."""

    def __init__(self, size):
        self.size = size
        self.reaches = []

    def run(self, names, given):
        offsets, cues = given["offsets"], given["cues"]
        self.reaches.append(int(offsets[-1]))
        labels = np.zeros((len(cues), len(offsets), 4), np.float32)
        labels[..., NONE] = 3.0
        labels[:, offsets == 0, CUE] = 9.0
        labels[:, (offsets > 0) & (offsets <= self.size), CONTENT] = 9.0
        return [labels, np.tile(np.float32([2.0, -2.0]), (len(cues), 1))]


def _folder(path):
    settings = {"name": "t", "version": "1", "window": 40, "overlap": 12, "threshold": 0.4}
    settings["calibration"] = [0, 1, 2]
    (path / "tagger.json").write_text(json.dumps(settings), encoding="utf-8")
    made = Tokenizer(WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
    made.pre_tokenizer = BertPreTokenizer()
    made.save(str(path / "tokenizer.json"))
    return path


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Makes a network that sees contents of the given size, with its two sessions."""

    def build(size=3):
        sessions = {"encoder.onnx": _Encoder(), "relations.onnx": _Relations(size)}
        monkeypatch.setattr(module, "_session", lambda path: sessions[path.name])
        return Network(_folder(tmp_path)), *sessions.values()

    return build


def _read(network, text):
    return network.read(network.pieces(text, [(0, len(text))], []))


def _pieces(firsts, *, gaps=(), paragraphs=None):
    starts = np.arange(len(firsts)) * 2
    ends = starts + [number not in gaps for number in range(len(firsts))]
    zeros = starts * 0
    numbers = zeros if paragraphs is None else np.array(paragraphs)
    return Pieces(zeros, starts, ends, zeros, zeros, numbers, np.array(firsts))


# ---- with sessions that see what the test wants ----


def test_settings_come_from_the_folder(made):
    network, *_ = made()
    assert network.threshold == 0.4
    assert network.calibration == (0.0, 1.0, 2.0)


def test_each_cue_of_a_long_text_is_read_once_wherever_windows_end(made):
    network, encoder, _ = made()
    words = ["rain"] * 200
    said = [0, 5, 27, 28, 33, 39, 41, 70, 112, 199]
    for at in said:
        words[at] = "said"
    cues, _ = _read(network, " ".join(words))
    assert [cue.first for cue in cues] == [0, 5, 27, 33, 39, 41, 70, 112, 199]
    assert cues[2].last == 28  # side by side they are one
    assert len(encoder.lengths) > 5
    assert max(encoder.lengths) <= 40


def test_entities_cover_the_whole_text(made):
    network, *_ = made()
    words = ["rain"] * 100
    for at in (0, 30, 35, 99):
        words[at] = "ada"
    _, entities = _read(network, " ".join(words))
    assert np.flatnonzero(entities == PERSON).tolist() == [0, 30, 35, 99]
    assert len(entities) == 100


def test_a_cue_carries_its_chances(made):
    network, *_ = made()
    [cue], _ = _read(network, "ada said rain rain")
    assert cue.chance == pytest.approx(1 / (1 + np.exp(-3)))
    assert cue.relation == pytest.approx(1 / (1 + np.exp(-2)))
    assert cue.stated == pytest.approx(1 / (1 + np.exp(2)))
    assert cue.labels.shape == (2 * REACH + 1, 4)
    np.testing.assert_allclose(np.exp(cue.labels).sum(1), 1, atol=1e-5)


def test_what_lies_outside_the_text_is_none(made):
    network, *_ = made()
    [cue], _ = _read(network, "ada said rain rain")
    chosen = cue.labels.argmax(1)
    assert chosen[REACH : REACH + 3].tolist() == [CUE, CONTENT, CONTENT]
    assert not chosen[REACH + 3 :].any()  # the third piece of the content is beyond the end
    assert (cue.labels[: REACH - 1, NONE] == 0).all()


@pytest.mark.parametrize(("size", "reaches"), [(3, [NEAR]), (NEAR + 20, [NEAR, REACH])], ids=["near", "far"])
def test_a_relation_that_reaches_the_edge_is_looked_at_again(made, size, reaches):
    network, _, relations = made(size)
    network.settings["window"] = 400
    [cue], _ = _read(network, "said " + "rain " * 150)
    assert relations.reaches == reaches
    assert (cue.labels.argmax(1) == CONTENT).sum() == size


def test_the_labels_of_given_cues_are_chances_over_the_whole_reach(made):
    network, *_ = made()
    text = "rain said rain rain"
    part = network.pieces(text, [(0, len(text))], [])
    states, *_ = network.encoded(part)
    labels, verdicts = network.labelled(states, part, np.array([[0, 1, 1], [0, 2, 2]]))
    assert labels.shape == (2, 2 * REACH + 1, 4)
    np.testing.assert_allclose(labels.sum(2), 1, atol=1e-5)
    assert labels[1, REACH].argmax() == CUE
    assert verdicts.shape == (2, 2)
    none = network.labelled(states, part, np.zeros((0, 3), np.int64))
    assert [each.shape for each in none] == [(0, 2 * REACH + 1, 4), (0, 2)]


def test_chances_are_those_of_the_odds():
    odds = np.log(np.array([1.0, 3.0, 0.25], np.float32))
    np.testing.assert_allclose(chances_of(odds), [0.5, 0.75, 0.2], atol=1e-6)


@pytest.mark.parametrize(
    ("chances", "firsts", "spans"),
    [
        ([0, 0.9, 0.9, 0], [1, 1, 1, 1], [(1, 2)]),
        ([0.9, 0, 0, 0.9], [1, 1, 1, 1], [(0, 0), (3, 3)]),
        ([0, 0, 0.9, 0], [1, 1, 0, 1], [(1, 2)]),  # one likely piece takes its word with it
        ([0.3, 0.3, 0.3, 0.3], [1, 1, 1, 1], []),
    ],
    ids=["neighbours", "apart", "word", "unlikely"],
)
def test_cues_are_runs_of_whole_words(chances, firsts, spans):
    given = np.array(chances, np.float32)
    assert cue_spans(given, _pieces(firsts), threshold=0.4) == spans


def test_a_cue_ends_with_its_paragraph():
    pieces = _pieces([1, 1, 0, 1], gaps=(2,), paragraphs=[0, 0, 1, 1])
    chances = np.array([0, 0.9, 0, 0.9], np.float32)
    assert cue_spans(chances, pieces, threshold=0.4) == [(1, 1), (3, 3)]


def test_a_folder_without_a_tagger_is_refused(tmp_path):
    with pytest.raises(ModelError, match="there is no tagger"):
        Network(tmp_path)


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json", "tagger.json"])
def test_a_file_cut_short_is_refused_by_name(tmp_path, name):
    whole = (module.FOLDER / "en" / name).read_bytes()
    for other in ("tagger.json", "tokenizer.json"):
        (tmp_path / other).write_bytes((module.FOLDER / "en" / other).read_bytes())
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match=name):
        Network(tmp_path)


def test_a_folder_without_graphs_is_refused(tmp_path):
    with pytest.raises(ModelError, match="there is no tagger"):
        Network(_folder(tmp_path))


# ---- the shipped one ----


def test_a_cue_is_found_whatever_stands_behind_it():
    shipped = network("en")
    more = f"{TEXT}\n{'The road is wet. ' * 20}"
    for text in (TEXT, more):
        paragraphs = [(0, len(TEXT)), (len(TEXT) + 1, len(text))][: 1 + ("\n" in text)]
        pieces = shipped.pieces(text, paragraphs, [Mark(0, 19, 0, True, False)])
        cues, _ = shipped.read(pieces)
        assert "said" in {text[pieces.starts[cue.first] : pieces.ends[cue.last]] for cue in cues}


def test_a_reading_is_the_same_whatever_was_read_before():
    shipped = network("en")
    first, _ = _read(shipped, TEXT)
    _read(shipped, "Ada Moen promised a lamp at every corner. " * 40)
    again, _ = _read(shipped, TEXT)
    assert len(first) == len(again) > 0
    for one, other in zip(first, again, strict=True):
        assert (one.first, one.last, one.chance, one.relation) == (
            other.first, other.last, other.chance, other.relation,
        )  # fmt: skip
        np.testing.assert_array_equal(one.labels, other.labels)


def test_a_text_without_words_has_neither_cues_nor_entities():
    shipped = network("en")
    cues, entities = shipped.read(shipped.pieces("", [], []))
    assert cues == []
    assert entities.tolist() == []


def test_it_is_loaded_once():
    assert network("en") is network("en")


def test_a_language_without_a_network_is_refused():
    with pytest.raises(ModelError, match="there is no tagger"):
        network("xx")
