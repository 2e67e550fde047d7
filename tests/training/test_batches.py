import random
from dataclasses import replace

import numpy as np
import pytest

from attribution.models.network import CONTENT, CUE, REACH
from attribution.models.pieces import Pieces
from attribution.training.config import Config
from attribution.training.data import Example, Labelled
from attribution.training.teacher import Lesson
from tests.training.tiny import learning

batches = learning("batches")


def _example(length=400, cue=200):
    places = np.zeros(length, np.int64)
    places[cue + 1], places[cue + 4] = 3, 4
    labels = np.zeros(length, np.int64)
    labels[cue], labels[cue + 1 : cue + 5] = CUE, CONTENT
    at = np.arange(length)
    pieces = Pieces(2000 + at, at * 2, at * 2 + 1, at * 0 + 1, places, at // 50, at * 0 + 1)
    relation = Labelled((cue, cue), labels, 1)
    return Example("a", pieces, (relation,), statements=False, entities=at % 19)


def _config(**settings):
    quiet = {"masked": 0.0, "no_marks": 0.0, "no_case": 0.0, "no_breaks": 0.0}
    return Config(sources=(), window=100, **quiet | settings)


def _windows(seed=3, **settings):
    return batches.pass_windows([_example()], _config(**settings), random.Random(seed))


class _Teacher:
    """Sees one cue at piece 3 besides those asked for, and is the surer the longer the window."""

    def lesson(self, part, asked):
        cues = [*asked, (3, 3)]
        labels = np.full((len(cues), 2 * REACH + 1, 4), 0.25, np.float32)
        verdicts = np.array([[len(part), cue[0]] for cue in cues], np.float32)
        states = np.ones((len(part), 6), np.float32)
        return Lesson(np.ones(len(part), np.float32), states, cues, labels, verdicts, [False] * len(cues))


def test_windows_of_a_pass_hold_every_piece_once():
    held = sorted(int(piece) for window in _windows() for piece in window.pieces.ids)
    assert len(set(held)) == len(held)
    assert len(held) > 380  # crumbs at the edges are left out


def test_the_same_chance_cuts_alike():
    first, second, other = (
        [window.pieces.ids.tolist() for window in _windows(seed, masked=0.2)] for seed in (5, 5, 6)
    )
    assert first == second != other


@pytest.mark.parametrize("seed", range(6))
def test_a_relation_moves_with_its_window(seed):
    for window in _windows(seed, no_marks=1.0):
        for relation in window.relations:
            assert window.pieces.ids[relation.cue[0]] == 2200
            assert window.in_cue[relation.cue[0]] == 1
            assert (relation.labels == CONTENT).sum() == 2  # its marks are gone
            assert not window.pieces.places.any()


@pytest.mark.parametrize("settings", [{}, {"no_marks": 1.0}], ids=["whole", "shortened"])
def test_entities_move_with_their_pieces(settings):
    for window in _windows(**settings):
        assert window.entities.tolist() == ((window.pieces.ids - 2000) % 19).tolist()


def test_windows_lose_what_chance_takes_from_them():
    assert {len(set(window.pieces.cases.tolist())) for window in _windows(no_case=1.0)} == {1}
    assert not any(window.pieces.paragraphs.any() for window in _windows(no_breaks=1.0))
    hidden = np.concatenate([window.pieces.ids for window in _windows(masked=0.5)]) == 103
    assert 0.3 < hidden.mean() < 0.7


def test_a_cue_at_a_cut_edge_teaches_nothing():
    window = batches._cut(_example(cue=200), 190, 290)
    assert window.relations == ()
    assert window.in_cue[10] == batches.IGNORED


def test_a_window_is_as_plain_as_its_article():
    made = batches.pass_windows([replace(_example(), plain=True)], _config(), random.Random(1))
    assert all(window.plain for window in made)


def test_a_batch_is_padded_to_its_longest_window():
    windows = [batches._cut(_example(), 150, 250), batches._cut(_example(), 0, 60)]
    batch = batches.collated(windows)
    assert batch.ids.shape == (2, 100)
    assert batch.real.sum(1).tolist() == [100, 60]
    assert batch.cues.tolist() == [[0, 50, 50]]
    assert (batch.in_cue[1, 60:] == batches.IGNORED).all()
    assert (batch.entities[1, 60:] == batches.IGNORED).all()
    assert batch.lessons is None


def test_a_batch_may_hold_no_cue():
    batch = batches.collated([batches._cut(_example(), 0, 60)])
    assert batch.cues.shape == (0, 3)
    assert batch.labels.shape == (0, 60)


def test_batches_keep_the_order_and_lose_nothing():
    windows = _windows()
    made = list(batches.batches(windows, 2))
    assert [len(batch.ids) for batch in made] == [2] * (len(windows) // 2) + [1] * (len(windows) % 2)
    assert made[0].ids[1, 0] == windows[1].pieces.ids[0]


def test_in_a_batch_the_cues_of_gold_come_before_those_of_the_teacher():
    windows = [batches._cut(_example(), 0, 60), batches._cut(_example(), 150, 250)]
    (batch,) = batches.batches(windows, 2, _Teacher())
    assert batch.cues.tolist() == [[1, 50, 50]]
    assert batch.lessons.cues.tolist() == [[1, 50, 50], [0, 3, 3], [1, 3, 3]]
    assert batch.lessons.verdicts.tolist() == [[100, 50], [60, 3], [100, 3]]
    assert batch.lessons.scores.sum(1).tolist() == [60, 100]
    assert batch.lessons.states.shape == (2, 100, 6)
