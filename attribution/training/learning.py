"""What the commands that learn weights share: they learn, report and write `weights.toml`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from attribution.errors import QuotationError
from attribution.lang.loader import read_data
from attribution.lang.weights import priors
from attribution.training.cases import Told, collect
from attribution.training.choosing import DIGITS, Case, cross_validated, fit, judged

Of = Literal["pronoun", "description"]
LANGUAGE = "en"

HEAD = """\
# How much the features of a person count when a pronoun or a description is resolved, and those of a sentence
# when it is rated as a claim: `weights` by name of the feature, learned by `python -m
# attribution.training.pronouns`, `….descriptions` and `….claims`; do not edit them by hand. `prior` is what
# is known beforehand, and learning starts from it: what earlier runs learned from more cases than gold keeps,
# and what was set by hand. A feature that is named in neither does not count.
"""


def learn(of: Of, argv: Sequence[str] | None) -> int:
    """Learns, reports, writes and returns the exit status."""
    parser = argparse.ArgumentParser(
        prog=f"attribution.training.{of}s", description=f"Learns weights of {of}s."
    )
    parser.add_argument("sets", nargs="+", metavar="SET", help="GOLD,SPEAKERS")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="the weights.toml to write; else report only"
    )
    args = parser.parse_args(argv)
    try:
        cases, prior = cases_of(collect(args.sets), of), priors(LANGUAGE, of)
        shipped = read_data(LANGUAGE, "weights")[of]["weights"]
        print(f"shipped: {judged(cases, shipped)}")
        print(f"learned: {judged(cases, learned := fit(cases, prior))}")
        print(f"cross-validated over articles: {cross_validated(cases, prior)}")
        if args.out:
            write_weights(of, learned, args.out)
    except (QuotationError, OSError) as error:
        print(f"{of}s: {error}", file=sys.stderr)
        return 2
    return 0


def write_weights(of: Of | Literal["claim"], learned: Mapping[str, float], out: Path) -> None:
    """The language's file with these weights in place of those that it has."""
    data = dict(read_data(LANGUAGE, "weights"))
    data[of] = {**data[of], "weights": {name: round(weight, DIGITS) for name, weight in learned.items()}}
    out.write_text(file_of(data), encoding="utf-8")


def cases_of(told: Told, of: Of) -> list[Case]:
    """The cases in which there is a choice."""
    cases = told.pronouns if of == "pronoun" else told.descriptions
    return [case for case in cases if len(case.candidates) > 1]


def file_of(data: Mapping[str, Any]) -> str:
    """The file, a table a kind for priors and weights."""
    lines = [HEAD.rstrip("\n")]
    for of, tables in data.items():
        for name in ("prior", "weights"):
            lines += [
                f"\n[{of}.{name}]",
                *(f"{feature} = {value}" for feature, value in tables[name].items()),
            ]
    return "\n".join(lines) + "\n"
