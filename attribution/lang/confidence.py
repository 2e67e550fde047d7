"""How sure a speaker or a role is, as a probability: fitted numbers, read from `confidence.toml`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from attribution.lang.loader import read_data

OTHER = "other"  # the group of what has none of the codes
EDGE = 0.001  # no probability is nearer than this to 0 or 1


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve with one slope and, for each group of like evidence, a shift of its own."""

    slope: float
    shift: Mapping[str, float]  # evidence code -> shift; the first code in this order makes the group

    def group(self, evidence: Iterable[str]) -> str:
        """The group of a record with this evidence."""
        there = set(evidence)
        return next((code for code in self.shift if code in there), OTHER)

    def probability(self, score: float, evidence: Iterable[str]) -> float:
        """The share that is right among records with this score and evidence.

        >>> round(Calibration(1.0, {"surname": -1.0, "other": 0.0}).probability(0.5, ["surname"]), 3)
        0.269
        """
        z = self.slope * logit(score) + self.shift.get(self.group(evidence), 0.0)
        return min(max(1 / (1 + math.exp(-z)), EDGE), 1 - EDGE)


def logit(score: float) -> float:
    """The log odds of a score, which is kept off 0 and 1."""
    kept = min(max(score, EDGE), 1 - EDGE)
    return math.log(kept / (1 - kept))


@cache
def calibration(language: str, of: str) -> Calibration:
    """The numbers of a language for "speaker" or "role". Raises ModelError when it has none.

    >>> calibration("en", "speaker").slope >= 0
    True
    """
    data = read_data(language, "confidence")[of]
    return Calibration(data["slope"], dict(data["shift"]))
