"""Fits confidence to gold: `python -m attribution.training.calibrate MODEL_FOLDER GOLD [GOLD …]`.

The three numbers of `calibration` in tagger.json turn what the network says of a relation into the chance
that its content is right: a constant, the weight of the relation's odds and that of the content's (see
`confidence` in pipeline/tagger.py). They are fitted by logistic regression on every relation that the tagger
keeps from the network, before those of the rules are added; right is what the reference scorer finds. Take
articles that the network was not trained on: it is surer of those it was.

Prints the expected calibration error and the reliability table, cross-validated over articles, and writes the
numbers into MODEL_FOLDER. Needs no PyTorch. Exit statuses: 0 written, 2 nothing could be fitted.
"""

from __future__ import annotations

import argparse
import copy
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from attribution.errors import EvaluationError, QuotationError
from attribution.evaluation.gold import GoldArticle, read_gold
from attribution.evaluation.readings import Reading, predicted
from attribution.evaluation.reliability import Judged, bins, calibration_error, rightness, table
from attribution.extractor import Extractor
from attribution.models.network import Calibration, Network
from attribution.pipeline.annotations import RelationNote
from attribution.pipeline.decoding import Decoded
from attribution.pipeline.reader import Reader
from attribution.pipeline.tagger import Tagger, _odds

FOLDS = 5
DIGITS = 4  # of the numbers that are written
RIDGE = 1e-3  # keeps the weights finite where the odds tell right from wrong without a fault
_STEPS = 100
_CLOSE = 1e-8

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Relations of the network and whether they are right, one a row.

    `odds` are logarithms, of the relation and of the content; `articles` the numbers of their articles.
    """

    odds: Numbers
    right: NDArray[np.bool_]
    articles: NDArray[np.int64]

    def chosen(self, rows: NDArray[np.bool_]) -> Pairs:
        """Some of the rows."""
        return Pairs(self.odds[rows], self.right[rows], self.articles[rows])


class Listening(Tagger):
    """The tagger as it is, but for what it hands on: the relations that it keeps from the network alone.

    `odds` are theirs in the Doc that it saw last, in the same order.
    """

    def predict(self, doc: Doc) -> list[RelationNote]:
        """The relations of `doc` before the rules say anything of them."""
        self.odds: list[tuple[float, float]] = []
        self._kept: list[RelationNote] = []
        super().predict(doc)
        return self._kept

    def _note(self, text: str, one: Decoded, calibration: Calibration, *, in_marks: bool) -> RelationNote:
        made = super()._note(text, one, calibration, in_marks=in_marks)
        self.odds.append((_odds(one.relation), _odds(one.content_chance)))
        self._kept.append(copy.deepcopy(made))  # the rules' relations will change it
        return made


class Source:
    """Takes the pairs from gold articles, with the network in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.extractor = Extractor(model="tagger")
        stages, network = self.extractor._stages, Network(folder)
        for number, (name, stage) in enumerate(stages.stages):
            if isinstance(stage, Reader):
                stage.network = network
            elif isinstance(stage, Tagger):
                self.tagger = Listening(language=stage.language, limits=stage.limits, costs=stage.costs)
                stages.stages = (*stages.stages[:number], (name, self.tagger))
                return

    def rows(self, article: GoldArticle, *, reading: Reading) -> list[tuple[float, float, bool]]:
        """The odds of each relation of an article that counts in a reading, and whether it is right.

        Raises EvaluationError when a stage fails on it.
        """
        extraction = self.extractor.extract(article.text, title=article.title, id=article.id)
        if any(warning.code == "stage-failed" for warning in extraction.warnings):
            raise EvaluationError(f"{article.id}: a stage failed")
        pairs = [
            (relation, odds)
            for quotation, odds in zip(extraction.quotations, self.tagger.odds, strict=True)
            for relation in predicted(replace(extraction, quotations=(quotation,)), reading=reading)
        ]
        verdicts = rightness(article, [relation for relation, _ in pairs])
        return [(*odds, right) for (_, odds), right in zip(pairs, verdicts, strict=True) if right is not None]


def pairs_of(source: Source, articles: Iterable[tuple[GoldArticle, Reading]]) -> Pairs:
    """The pairs of all articles, each read in its own reading."""
    rows = [
        (number, *row)
        for number, (article, reading) in enumerate(articles)
        for row in source.rows(article, reading=reading)
    ]
    made = np.array(rows, np.float64).reshape(-1, 4)
    return Pairs(made[:, 1:3], made[:, 3] > 0, made[:, 0].astype(np.int64))


