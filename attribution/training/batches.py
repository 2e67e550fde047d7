"""Windows over training articles, varied as real pages vary, in batches of tensors."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from attribution.models.network import CUE, REACH
from attribution.models.pieces import Pieces
from attribution.training.config import Config
from attribution.training.data import Example, Labelled
from attribution.training.network import LABELS
from attribution.training.teacher import Lesson, Teacher

_EDGE = 24  # a cue nearer to a cut edge of its window is not learned from: its relation may lie outside
_CRUMB = 16  # pieces: too few to learn from
_MASK = 103  # the piece [MASK]
_SPECIAL = 1000  # pieces below are no words
IGNORED = -100


@dataclass(frozen=True, slots=True)
class WindowExample:
    """A window, the relations whose cue lies in it, and which pieces teach the cue head."""

    pieces: Pieces
    relations: tuple[Labelled, ...]
    in_cue: np.ndarray  # 1, 0, or IGNORED near a cut edge
    statements: bool
    entities: np.ndarray
    plain: bool = False
    lesson: Lesson | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of some windows, padded to the longest."""

    ids: Tensor
    cases: Tensor
    places: Tensor
    paragraphs: Tensor
    real: Tensor
    in_cue: Tensor  # float; negative where ignored
    cues: Tensor  # rows (window, first piece, last piece)
    labels: Tensor  # one row a cue, over the whole window
    stated: Tensor
    statements: Tensor  # one a window
    plain: Tensor  # one a window
    entities: Tensor  # IGNORED where padded
    lessons: Lessons | None


@dataclass(frozen=True, slots=True)
class Lessons:
    """What a teacher says of the windows of a batch.

    Its cues are first those of the gold, in the order of the batch, then its own.
    """

    scores: Tensor  # chances, one a piece
    states: Tensor
    cues: Tensor  # rows (window, first piece, last piece)
    labels: Tensor  # chances, `[cues, 2 * REACH + 1, 4]`
    verdicts: Tensor  # chances, `[cues, 2]`
    far: Tensor


