"""The accuracy gate: `python -m attribution.evaluation.gate FOLDER` measures the sets that the floors name.

A floors file is TOML, one table a set:

    [dev]                              # any name
    gold = "dev.jsonl"                 # in FOLDER
    speakers = "speakers-dev.jsonl"    # optional
    reading = "polnear"                # of `attribution evaluate --reading`
    floors = { "quoted.attributed.F1" = 70.0 }
    within = { "quoted.attributed.F1" = { of = "other", points = 3.0 } }

`floors` are the least that a figure may be, `within` how many points it may stay behind another set's.
Figures are named as in `attribution evaluate --json`. Exit statuses: 0 all hold, 1 one does not, 2 nothing
could be measured.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attribution.errors import EvaluationError

FLOORS = Path("tests", "gates", "floors.toml")

Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Check:
    """One figure and the least that it may be."""

    set: str
    figure: str
    value: float
    least: float

    @property
    def holds(self) -> bool:
        """Whether the figure is high enough."""
        return self.value >= self.least

    def __str__(self) -> str:
        verdict = "ok  " if self.holds else "FAIL"
        return f"{verdict} {self.set:24} {self.figure:24} {self.value:6.1f}  (at least {self.least:.1f})"


def read_floors(path: Path) -> dict[str, dict[str, Any]]:
    """The sets of a floors file. Raises EvaluationError when it is not there or no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise EvaluationError(f"{path}: {error}") from error


def measure(folder: Path, wanted: Mapping[str, Any]) -> Figures:
    """The figures of one set, by the command itself. Raises EvaluationError when it fails."""
    command = [sys.executable, "-m", "attribution", "evaluate", str(folder / wanted["gold"]), "--json"]
    command += ["--reading", wanted.get("reading", "polnear")]
    if "speakers" in wanted:
        command += ["--speakers", str(folder / wanted["speakers"])]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise EvaluationError(f"{wanted['gold']}: {done.stderr.strip()}")
    figures: Figures = json.loads(done.stdout)
    return figures


def checks(sets: Mapping[str, Mapping[str, Any]], measured: Mapping[str, Figures]) -> Iterator[Check]:
    """Every check of the floors file. Raises EvaluationError for a figure or a set that is not there."""
    for name, wanted in sets.items():
        for figure, least in wanted.get("floors", {}).items():
            yield Check(name, figure, value_of(measured, name, figure), least)
        for figure, bound in wanted.get("within", {}).items():
            least = value_of(measured, bound["of"], figure) - bound["points"]
            # figures have one decimal, and so has their difference
            yield Check(name, figure, value_of(measured, name, figure), round(least, 1))


def value_of(measured: Mapping[str, Figures], name: str, figure: str) -> float:
    """A figure by its dotted name, as "quoted.attributed.F1"."""
    found: Any = measured.get(name)
    for key in figure.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    if not isinstance(found, int | float):
        raise EvaluationError(f"there is no figure {figure} of a set {name}")
    return float(found)


def main(argv: Sequence[str] | None = None) -> int:
    """Measures, prints every check and returns the exit status."""
    parser = argparse.ArgumentParser(prog="attribution.evaluation.gate", description="The accuracy gate.")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the gold files are")
    parser.add_argument("--floors", type=Path, default=FLOORS, help="floors file (default: %(default)s)")
    args = parser.parse_args(argv)
    try:
        sets = read_floors(args.floors)
        done = list(checks(sets, {name: measure(args.folder, wanted) for name, wanted in sets.items()}))
    except EvaluationError as error:
        print(f"gate: {error}", file=sys.stderr)
        return 2
    print(*done, sep="\n")
    return 0 if all(check.holds for check in done) else 1


if __name__ == "__main__":
    sys.exit(main())
