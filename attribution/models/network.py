"""The shipped network: word pieces in, chances out. Runs on onnxruntime; nothing here knows of spaCy.

Each window is read by itself, on one thread. So a window's result depends on the window alone: neither on
what stands beside it in a batch, nor on how many threads the machine has.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from attribution.deadlines import check_deadline
from attribution.errors import ModelError
from attribution.models.pieces import Ints, Mark, Pieces, read_pieces
from attribution.models.windows import owners, windows

Floats = NDArray[np.float32]
Calibration = tuple[float, float, float]  # constant, weight of the relation's odds, of the content's

FOLDER = Path(__file__).parent
REACH = 128  # pieces on either side of a cue that its relation may cover
NEAR = 40  # pieces on either side that are looked at first
_EDGE = 3
NONE, CONTENT, SOURCE, CUE = range(4)  # labels of a piece, seen from one cue


@dataclass(frozen=True, slots=True)
class CueReading:
    """What the network makes of one cue.

    `first` and `last` are its pieces; `labels` are log-chances of the four labels for the pieces from
    `first - REACH` on, those outside the text or the window being none.
    """

    first: int
    last: int
    chance: float  # that this is a cue
    relation: float  # that it brings in a relation
    stated: float  # that the content was stated
    labels: Floats


class Network:
    """A trained tagger.

    `threshold` is the chance from which a piece counts as part of a cue; `calibration` turns the network's
    chances into the share of contents that are right. Raises ModelError for a folder without a tagger
    and for a file of it that is broken.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.settings = json.loads(_there(folder / "tagger.json").read_text(encoding="utf-8"))
            self.threshold = float(self.settings["threshold"])
            constant, of_relation, of_content = map(float, self.settings["calibration"])
        except (ValueError, KeyError, TypeError) as error:
            raise ModelError(f"{folder / 'tagger.json'} is not what a tagger needs: {error!r}") from error
        self.calibration: Calibration = (constant, of_relation, of_content)
        self.tokenizer = _tokenizer(folder / "tokenizer.json")
        self._encoder = _session(folder / "encoder.onnx")
        self._relations = _session(folder / "relations.onnx")

    def __reduce__(self) -> tuple[type[Network], tuple[Path]]:
        """Pickled as its folder: sessions cannot be."""
        return Network, (self.folder,)

    def pieces(self, text: str, paragraphs: Sequence[tuple[int, int]], marks: Sequence[Mark]) -> Pieces:
        """The pieces of a text, as this network wants them."""
        return read_pieces(text, paragraphs, marks, self.tokenizer)

    def read(self, pieces: Pieces) -> tuple[list[CueReading], Ints]:
        """All cues of a text, in order, and the number of the entity of each piece."""
        entities = np.zeros(len(pieces), np.int64)
        if not len(pieces):
            return [], entities
        breaks = np.flatnonzero(pieces.starts == pieces.ends).tolist()
        size, overlap = self.settings["window"], self.settings["overlap"]
        made = windows(len(pieces), size=size, overlap=overlap, breaks=breaks)
        found: list[CueReading] = []
        for window, own in zip(made, owners(made, before=overlap // 3), strict=True):
            check_deadline()
            states, scores, kinds = self.encoded(pieces.chosen(slice(*window)))
            entities[own[0] : own[1]] = kinds[own[0] - window[0] : own[1] - window[0]].argmax(1)
            found += self._cues(pieces, window, own, states, scores)
        return found, entities

    def encoded(self, part: Pieces) -> tuple[Floats, Floats, Floats]:
        """States `[pieces, width]`, cue scores and entity scores `[pieces, kinds]` of one window.

        The scores are logarithms: of the odds of a cue, of chances of the kinds but for a constant.
        """
        inputs = {"ids": part.ids[None], "cases": part.cases[None], "places": part.places[None]}
        states, scores, kinds = self._encoder.run(["states", "scores", "entities"], inputs)
        return states[0], scores[0], kinds[0]

    def labelled(self, states: Floats, part: Pieces, cues: Ints) -> tuple[Floats, Floats]:
        """Chances of the labels, `[cues, 2 * REACH + 1, 4]`, and of the two verdicts, of cues of one window.

        Rows of `cues` are (0, first piece, last piece), pieces counted in the window.
        """
        if not len(cues):
            return np.zeros((0, 2 * REACH + 1, 4), np.float32), np.zeros((0, 2), np.float32)
        given = {"states": states[None], "paragraphs": part.paragraphs[None], "cues": cues}
        given["offsets"] = np.arange(-REACH, REACH + 1)
        scores, verdicts = self._relations.run(None, given)
        return np.exp(_placed(scores, cues[:, 1], len(part))), chances_of(verdicts)

    def _cues(
        self, pieces: Pieces, window: tuple[int, int], own: tuple[int, int], states: Floats, scores: Floats
    ) -> list[CueReading]:
        low, high = window
        part = pieces.chosen(slice(low, high))
        chances = chances_of(scores)
        spans = cue_spans(chances, part, threshold=self.threshold)
        spans = [span for span in spans if own[0] <= span[0] + low < own[1]]
        if not spans:
            return []
        cues = np.array([[0, first, last] for first, last in spans], np.int64)
        labels, verdicts = self._look(states, part, cues)
        return [
            CueReading(
                first=first + low,
                last=last + low,
                chance=float(chances[first : last + 1].max()),
                relation=float(verdicts[number, 0]),
                stated=float(verdicts[number, 1]),
                labels=labels[number],
            )
            for number, (first, last) in enumerate(spans)
        ]

    def _look(self, states: Floats, part: Pieces, cues: Ints) -> tuple[Floats, Floats]:
        """Log-chances of the labels and chances of the verdicts of the cues of one window.

        Most relations lie close to their cue: only where one reaches the edge of what was looked at is the
        cue looked at again with all that it may cover.
        """
        given = {"states": states[None], "paragraphs": part.paragraphs[None]}
        labels = np.empty((len(cues), 2 * REACH + 1, 4), np.float32)
        verdicts = np.empty((len(cues), 2), np.float32)
        waiting = np.arange(len(cues))
        for reach in (NEAR, REACH):
            offsets = np.arange(-reach, reach + 1)
            scores, verdict = self._relations.run(None, given | {"cues": cues[waiting], "offsets": offsets})
            labels[waiting] = _placed(scores, cues[waiting, 1], len(part))
            verdicts[waiting] = chances_of(verdict)
            edges = np.concatenate([scores[:, :_EDGE], scores[:, -_EDGE:]], axis=1)
            waiting = waiting[(edges.argmax(2) != NONE).any(1)]
            if not len(waiting):
                break
        return labels, verdicts


def chances_of(scores: Floats) -> Floats:
    """The chance behind each logarithm of odds.

    >>> chances_of(np.array([0.0, 100.0], np.float32)).tolist()
    [0.5, 1.0]
    """
    return (1 / (1 + np.exp(-scores))).astype(np.float32)


def cue_spans(chances: Floats, pieces: Pieces, *, threshold: float) -> list[tuple[int, int]]:
    """First and last piece of each run of words of which some piece has `threshold` or more of `chances`.

    A run ends where its paragraph does.
    """
    words = np.flatnonzero(pieces.firsts)
    if not len(words):
        return []
    of_words = np.where(pieces.starts < pieces.ends, chances, 0)
    likely = np.flatnonzero(np.maximum.reduceat(of_words, words) >= threshold)
    found: list[tuple[int, int]] = []
    previous = -2
    for number in likely.tolist():
        first = int(words[number])
        last = (int(words[number + 1]) if number + 1 < len(words) else len(pieces)) - 1
        while last > first and pieces.starts[last] == pieces.ends[last]:
            last -= 1
        if previous == number - 1 and pieces.paragraphs[first] == pieces.paragraphs[found[-1][0]]:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
        previous = number
    return found


def _placed(scores: Floats, firsts: Ints, length: int) -> Floats:
    """Log-chances over the whole reach, with certainty that pieces not looked at are none."""
    chances = np.full((len(scores), 2 * REACH + 1, 4), -30.0, np.float32)
    chances[:, :, NONE] = 0.0
    near = scores.shape[1] // 2
    looked = scores - np.logaddexp.reduce(scores, axis=2, keepdims=True)
    at = firsts[:, None] + np.arange(-near, near + 1)
    inside = ((at >= 0) & (at < length))[:, :, None]
    middle = slice(REACH - near, REACH + near + 1)
    chances[:, middle] = np.where(inside, looked, chances[:, middle])
    return chances


def _there(path: Path) -> Path:
    """The path of a file that is there. Raises ModelError where it is not."""
    if not path.is_file():
        raise ModelError(f"there is no tagger in {path.parent}: {path.name} is missing")
    return path


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    known = str(_there(path))
    try:
        return onnxruntime.InferenceSession(known, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the errors of onnxruntime have no other base
        raise ModelError(f"{path} cannot be read as a network: {error}") from error


def _tokenizer(path: Path) -> Tokenizer:
    known = str(_there(path))
    try:
        return Tokenizer.from_file(known)
    except Exception as error:  # tokenizers raises nothing more particular
        raise ModelError(f"{path} cannot be read as a tokenizer: {error}") from error


def network(language: str, folder: Path | None = None) -> Network:
    """The shipped network of a language, or the one in `folder`; loaded once. Raises as Network does."""
    return _loaded(folder or FOLDER / language)


@cache
def _loaded(folder: Path) -> Network:
    return Network(folder)