def pass_windows(examples: Sequence[Example], config: Config, rng: random.Random) -> list[WindowExample]:
    """All windows of the examples, cut at a random place, in random order; crumbs are left out."""
    made = []
    for example in examples:
        start = -rng.randrange(config.window // 2)
        while start < len(example.pieces):
            low, high = max(start, 0), min(start + config.window, len(example.pieces))
            if high - low > _CRUMB:
                made.append(_varied(_cut(example, low, high), config, rng))
            start += config.window
    rng.shuffle(made)
    return made


def batches(windows: Sequence[WindowExample], size: int, teacher: Teacher | None = None) -> Iterator[Batch]:
    """Batches of `size` windows in the order given, each window read by the teacher if there is one."""
    for start in range(0, len(windows), size):
        chosen = list(windows[start : start + size])
        yield collated(chosen if teacher is None else [taught(window, teacher) for window in chosen])


def taught(window: WindowExample, teacher: Teacher) -> WindowExample:
    """The window with what the teacher says of it."""
    return replace(window, lesson=teacher.lesson(window.pieces, [r.cue for r in window.relations]))


def _cut(example: Example, low: int, high: int) -> WindowExample:
    left = low + _EDGE if low else 0
    right = high - _EDGE if high < len(example.pieces) else high
    in_cue = np.zeros(high - low, np.int64)
    relations = []
    for relation in example.relations:
        in_cue[relation.labels[low:high] == CUE] = 1
        if left <= relation.cue[0] and relation.cue[1] < right:
            cue = (relation.cue[0] - low, relation.cue[1] - low)
            relations.append(Labelled(cue, relation.labels[low:high], relation.stated))
    in_cue[: left - low] = IGNORED
    in_cue[right - low :] = IGNORED
    return WindowExample(
        example.pieces.chosen(slice(low, high)),
        tuple(relations),
        in_cue,
        example.statements,
        example.entities[low:high],
        example.plain,
    )


def _varied(window: WindowExample, config: Config, rng: random.Random) -> WindowExample:
    """The window with marks, case, breaks or words lost, as chance has it."""
    pieces = window.pieces
    keep = np.ones(len(pieces), bool)
    if rng.random() < config.no_marks:
        keep &= ~np.isin(pieces.places, (3, 4, 5, 6, 7))
        pieces = replace(pieces, places=np.zeros_like(pieces.places))
    if rng.random() < config.no_case:
        case = rng.choice((0, 0, 2))
        pieces = replace(pieces, cases=np.full_like(pieces.cases, case))
    if rng.random() < config.no_breaks:
        keep &= pieces.starts < pieces.ends
        pieces = replace(pieces, paragraphs=np.zeros_like(pieces.paragraphs))
    if config.masked:
        hidden = np.array([rng.random() < config.masked for _ in range(len(pieces))]) & (
            pieces.ids > _SPECIAL
        )
        pieces = replace(pieces, ids=np.where(hidden, _MASK, pieces.ids))
    for relation in window.relations:
        keep[[relation.cue[0], relation.cue[1]]] = True
    if keep.all():
        return replace(window, pieces=pieces)
    moved = np.cumsum(keep) - 1
    relations = tuple(
        Labelled((int(moved[r.cue[0]]), int(moved[r.cue[1]])), r.labels[keep], r.stated)
        for r in window.relations
    )
    return replace(
        window,
        pieces=pieces.chosen(keep),
        relations=relations,
        in_cue=window.in_cue[keep],
        entities=window.entities[keep],
    )


def collated(windows: Sequence[WindowExample]) -> Batch:
    """Windows as tensors; all of them with a lesson or none."""
    length = max(len(window.pieces) for window in windows)

    def padded(rows: Sequence[np.ndarray], value: int = 0) -> Tensor:
        table = np.full((len(rows), length), value, np.int64)
        for number, row in enumerate(rows):
            table[number, : len(row)] = row
        return torch.from_numpy(table)

    relations = [(number, r) for number, window in enumerate(windows) for r in window.relations]
    return Batch(
        ids=padded([w.pieces.ids for w in windows]),
        cases=padded([w.pieces.cases for w in windows]),
        places=padded([w.pieces.places for w in windows]),
        paragraphs=padded([w.pieces.paragraphs for w in windows]),
        real=padded([np.ones(len(w.pieces), np.int64) for w in windows]),
        in_cue=padded([w.in_cue for w in windows], IGNORED).float(),
        cues=torch.tensor([(number, *r.cue) for number, r in relations], dtype=torch.long).view(-1, 3),
        labels=padded([r.labels for _, r in relations], IGNORED)
        if relations
        else torch.zeros(0, length).long(),
        stated=torch.tensor([r.stated for _, r in relations], dtype=torch.float),
        statements=torch.tensor([w.statements for w in windows]),
        plain=torch.tensor([w.plain for w in windows]),
        entities=padded([w.entities for w in windows], IGNORED),
        lessons=_lessons(windows, length) if windows[0].lesson else None,
    )


def _lessons(windows: Sequence[WindowExample], length: int) -> Lessons:
    """The lessons of the windows: cues of the gold first."""
    lessons = [window.lesson for window in windows if window.lesson]
    gold = [(n, i) for n, window in enumerate(windows) for i in range(len(window.relations))]
    own = [
        (n, i) for n, lesson in enumerate(lessons) for i in range(len(windows[n].relations), len(lesson.cues))
    ]
    order = gold + own

    def filled(rows: Sequence[np.ndarray]) -> Tensor:
        made = np.zeros((len(rows), length, *rows[0].shape[1:]), np.float32)
        for number, row in enumerate(rows):
            made[number, : len(row)] = row
        return torch.from_numpy(made)

    def picked(rows: Sequence[np.ndarray], width: tuple[int, ...]) -> Tensor:
        return torch.from_numpy(np.stack([rows[n][i] for n, i in order]) if order else np.zeros((0, *width)))

    return Lessons(
        scores=filled([lesson.scores for lesson in lessons]),
        states=filled([lesson.states for lesson in lessons]),
        cues=torch.tensor([(n, *lessons[n].cues[i]) for n, i in order], dtype=torch.long).view(-1, 3),
        labels=picked([lesson.labels for lesson in lessons], (2 * REACH + 1, LABELS)),
        verdicts=picked([lesson.verdicts for lesson in lessons], (2,)),
        far=torch.tensor([lessons[n].far[i] for n, i in order], dtype=torch.bool),
    )
