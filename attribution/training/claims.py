"""Learns what counts when claims are rated: `python -m attribution.training.claims FILE…`.

A FILE holds quotations that people have marked from 0 to 2 (`attribution.evaluation.claimgold`), and `--half`
chooses of them. Each counts twice: one marked 1 once as worth checking and once as not. Of a quotation with
several sentences it is the one that gold names, else the best by the weights so far. Prints how the shipped
weights do and the learned ones, the latter cross-validated over quotations too, and with `--out` writes them
into the language's `weights.toml`. Exit statuses: 0 learned, 2 nothing could be.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attribution.claims.rating import BIAS
from attribution.claims.reasons import sentences_of
from attribution.errors import QuotationError
from attribution.evaluation.claimgold import Marked, read_marked
from attribution.lang.weights import priors, weights
from attribution.training.choosing import Case, cross_validated, fit, judged
from attribution.training.learning import LANGUAGE, write_weights

MOST = 2  # the highest mark
NEITHER: Mapping[str, float] = {}  # what a sentence is chosen against: its score is 0


def main(argv: Sequence[str] | None = None) -> int:
    """Learns, reports, writes and returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="attribution.training.claims", description="Learns weights of claims."
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".jsonl")
    parser.add_argument("--half", help="only this half")
    parser.add_argument("--out", type=Path, metavar="OUT", help="the weights.toml to write; else report only")
    args = parser.parse_args(argv)
    try:
        marked = [one for path in args.files for one in read_marked(path, half=args.half)]
        cases, prior = list(cases_of(marked)), priors(LANGUAGE, "claim")
        print(f"shipped: {judged(cases, weights(LANGUAGE).claim)}")
        print(f"learned: {judged(cases, learned := fit(cases, prior))}")
        print(f"cross-validated over quotations: {cross_validated(cases, prior)}")
        if args.out:
            write_weights("claim", learned, args.out)
    except (QuotationError, OSError) as error:
        print(f"claims: {error}", file=sys.stderr)
        return 2
    return 0


def cases_of(marked: Sequence[Marked]) -> Iterator[Case]:
    """The statements as choices between their sentence and nothing: the first is right if it is worth it."""
    shipped = weights(LANGUAGE).claim
    for one in marked:
        if not one.quotation.statement:
            continue
        shown = [
            {BIAS: 1.0, **{reason.code: 1.0 for reason in sentence.reasons}}
            for sentence in sentences_of(one.quotation, language=LANGUAGE)
        ]
        best = max(shown, key=lambda features: sum(shipped[code] for code in features))
        told = one.sentence is not None and one.sentence < len(shown)
        features = shown[one.sentence or 0] if told else best
        for mark in range(MOST):
            yield Case(one.quotation.id, (features, NEITHER), int(one.worth <= mark))


if __name__ == "__main__":
    sys.exit(main())
