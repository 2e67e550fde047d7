from pathlib import Path

import numpy as np
import pytest

from attribution.errors import ModelError
from attribution.models.network import CONTENT, NONE, REACH
from attribution.models.pieces import Pieces
from attribution.training import teacher
from attribution.training.teacher import NEAR, Teacher

LENGTH = 20


def _pieces():
    at = np.arange(LENGTH)
    return Pieces(2000 + at, at * 2, at * 2 + 1, at * 0, at * 0, at * 0, at * 0 + 1)


class _Network:
    """Sees cues at the pieces 4 and 12; the content of each cue lies `distance` behind it."""

    def __init__(self, distance):
        self.distance = distance

    def encoded(self, part):
        scores = np.full(len(part), -6.0, np.float32)
        scores[[4, 12]] = 2.0
        return np.zeros((len(part), 3), np.float32), scores, np.zeros((len(part), 1), np.float32)

    def labelled(self, states, part, cues):
        labels = np.zeros((len(cues), 2 * REACH + 1, 4), np.float32)
        labels[:, :, NONE] = 1.0
        labels[:, REACH + self.distance] = np.eye(4)[CONTENT]
        return labels, np.full((len(cues), 2), 0.5, np.float32)


@pytest.fixture(params=[3, NEAR + 1], ids=["near", "far"])
def distance(request):
    return request.param


@pytest.fixture
def lesson(monkeypatch, distance):
    monkeypatch.setattr(teacher, "Network", lambda folder: _Network(distance))
    return Teacher(Path()).lesson(_pieces(), [(11, 12), (7, 7)])


def test_cues_asked_for_come_first_and_those_the_teacher_sees_besides_follow(lesson):
    assert lesson.cues == [(11, 12), (7, 7), (4, 4)]
    assert lesson.labels.shape == (3, 2 * REACH + 1, 4)
    assert lesson.verdicts.shape == (3, 2)


def test_the_scores_are_chances(lesson):
    assert lesson.scores[4] == pytest.approx(1 / (1 + np.exp(-2)))
    assert lesson.scores[0] < 0.01


def test_it_knows_which_cues_need_the_whole_reach(lesson, distance):
    assert lesson.far == [distance > NEAR] * 3


def test_a_folder_without_a_tagger_is_refused(tmp_path):
    with pytest.raises(ModelError):
        Teacher(tmp_path)
