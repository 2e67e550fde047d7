"""Who a pronoun or a description can mean: scored candidates with readable features."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from attribution.pipeline.words import Words

BACK = 12  # sentences to look back
MOST = 8  # candidates at most, the most recently named ones
SUBJECTS = frozenset(("nsubj", "nsubjpass"))

# Learned from speakers-polnear-train and speakers-newsroom-train (softmax over the candidates of a pronoun).
WEIGHTS: dict[str, float] = {
    "same-sentence": 1.0,
    "one-back": 0.6,
    "distance": -0.5,
    "subject": 0.8,
    "last-speaker": 1.2,
    "speaker-distance": -0.2,
    "gender": 1.5,
    "frequent": 0.5,
    "possessive": -0.5,
    "other-quoted": -0.7,
    "same-paragraph": 0.3,
    "clause-mate": -2.0,
    "outer-speaker": 0.5,
    "latest": 0.5,
    "role-match": 3.0,
    "pronoun-chain": 0.3,
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
        matches: dict[int, float] | None = None, barred: frozenset[int] = frozenset(),
    ) -> list[Candidate]:  # fmt: skip
        """All that the word at `token` can mean, best first.

        `genders` tells each person's gender, `gender` is the word's; `outer` speaks the words around it;
        `matches` (descriptions only) holds how well each person answers to the description.
        """
        at = self.words.sentence[token]
        found = []
        for person in reversed(self.traces):
            trace = self.traces[person]
            distance = at - self.words.sentence[trace.token]
            if distance > BACK and matches is None:
                break
            if person in barred or (gender and genders[person] not in ("", gender)):
                continue
            if matches is not None and person not in matches:
                continue
            features = self._features(token, person, trace, distance, outer)
            features["latest"] = 0.0 if found else 1.0
            features["gender"] = 1.0 if gender and genders[person] == gender else 0.0
            if matches is not None:
                features["role-match"] = matches[person]
            score = sum(WEIGHTS[name] * value for name, value in features.items() if value)
            found.append(Candidate(person, score, features))
            if len(found) >= MOST:
                break
        return sorted(found, key=lambda c: -c.score)

    def _features(
        self, token: int, person: int, trace: Trace, distance: int, outer: int | None
    ) -> dict[str, float]:
        words = self.words
        spoke = self.speaker == person
        return {
            "same-sentence": float(distance == 0),
            "one-back": float(distance == 1),
            "distance": float(min(distance, 6)),
            "subject": float(trace.subject),
            "last-speaker": float(spoke),
            "speaker-distance": float(min(words.sentence[token] - words.sentence[self.speaker_token], 6))
            if spoke
            else 0.0,
            "frequent": math.log1p(trace.count),
            "possessive": float(trace.possessive),
            "other-quoted": float(trace.quoted and not self.quoted[token]),
            "same-paragraph": float(self.paragraph[token] == self.paragraph[trace.token]),
            "clause-mate": float(clause_mates(words, trace.token, token)),
            "outer-speaker": float(outer == person),
            "pronoun-chain": float(trace.pronoun),
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
