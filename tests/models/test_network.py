import sys

import pytest

from attribution.errors import ModelError
from attribution.models.network import FOLDER, Network, network
from attribution.models.pieces import Mark

TEXT = "“The pool is warm,” said Mara Oyelaran."


def test_a_cue_is_found_whatever_stands_behind_it():
    shipped = network("en")
    more = f"{TEXT}\n{'The road is wet. ' * 20}"
    for text in (TEXT, more):
        paragraphs = [(0, len(TEXT)), (len(TEXT) + 1, len(text))][: 1 + ("\n" in text)]
        pieces = shipped.pieces(text, paragraphs, [Mark(0, 19, 1, True, False)])
        cues = {text[pieces.starts[cue.first] : pieces.ends[cue.last]] for cue in shipped.read(pieces)}
        assert "said" in cues


def test_a_text_without_words_has_no_cues():
    shipped = network("en")
    assert shipped.read(shipped.pieces("", [], [])) == []


def test_a_folder_without_a_tagger_is_refused(tmp_path):
    with pytest.raises(ModelError, match="there is no tagger"):
        Network(tmp_path)


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_what_is_missing_is_named(package, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ModelError, match=r"pip install '\.\[tagger\]'"):
        Network(FOLDER / "en")
