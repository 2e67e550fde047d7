"""Who a pronoun or a description can mean: scored candidates with readable features."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from attribution.pipeline.words import Words

BACK = 12  # sentences to look back
MOST = 8  # candidates at most, the most recently named ones
SUBJECTS = frozenset(("nsubj", "nsubjpass"))

# Learned by `softmax` regression from the pronouns of the training articles.
PRONOUN: dict[str, float] = {
    "same-sentence": -1.76,
    "one-back": -0.41,
    "distance": -1.33,
    "subject": 0.83,
    "subject-here": -0.38,
    "subject-before": 0.34,
    "last-speaker": 1.27,
    "speaker-near": 1.03,
    "frequent": -1.09,
    "weight": 2.69,
    "possessive": 0.4,
    "other-quoted": -0.95,
    "quoted-too": 0.11,
    "same-paragraph": 1.59,
    "clause-mate": -1.01,
    "pronoun-chain": -0.61,
    "early": -0.72,
    "latest": 0.36,
    "gender": 1.95,
    # By hand, for want of nested examples: in indirect speech "he" is often the speaker, in direct never.
    "outer-speaker": 0.8,
    "outer-quoted": -2.3,
}

# The same for descriptions such as "the senator", where the role counts most.
DESCRIPTION: dict[str, float] = {
    "same-sentence": 0.16,
    "subject-here": -0.75,
    "last-speaker": 1.53,
    "speaker-near": 0.29,
    "weight": 0.31,
    "possessive": -0.23,
    "other-quoted": -0.1,
    "same-paragraph": 0.54,
    "pronoun-chain": -0.76,
    "early": -0.61,
    "gender": 0.5,
    "role-match": 1.74,
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
            subject=self.words.dep[token] in SUBJECTS and not possessive,
            possessive=possessive,
            quoted=self.quoted[token],
            pronoun=pronoun,
            count=(known.count if known else 0.0) + (0.5 if pronoun else 1.0),
        )

    def speak(self, person: int, token: int) -> None:
        """Note that `person` is the source of a relation at `token`."""
        self.speaker, self.speaker_token = person, token

    def candidates(
        self, token: int, genders: dict[int, str], gender: str, *, outer: int | None = None,
        matches: dict[int, float] | None = None,
    ) -> list[Candidate]:  # fmt: skip
        """All that the word at `token` can mean, best first.

        `genders` tells each person's gender, `gender` is the word's; `outer` speaks the words around it;
        `matches` (descriptions only) holds how well each person answers to the description.
        """
        weights = PRONOUN if matches is None else DESCRIPTION
        back = BACK if matches is None else len(self.words.sentences)
        at = self.words.sentence[token]
        found: list[Candidate] = []
        for person in reversed(self.traces):
            trace = self.traces[person]
            distance = at - self.words.sentence[trace.token]
            if distance > back or len(found) >= MOST:
                break
            if gender and genders[person] not in ("", gender):
                continue
            features = self._features(token, person, trace, distance, outer)
            features["latest"] = float(not found)
            features["gender"] = float(gender != "" and genders[person] == gender)
            if matches is not None:
                features["role-match"] = matches.get(person, 0.0)
            score = sum(weights.get(name, 0.0) * value for name, value in features.items() if value)
            found.append(Candidate(person, score, features))
        return sorted(found, key=lambda c: -c.score)

    def _features(
        self, token: int, person: int, trace: Trace, distance: int, outer: int | None
    ) -> dict[str, float]:
        """What speaks for and against a person; each value is between 0 and about 3."""
        spoke = self.speaker == person
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


def clause_mates(words: Words, name: int, pronoun: int) -> bool:
    """Whether two words hang from one verb, so that they cannot be the same person: "Lee thanked him"."""
    return words.head[name] == words.head[pronoun] and words.tag[pronoun] == "PRP" and name != pronoun


def shares(candidates: list[Candidate]) -> list[float]:
    """How the belief spreads over the candidates (softmax of their scores)."""
    if not candidates:
        return []
    top = candidates[0].score
    weights = [math.exp(c.score - top) for c in candidates]
    total = sum(weights)
    return [w / total for w in weights]
