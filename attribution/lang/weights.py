"""What features of people count when they are resolved, and of claims when they are rated: `weights.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from attribution.lang.loader import read_data

NOBODY = "nobody"  # the feature of a description's meaning none of the candidates


@dataclass(frozen=True, slots=True)
class Weights:
    """Feature -> what it adds to the score of a candidate, and of a sentence that may be worth checking."""

    pronoun: Mapping[str, float]
    description: Mapping[str, float]
    claim: Mapping[str, float]


@cache
def weights(language: str) -> Weights:
    """The weights of a language. Raises ModelError when it has none.

    >>> weights("en").pronoun["gender"] > 0
    True
    """
    data = read_data(language, "weights")
    return Weights(*(dict(data[of]["weights"]) for of in ("pronoun", "description", "claim")))


def priors(language: str, of: str) -> dict[str, float]:
    """What learning "pronoun", "description" or "claim" starts from: every feature, at its prior or 0.

    >>> priors("en", "pronoun")["outer-quoted"]
    -2.3
    """
    data = read_data(language, "weights")[of]
    return {**dict.fromkeys(data["weights"], 0.0), **data["prior"]}