def fit(pairs: Pairs) -> Calibration:
    """The numbers under which what was seen is most likely, by Newton's method.

    Raises EvaluationError unless some pairs are right and some wrong.
    """
    if pairs.right.all() or not pairs.right.any():
        raise EvaluationError("to fit confidence takes relations that are right and some that are not")
    design = _design(pairs.odds)
    numbers = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        step = _newton_step(design, pairs.right, numbers)
        while _loss(design, pairs.right, numbers + step) > _loss(design, pairs.right, numbers) + _CLOSE:
            step = step / 2
        numbers = numbers + step
        if np.abs(step).max() < _CLOSE:
            break
    constant, of_relation, of_content = numbers.tolist()
    return constant, of_relation, of_content


def _design(odds: Numbers) -> Numbers:
    return np.column_stack([np.ones(len(odds)), odds])


def _newton_step(design: Numbers, right: NDArray[np.bool_], numbers: Numbers) -> Numbers:
    chances = 1 / (1 + np.exp(-(design @ numbers)))
    gradient = design.T @ (right - chances) - RIDGE * numbers
    curvature = (design.T * (chances * (1 - chances))) @ design + RIDGE * np.eye(len(numbers))
    return np.asarray(np.linalg.solve(curvature, gradient), np.float64)


def _loss(design: Numbers, right: NDArray[np.bool_], numbers: Numbers) -> float:
    """Negative logarithm of the likelihood, and the price of large numbers."""
    scores = design @ numbers
    return float(np.logaddexp(0, scores).sum() - scores[right].sum() + RIDGE / 2 * (numbers @ numbers))


def judged(pairs: Pairs, numbers: Calibration) -> list[Judged]:
    """The pairs with the confidence that `numbers` give them."""
    chances = 1 / (1 + np.exp(-(_design(pairs.odds) @ np.array(numbers))))
    return [
        Judged(chance, right) for chance, right in zip(chances.tolist(), pairs.right.tolist(), strict=True)
    ]


def cross_validated(pairs: Pairs) -> list[Judged]:
    """The pairs with confidence fitted on the articles of the four other folds.

    Raises EvaluationError for less than five articles with pairs.
    """
    present = np.unique(pairs.articles)
    if len(present) < FOLDS:
        raise EvaluationError(f"cross-validation takes {FOLDS} articles with relations, not {len(present)}")
    fold = np.searchsorted(present, pairs.articles) % FOLDS
    return [
        one
        for number in range(FOLDS)
        for one in judged(pairs.chosen(fold == number), fit(pairs.chosen(fold != number)))
    ]


def read_calibration(folder: Path) -> Calibration:
    """The numbers that stand in tagger.json."""
    constant, of_relation, of_content = json.loads(_settings(folder).read_text("utf-8"))["calibration"]
    return float(constant), float(of_relation), float(of_content)


def write_calibration(folder: Path, numbers: Calibration) -> None:
    """Puts the numbers into tagger.json; the other settings stay as they are."""
    path = _settings(folder)
    settings = json.loads(path.read_text("utf-8"))
    settings["calibration"] = [round(number, DIGITS) for number in numbers]
    path.write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


def _settings(folder: Path) -> Path:
    return folder / "tagger.json"


def report(pairs: Pairs, before: Calibration, after: Calibration, validated: Sequence[Judged]) -> str:
    """What was fitted, and how well it holds."""
    numbers = " ".join(f"{number:.{DIGITS}f}" for number in after)
    return "\n".join(
        [
            f"{len(pairs.right)} relations of {len(np.unique(pairs.articles))} articles, "
            f"{pairs.right.mean():.3f} of them right",
            f"calibration: {numbers}",
            f"expected calibration error {calibration_error(bins(judged(pairs, before))):.3f} before",
            f"\ncross-validated over articles, {FOLDS} folds",
            table(bins(validated)),
        ]
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Fits, reports, writes and returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="attribution.training.calibrate", description="Fits the confidence of a tagger to gold."
    )
    add = parser.add_argument
    add("folder", type=Path, metavar="MODEL_FOLDER", help="with tagger.json, which is changed")
    add("gold", type=Path, nargs="+", metavar="GOLD", help="gold articles, none of them trained on")
    add(
        "--statements",
        type=Path,
        nargs="+",
        default=[],
        metavar="GOLD",
        help="more, without thoughts and plans",
    )
    args = parser.parse_args(argv)
    files: list[tuple[Path, Reading]] = [(path, "polnear") for path in args.gold]
    files += [(path, "statements") for path in args.statements]
    try:
        articles = [(article, reading) for path, reading in files for article in read_gold(path)]
        pairs = pairs_of(Source(args.folder), articles)
        validated, numbers = cross_validated(pairs), fit(pairs)
        print(report(pairs, read_calibration(args.folder), numbers, validated))
        write_calibration(args.folder, numbers)
    except (QuotationError, OSError) as error:
        print(f"calibrate: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
