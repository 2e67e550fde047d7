"""Who a pronoun or a description can mean: scored candidates with readable features."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from attribution.pipeline.words import Words

BACK = 12  # sentences to look back
MOST = 8  # candidates at most, the most recently named ones
SUBJECTS = frozenset(("nsubj", "nsubjpass"))

# Learned by regression (softmax over the candidates) from the pronouns of the training articles, but for
# the two about the words around: in indirect speech "he" is often its speaker, in direct speech never.
PRONOUN: dict[str, float] = {
    "same-sentence": -0.54,
    "one-back": -0.46,
    "distance": -0.96,
    "subject": 0.56,
    "subject-here": -0.41,
    "subject-before": 1.28,
    "last-speaker": 1.02,
    "speaker-near": 1.45,
    "frequent": -0.6,
    "weight": 2.81,
    "possessive": 0.67,
    "other-quoted": -0.9,
    "quoted-too": 0.11,
    "same-paragraph": 0.95,
    "clause-mate": -0.72,
    "outer-speaker": 0.8,
    "outer-quoted": -2.3,
    "pronoun-chain": 0.23,
    "early": -0.24,
    "latest": 0.79,
    "gender": 1.84,
}


@dataclass(slots=True)
class Trace:
    """Where a person was last met, and how often."""

    token: int
    subject: bool
    possessive: bool
    quoted: bool
    pronoun: bool
    count: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person that a word can mean, with what speaks for it."""

    person: int
    score: float
    features: dict[str, float]


@dataclass(slots=True)
class Scene:
    """What the reader knows at a point of the article: who was met, who spoke last."""

    words: Words
    paragraph: list[int]
    quoted: list[bool]
    traces: dict[int, Trace] = field(default_factory=dict)
    weight: dict[int, float] = field(default_factory=dict)  # share of all mentions of people
    speaker: int | None = None
    speaker_token: int = -1

    def meet(self, person: int, token: int, *, possessive: bool = False, pronoun: bool = False) -> None:
        """Note that `person` was named, or meant by a pronoun, at `token`."""
        known = self.traces.pop(person, None)
        self.traces[person] = Trace(
            token=token,
            subject=is_topic(self.words, token) and not possessive,
            possessive=possessive,
            quoted=self.quoted[token],
            pronoun=pronoun,
            count=(known.count if known else 0.0) + (0.5 if pronoun else 1.0),
        )

    def speak(self, person: int, token: int) -> None:
        """Note that `person` is the source of a relation at `token`."""
        self.speaker, self.speaker_token = person, token

    def candidates(
        self, token: int, genders: dict[int, str], gender: str, *, outer: int | None = None
    ) -> list[Candidate]:
        """All that the pronoun at `token` can mean, best first.

        `genders` tells each person's gender, `gender` is the word's; `outer` speaks the words around it.
        """
        at = self.words.sentence[token]
        found: list[Candidate] = []
        for person in reversed(self.traces):
            trace = self.traces[person]
            distance = at - self.words.sentence[trace.token]
            if distance > BACK or len(found) >= MOST:
                break
            if gender and genders[person] not in ("", gender):
                continue
            features = self.features(token, person, trace, outer=outer)
            features["latest"] = float(not found)
            features["gender"] = float(gender != "" and genders[person] == gender)
            found.append(Candidate(person, scored(features, PRONOUN), features))
        return sorted(found, key=lambda c: -c.score)

    def rivals(self, candidates: list[Candidate]) -> bool:
        """Whether the first two were last met side by side, "Lee and Park", and nothing sets one apart.

        What sets one apart is a gender or role that answers better, or having spoken since.
        """
        if len(candidates) < 2 or any(c.person not in self.traces for c in candidates[:2]):
            return False
        one, two = candidates[:2]
        if any(one.features.get(name) != two.features.get(name) for name in ("gender", "role-match")):
            return False
        left, right = sorted(self.traces[c.person].token for c in (one, two))
        since = self.speaker_token > left and self.speaker in (one.person, two.person)
        return not since and side_by_side(self.words, left, right)

    def features(
        self, token: int, person: int, trace: Trace, *, outer: int | None = None
    ) -> dict[str, float]:
        """What speaks for and against a person; each value is between 0 and about 3."""
        spoke = self.speaker == person
        distance = self.words.sentence[token] - self.words.sentence[trace.token]
        same, back = distance == 0, distance == 1
        near = self.words.sentence[token] - self.words.sentence[self.speaker_token] <= 1
        return {
            "same-sentence": float(same),
            "one-back": float(back),
            "distance": math.log1p(distance),
            "subject": float(trace.subject),
            "subject-here": float(same and trace.subject),
            "subject-before": float(back and trace.subject),
            "last-speaker": float(spoke),
            "speaker-near": float(spoke and near),
            "frequent": math.log1p(trace.count),
            "weight": self.weight.get(person, 0.0),
            "possessive": float(trace.possessive),
            "other-quoted": float(trace.quoted and not self.quoted[token]),
            "quoted-too": float(trace.quoted and self.quoted[token]),
            "same-paragraph": float(self.paragraph[token] == self.paragraph[trace.token]),
            "clause-mate": float(same and clause_mates(self.words, trace.token, token)),
            "outer-speaker": float(outer == person),
            "outer-quoted": float(outer == person and self.quoted[token]),
            "pronoun-chain": float(trace.pronoun),
            "early": float(trace.count <= 1 and not trace.pronoun),
        }


def scored(features: dict[str, float], weights: dict[str, float]) -> float:
    """The weighted sum of the features.

    >>> scored({"subject": 1.0, "distance": 2.0}, {"subject": 0.5, "distance": -1.0})
    -1.5
    """
    return sum(weights.get(name, 0.0) * value for name, value in features.items() if value)


def clause_mates(words: Words, name: int, pronoun: int) -> bool:
    """Whether two words hang from one verb, so that they cannot be the same person: "Lee thanked him"."""
    return words.head[name] == words.head[pronoun] and words.tag[pronoun] == "PRP" and name != pronoun


def is_topic(words: Words, token: int) -> bool:
    """Whether a word is a subject, or the agent of a passive: "was raised by Lee"."""
    return words.dep[token] in SUBJECTS or words.dep[words.head[token]] == "agent"


def side_by_side(words: Words, left: int, right: int) -> bool:
    """Whether the word at `right` is joined to the one at `left`, as "Park" is in "Lee, Berg and Park"."""
    while words.dep[right] == "conj" and right > left:
        right = words.head[right]
    return right == left


def shares(candidates: list[Candidate], *, nobody: float | None = None) -> list[float]:
    """How the belief spreads over the candidates (softmax of their scores).

    `nobody` is the score of its being none of them.
    """
    if not candidates:
        return []
    top = candidates[0].score
    weights = [math.exp(c.score - top) for c in candidates]
    total = sum(weights) + (0.0 if nobody is None else math.exp(nobody - top))
    return [w / total for w in weights]
