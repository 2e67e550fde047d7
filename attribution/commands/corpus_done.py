"""The report at the end of `attribution corpus run`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from attribution.corpus.totals import Totals


class Done(NamedTuple):
    """A run that is over: what there is now, and that it read `rows` in so many `seconds`, with what."""

    totals: Totals
    rows: int
    seconds: float
    workers: str
    output: str

    def as_json(self) -> str:
        """The report as a JSON object."""
        this_run = {"rows": self.rows, "wall_seconds": round(self.seconds, 3)}
        return json.dumps({**self.totals.dump(), "this_run": this_run})

    def lines(self) -> Iterator[str]:
        """The report for a person."""
        totals = self.totals
        failed = f", {totals.failed:,} failed ({_counted(totals.errors)})" if totals.failed else ""
        yield f"{totals.rows:,} articles{failed}"
        types = f" ({_counted(totals.types)})" if totals.types else ""
        yield f"{totals.quotations:,} quotations{types}, {totals.statements:,} of them statements"
        yield f"{totals.speakers:,} speakers, each counted in its article"
        if totals.warnings:
            yield f"{totals.warnings.total():,} warnings ({_counted(totals.warnings)})"
        yield self._speed() if self.rows else "nothing was left to do"
        yield f"records: {self.output.rstrip('/')}/records"

    def _speed(self) -> str:
        speed = f"{self.rows / self.seconds:,.1f} a second"
        return f"{self.rows:,} articles in {self.seconds:,.0f} s: {speed}, with {self.workers}"


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.most_common())
