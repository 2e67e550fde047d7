"""What the reading of the sources comes to: an answer a relation, or none and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from attribution.pipeline.candidates import Candidate, shares
from attribution.pipeline.people import Person
from attribution.pipeline.sources import Source

Key = tuple[str, str]
Why = tuple[str, ...]
TELLING = ("last-speaker", "subject", "same-sentence", "role-match", "later")  # features worth a code


@dataclass(frozen=True, slots=True)
class Answer:
    """Who speaks a relation. `key` tells speakers apart; `name` is None for the unnamed."""

    key: Key
    kind: str
    name: str | None
    label: str
    form: str  # of the source: name, nominal or pronoun
    confidence: float
    evidence: Why
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The share of belief that the best candidate must reach to be given."""

    pronoun: float = 0.5
    description: float = 0.4
    elsewhere: float = 0.6  # of descriptions that are no source


Verdict = tuple[Answer | None, Why]


@dataclass(slots=True)
class Reading:
    """All that was understood of an article."""

    answers: list[Answer | None]
    sources: list[Source | None]
    people: list[Person]
    pronouns: dict[int, int] = field(default_factory=dict)  # token -> person
    described: dict[tuple[int, int], int] = field(default_factory=dict)  # token range -> person
    refused: dict[int, Why] = field(default_factory=dict)  # relation -> evidence


def choose(
    candidates: list[Candidate], least: float, *, nobody: float | None = None, rivals: bool = False
) -> tuple[int | None, float, Why]:
    """The candidate that is plainly ahead with its share of the belief, or None and why.

    `rivals` tells that the text puts the first two on a par: then neither is chosen.

    >>> choose([Candidate(3, 1.0, {}), Candidate(5, 1.0, {})], 0.6)
    (None, 0.5, ('two-candidates',))
    """
    if not candidates:
        return None, 0.0, ("no-antecedent",)
    belief = shares(candidates, nobody=nobody)
    share = belief[0]
    if rivals:
        return None, share, ("two-candidates",)
    if share < least:
        several = len(belief) > 1 and belief[1] > 1 - sum(belief)
        return None, share, ("two-candidates",) if several else ("no-antecedent",)
    best = candidates[0]
    why = tuple(name for name in TELLING if best.features.get(name))
    return best.person, share, why if len(candidates) > 1 else ("one-candidate", *why)
