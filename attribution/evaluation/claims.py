"""How well ratings order what is worth checking: `python -m attribution.evaluation.claims FILE …`.

Files are those that `claimgold` reads, taken together. Beside the ratings stand two baselines: most numbers
first, the longer of two before, and the longest first. Exit statuses: 0 measured, 2 nothing could be.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from attribution.claims import rate
from attribution.claims.rating import LEAST
from attribution.claims.signals import words_of
from attribution.errors import EvaluationError, QuotationError
from attribution.evaluation.claimgold import Marked, read_marked
from attribution.lang.claims import claim_data
from attribution.records import Quotation

DEPTHS = (10, 20, 50)  # so many of the first are looked at
LANGUAGE = "en"
ALIKE = {"fact": "event"}  # gold has one kind for what was done and what is so


@dataclass(frozen=True, slots=True)
class Figures:
    """How an order does, in 0..1; what has the same score stays in the order of the file.

    `precision` is by depth; `area` is the share of pairs, of one worth checking and one not, that are in the
    right order, where the same score counts half.
    """

    average_precision: float
    precision: Mapping[int, float]
    area: float


def measure(scores: Sequence[float], worth: Sequence[bool]) -> Figures:
    """The figures of scores, the highest first. Raises EvaluationError unless some are worth it and some not.

    >>> measure([0.9, 0.5, 0.1], [True, False, True]).average_precision
    0.8333333333333333
    """
    if len(set(worth)) < 2:
        raise EvaluationError("all or none of it is worth checking: there is no order to measure")
    order = sorted(range(len(scores)), key=lambda place: -scores[place])
    hits = [worth[place] for place in order]
    reached = [sum(hits[: rank + 1]) / (rank + 1) for rank, hit in enumerate(hits) if hit]
    return Figures(
        sum(reached) / len(reached),
        {depth: sum(hits[:depth]) / depth for depth in DEPTHS if depth <= len(hits)},
        _area(scores, worth),
    )


def _area(scores: Sequence[float], worth: Sequence[bool]) -> float:
    good = [score for score, is_worth in zip(scores, worth, strict=True) if is_worth]
    bad = [score for score, is_worth in zip(scores, worth, strict=True) if not is_worth]
    right = sum((one > other) + (one == other) / 2 for one in good for other in bad)
    return right / (len(good) * len(bad))


def rated(quotation: Quotation) -> float:
    """The score of its rating."""
    return rate(quotation, language=LANGUAGE).score


def length(quotation: Quotation) -> float:
    """How long it is, in code points."""
    return len(quotation.text)


def numbers(quotation: Quotation) -> float:
    """How many of its words are numbers, and a little for its length."""
    known = claim_data(LANGUAGE).numbers
    words = words_of(quotation.text, 0, len(quotation.text))
    return sum(word.key in known for word in words) + len(quotation.text) / 1_000_000


ORDERS: Mapping[str, Callable[[Quotation], float]] = {
    "rating": rated, "most numbers": numbers, "longest": length,
}  # fmt: skip


def report(marked: Sequence[Marked], *, least: int = 1) -> str:
    """The figures of all orders as a table; worth checking is what has a label of `least` or above."""
    worth = [one.worth >= least for one in marked]
    lines = [f"{len(marked)} marked, {sum(worth)} worth checking"]
    lines.append("order         AP     " + "".join(f"P@{depth:<5}" for depth in DEPTHS) + "area")
    for name, order in ORDERS.items():
        found = measure([order(one.quotation) for one in marked], worth)
        depths = "".join(
            f"{found.precision[depth]:<7.3f}" if depth in found.precision else f"{'-':<7}" for depth in DEPTHS
        )
        lines.append(f"{name:<14}{found.average_precision:<7.3f}{depths}{found.area:.3f}")
    return "\n".join([*lines, *_told(marked, worth)])


def _told(marked: Sequence[Marked], worth: Sequence[bool]) -> Iterator[str]:
    """How good the score is as a verdict, and the kinds of what was rightly found."""
    found = [rate(one.quotation, language=LANGUAGE) for one in marked]
    taken = [rating.score >= LEAST for rating in found]
    right = [one and is_worth for one, is_worth in zip(taken, worth, strict=True)]
    if any(taken):
        precision, recall = sum(right) / sum(taken), sum(right) / sum(worth)
        yield f"score of {LEAST} or above: {sum(taken)}, precision {precision:.3f}, recall {recall:.3f}"
    kinds = [
        (ALIKE.get(rating.kind, rating.kind), one.kind)
        for rating, one, is_right in zip(found, marked, right, strict=True)
        if is_right and one.kind
    ]
    if kinds:
        yield f"kind right: {sum(one == other for one, other in kinds)} of {len(kinds)}"


def main(argv: Sequence[str] | None = None) -> int:
    """Measures, prints and returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="attribution.evaluation.claims", description="How well ratings order what is worth checking."
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".tsv or .jsonl")
    parser.add_argument("--half", help="only this half of the JSON lines")
    parser.add_argument(
        "--least", type=int, default=1, metavar="LABEL", help="worth checking from this label on (default: 1)"
    )
    args = parser.parse_args(argv)
    try:
        marked = [one for path in args.files for one in read_marked(path, half=args.half)]
        print(report(marked, least=args.least))
    except (QuotationError, OSError) as error:
        print(f"claims: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
