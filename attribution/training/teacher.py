"""What a trained tagger says of a window, for a student to learn from: soft labels in the place of gold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from attribution.models.network import NONE, REACH, Floats, Network, chances_of, cue_spans
from attribution.models.pieces import Pieces

NEAR = 48  # pieces on either side that most cues are learned with; the runtime's own reach may be another
_LEAST = 0.12  # chance from which the teacher's doubt about a cue is worth learning
_FAR_MASS = 0.2  # labels beyond the near reach, in pieces, from which a cue needs the whole reach


@dataclass(frozen=True, slots=True)
class Lesson:
    """A teacher's reading of one window. Rows of `labels` and `verdicts` belong to those of `cues`."""

    scores: Floats  # chance of each piece to be part of a cue
    states: Floats
    cues: list[tuple[int, int]]  # first and last piece; those asked for come first
    labels: Floats  # chances of the labels, `[cues, 2 * REACH + 1, 4]`
    verdicts: Floats  # chances
    far: list[bool]  # whether a cue's labels lie beyond the near reach


class Teacher:
    """An exported tagger as a teacher, read from its folder. Raises ModelError where there is none."""

    def __init__(self, folder: Path) -> None:
        self.network = Network(folder)

    def lesson(self, part: Pieces, asked: list[tuple[int, int]]) -> Lesson:
        """The reading of one window at the cues `asked` for and at those the teacher sees itself.

        A cue is its first and last piece, counted in the window.
        """
        states, scores, _ = self.network.encoded(part)
        chances = chances_of(scores)
        taken = np.zeros(len(part), bool)
        for first, last in asked:
            taken[first : last + 1] = True
        own = cue_spans(chances, part, threshold=_LEAST)
        cues = asked + [(first, last) for first, last in own if not taken[first : last + 1].any()]
        rows = np.array([(0, *cue) for cue in cues], np.int64)
        labels, verdicts = self.network.labelled(states, part, rows)
        beyond = np.ones(2 * REACH + 1, bool)
        beyond[REACH - NEAR : REACH + NEAR + 1] = False
        far = (1 - labels[:, beyond, NONE]).sum(1) > _FAR_MASS
        return Lesson(chances, states, cues, labels, verdicts, far.tolist())
