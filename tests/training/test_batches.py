import random

import numpy as np
import pytest

from attribution.models.pieces import Pieces
from attribution.training.config import Config
from attribution.training.data import CONTENT, CUE, Example, Labelled

batches = pytest.importorskip("attribution.training.batches", exc_type=ImportError)


def _example(length=400, cue=200):
    places = np.zeros(length, np.int64)
    places[cue + 1], places[cue + 4] = 3, 4
    labels = np.zeros(length, np.int64)
    labels[cue], labels[cue + 1 : cue + 5] = CUE, CONTENT
    at = np.arange(length)
    pieces = Pieces(2000 + at, at * 2, at * 2 + 1, at * 0, places, at // 50, at * 0 + 1)
    return Example("a", pieces, (Labelled((cue, cue), labels, 1),), statements=False)


def _config(**settings):
    quiet = {"masked": 0.0, "no_marks": 0.0, "no_case": 0.0, "no_breaks": 0.0}
    return Config(sources=(), window=100, **quiet | settings)


def test_windows_of_a_pass_hold_every_piece_once():
    made = batches.pass_windows([_example()], _config(), random.Random(3))
    held = sorted(int(piece) for window in made for piece in window.pieces.ids)
    assert len(set(held)) == len(held)
    assert len(held) > 380  # crumbs at the edges are left out


@pytest.mark.parametrize("seed", range(6))
def test_a_relation_moves_with_its_window(seed):
    made = batches.pass_windows([_example()], _config(no_marks=1.0), random.Random(seed))
    for window in made:
        for relation in window.relations:
            assert window.pieces.ids[relation.cue[0]] == 2200
            assert window.in_cue[relation.cue[0]] == 1
            assert (relation.labels == CONTENT).sum() == 2  # its marks are gone
            assert not window.pieces.places.any()


def test_a_cue_at_a_cut_edge_teaches_nothing():
    window = batches._cut(_example(cue=200), 190, 290)
    assert window.relations == ()
    assert window.in_cue[10] == batches.IGNORED


def test_a_batch_is_padded_to_its_longest_window():
    windows = [batches._cut(_example(), 150, 250), batches._cut(_example(), 0, 60)]
    batch = batches.collated(windows)
    assert batch.ids.shape == (2, 100)
    assert batch.real.sum(1).tolist() == [100, 60]
    assert batch.cues.tolist() == [[0, 50, 50]]
    assert (batch.in_cue[1, 60:] == batches.IGNORED).all()
