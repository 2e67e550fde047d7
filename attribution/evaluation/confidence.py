"""Fits `confidence.speaker` and `.role`: `python -m attribution.evaluation.confidence SET… --out FILE`.

A SET is GOLD,SPEAKERS,READING: gold articles, their gold speakers, and the records that count (`polnear` or
`statements`). The engine is run over the articles that have gold speakers, its scores as the stages give
them; on the found relations a logistic curve is fitted, shifted by evidence, so that a score becomes the
share that is right. FILE is the language's `confidence.toml`. Exit statuses: 0 written, 2 nothing could be.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from attribution.errors import EvaluationError, QuotationError
from attribution.evaluation.gold import read_gold, read_speakers
from attribution.evaluation.readings import READINGS
from attribution.evaluation.reliability import Found, found_relations, role_right, speaker_right
from attribution.extractor import Extractor
from attribution.lang.confidence import OTHER, Calibration, logit
from attribution.pipeline.roles import IN_SOURCE, Roles
from attribution.pipeline.speakers import Speakers
from attribution.records import Extraction

# The first code that a record has makes its group.
GROUPS = (
    "carried-on", "first-person", "relative-clause", "pronoun-gender", "description-role",
    "description-kind", "unnamed", "several-names", "surname", "name-match", OTHER,
)  # fmt: skip
ROLE_GROUPS = (IN_SOURCE, *GROUPS)
RIDGE, STEPS = 2.0, 50

Numbers = NDArray[np.float64]
Row = tuple[float, Sequence[str], bool]  # score, evidence, right

HEAD = """\
# From scores to probabilities: p = 1 / (1 + exp(-(slope * log(s / (1 - s)) + shift))).
# Fitted by `python -m attribution.evaluation.confidence` on annotated articles; do not edit by hand.
# The first code of `shift` that a record has among its evidence makes its group.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Fits, writes and returns the exit status."""
    parser = argparse.ArgumentParser(prog="attribution.evaluation.confidence", description="Fits confidence.")
    parser.add_argument("sets", nargs="+", metavar="SET", help="GOLD,SPEAKERS,READING")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write")
    args = parser.parse_args(argv)
    try:
        found = collect(args.sets, uncalibrated())
        speakers = fit([(f.speaker, f.evidence, speaker_right(f)) for f in found], GROUPS)
        roles = fit(role_rows(found, speakers), ROLE_GROUPS)
        args.out.write_text(HEAD + section("speaker", speakers) + section("role", roles), encoding="utf-8")
    except (QuotationError, OSError) as error:
        print(f"confidence: {error}", file=sys.stderr)
        return 2
    return 0


def uncalibrated() -> Extractor:
    """An extractor that gives the scores of the stages as they are."""
    extractor = Extractor()
    for _, stage in extractor._stages.stages:
        if isinstance(stage, Speakers | Roles):
            stage.calibrated = False
    return extractor


def collect(sets: Iterable[str], extractor: Extractor) -> list[Found]:
    """The found relations of all sets that have a speaker."""
    found: list[Found] = []
    for name in sets:
        gold, speakers, reading = [*name.split(","), "", ""][:3]
        if reading not in READINGS:
            raise EvaluationError(f"{name}: a set is GOLD,SPEAKERS,READING")
        articles = read_gold(Path(gold))
        known = read_speakers(Path(speakers), articles)
        articles = [article for article in articles if article.id in known]
        given = ({"text": a.text, "title": a.title} for a in articles)
        for article, extraction in zip(articles, extractor.extract_many(given), strict=True):
            assert isinstance(extraction, Extraction)
            found += found_relations(article, extraction, known[article.id], reading=reading)
    return found


def role_rows(found: Iterable[Found], speakers: Calibration) -> list[Row]:
    """Of each role the probability of its speaker, the evidence, and whether it is right."""
    rows: list[Row] = []
    for one in found:
        right = role_right(one)
        if right is not None:
            evidence = (*one.evidence, IN_SOURCE) if one.in_source else one.evidence
            rows.append((speakers.probability(one.speaker, one.evidence), evidence, right))
    return rows


def fit(rows: Sequence[Row], groups: Sequence[str]) -> Calibration:
    """The likeliest curve; groups with few rows keep near all others, and the slope is never negative."""
    if not rows:
        raise EvaluationError("no relation with a gold speaker was found")
    blank = Calibration(1.0, dict.fromkeys(groups, 0.0))
    place = {group: number for number, group in enumerate(groups, 2)}
    x = np.zeros((len(rows), len(groups) + 2))
    for number, (score, evidence, _) in enumerate(rows):
        x[number, 0], x[number, 1] = logit(score), 1.0
        x[number, place[blank.group(evidence)]] = 1.0
    y = np.array([float(right) for _, _, right in rows])
    weight = _newton(x, y, slope=1.0)
    if weight[0] < 0:
        x[:, 0] = 0.0
        weight = _newton(x, y, slope=0.0)
    shifts = {group: round(float(weight[1] + weight[at]), 3) for group, at in place.items()}
    return Calibration(round(float(weight[0]), 3), shifts)


def _newton(x: Numbers, y: Numbers, *, slope: float) -> Numbers:
    """The weights of a logistic regression with a ridge, which draws them to `slope` and to 0."""
    weight, start = np.zeros(x.shape[1]), np.zeros(x.shape[1])
    weight[0] = start[0] = slope
    ridge = np.diag([RIDGE, 1e-6, *[RIDGE] * (x.shape[1] - 2)])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-(x @ weight)))
        gradient = x.T @ (y - p) - ridge @ (weight - start)
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + ridge, gradient)
        weight = weight + step / max(1.0, float(np.abs(step).max()))  # a full step can overshoot
    return weight


def section(name: str, made: Calibration) -> str:
    """A curve as a part of the file."""
    lines = [f"\n[{name}]", f"slope = {made.slope}", f"\n[{name}.shift]"]
    return "\n".join([*lines, *(f"{group} = {shift}" for group, shift in made.shift.items())]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
