import json

import numpy as np
import pytest

from attribution.models.network import REACH, Network
from attribution.text.reader import read_plain
from attribution.training.data import pieces_of
from tests.training import tiny

export = tiny.learning("export")
torch = pytest.importorskip("torch")

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::UserWarning", "ignore::torch.jit.TracerWarning"
)


@pytest.fixture
def tagger():
    return tiny.tagger()


@pytest.fixture
def read(tagger, encoder, config, tmp_path):
    """The network as it is read back from what was exported."""

    def made(*, int8):
        export.export(tagger, encoder, tmp_path / "model", settings=config.shipped(), int8=int8)
        return Network(tmp_path / "model")

    return made


@pytest.fixture
def pieces():
    return pieces_of(read_plain(tiny.FERRY), tiny.tokenizer()).chosen(slice(0, 61))


def _by_torch(tagger, pieces, cues):
    """What the tagger itself makes of the pieces: states, cue scores, entity scores, labels, verdicts."""
    ids, cases, places, paragraphs = (
        torch.from_numpy(column)[None]
        for column in (pieces.ids, pieces.cases, pieces.places, pieces.paragraphs)
    )
    offsets = torch.arange(-REACH, REACH + 1)
    with torch.no_grad():
        states = tagger.encoder(ids, cases, places)
        scores, kinds = tagger.cues(states)[0, :, 0], tagger.entities(states)[0]
        labels, verdicts = tagger.relations(
            states, paragraphs, torch.ones_like(ids), torch.from_numpy(cues), offsets
        )
    return [each.numpy() for each in (states[0], scores, kinds, labels.softmax(2), verdicts.sigmoid())]


@pytest.mark.parametrize(("int8", "near"), [(False, 1e-4), (True, 0.15)], ids=["exact", "int8"])
def test_the_runtime_computes_what_the_tagger_does(tagger, read, pieces, int8, near):
    cues = np.array([[0, 15, 16], [0, 40, 40]])
    *expected, labels, verdicts = _by_torch(tagger, pieces, cues)
    network = read(int8=int8)
    states, scores, kinds = network.encoded(pieces)
    for given, wanted in zip((states, scores, kinds), expected, strict=True):
        np.testing.assert_allclose(given, wanted, atol=near * max(1.0, np.abs(wanted).max()))
    found, said = network.labelled(states, pieces, cues)
    at = cues[:, 1:2] + np.arange(-REACH, REACH + 1)
    inside = (at >= 0) & (at < len(pieces))
    np.testing.assert_allclose(found[inside], labels[inside], atol=near)
    np.testing.assert_allclose(said, verdicts, atol=near)


def test_int8_is_smaller_and_leaves_nothing_else_behind(read, tmp_path):
    sizes = []
    for int8 in (False, True):
        read(int8=int8)
        sizes.append((tmp_path / "model" / "encoder.onnx").stat().st_size)
    assert sizes[1] < 0.6 * sizes[0]
    assert sorted(path.name for path in (tmp_path / "model").iterdir()) == [
        "encoder.onnx", "relations.onnx", "tagger.json", "tokenizer.json",
    ]  # fmt: skip


def test_what_was_exported_reads_a_text(read, config):
    network = read(int8=True)
    document = read_plain(tiny.FERRY)
    pieces = network.pieces(document.text, document.paragraphs, [])
    cues, entities = network.read(pieces)
    assert len(entities) == len(pieces) > config.window
    assert all(0 <= cue.first <= cue.last < len(pieces) for cue in cues)
    assert network.settings == json.loads(json.dumps(config.shipped()))
