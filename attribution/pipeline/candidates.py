"""Who a pronoun or a description can mean: scored candidates with readable features."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from attribution.pipeline.words import Words

BACK = 12  # sentences to look back
MOST = 8  # candidates at most, the most recently named ones
DEEP = 12  # words to climb from a noun to a verb above it
SUBJECTS = frozenset(("nsubj", "nsubjpass"))
CLAUSES = frozenset(("advcl", "ccomp"))


@dataclass(slots=True)
class Trace:
    """Where a person was last met, and how often."""

    token: int
    subject: bool
    possessive: bool
    quoted: bool
    pronoun: bool
    count: float
    main: bool = False  # subject of the main clause of that sentence, there or before in it


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
    traces: dict[int, Trace] = field(default_factory=dict)  # who was met last comes last
    weight: dict[int, float] = field(default_factory=dict)  # share of all mentions of people
    speaker: int | None = None
    speaker_token: int = -1
    outside: dict[int, Trace] = field(default_factory=dict)  # as `traces`, outside quotation marks only
    voices: list[tuple[int | None, int]] = field(default_factory=lambda: [(None, 0), (None, 0)])
    # who spoke last and where: outside quotation marks only, and anywhere
    _told: list[int] = field(init=False)  # sentences with words outside marks, before each

    def __post_init__(self) -> None:
        words = self.words
        self._told = [0]
        for first, last in words.sentences:
            plain = any(words.text[i][0].isalpha() and not self.quoted[i] for i in range(first, last))
            self._told.append(self._told[-1] + plain)

    def sentences_between(self, here: int, there: int) -> int:
        """How many sentences with words outside marks the token `here` comes after `there`."""
        return self._told[self.words.sentence[here]] - self._told[self.words.sentence[there]]

    def meet(self, person: int, token: int, *, possessive: bool = False, pronoun: bool = False) -> None:
        """Note that `person` was named, or meant by a pronoun, at `token`."""
        known = self.traces.pop(person, None)
        subject = is_topic(self.words, token) and not possessive
        again = known is not None and self.words.sentence[known.token] == self.words.sentence[token]
        self.traces[person] = Trace(
            token=token,
            subject=subject,
            possessive=possessive,
            quoted=self.quoted[token],
            pronoun=pronoun,
            count=(known.count if known else 0.0) + (0.5 if pronoun else 1.0),
            main=(subject and is_main(self.words, token)) or (again and known is not None and known.main),
        )
        if not self.quoted[token]:
            self.outside.pop(person, None)
            self.outside[person] = self.traces[person]

    def speak(self, person: int, token: int) -> None:
        """Note that `person` is the source of a relation at `token`."""
        self.speaker, self.speaker_token = person, token
        self.voices[True] = (person, token)
        if not self.quoted[token]:
            self.voices[False] = (person, token)

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


def scored(features: dict[str, float], weights: Mapping[str, float]) -> float:
    """The weighted sum of the features.

    >>> scored({"subject": 1.0, "distance": 2.0}, {"subject": 0.5, "distance": -1.0})
    -1.5
    """
    return sum(weights.get(name, 0.0) * value for name, value in features.items() if value)


def clause_mates(words: Words, name: int, pronoun: int) -> bool:
    """Whether two words hang from one verb, so that they cannot be the same person: "Lee thanked him"."""
    return words.head[name] == words.head[pronoun] and words.tag[pronoun] == "PRP" and name != pronoun


def binds(words: Words, name: int, noun: int) -> bool:
    """Whether a noun stands in a clause below the verb of a subject, who is somebody else.

    "Lee left after the mayor had spoken": the mayor is not Lee.
    """
    verb = words.head[name]
    if words.dep[name] not in SUBJECTS or not name < noun or words.sentence[name] != words.sentence[noun]:
        return False
    at, clauses = noun, []
    for _ in range(DEEP):
        if at == verb or words.head[at] == at:
            break
        clauses.append(words.dep[at])
        at = words.head[at]
    return at == verb and "conj" not in clauses and bool(CLAUSES & set(clauses))


def is_topic(words: Words, token: int) -> bool:
    """Whether a word is a subject, or the agent of a passive: "was raised by Lee"."""
    return words.dep[token] in SUBJECTS or words.dep[words.head[token]] == "agent"


def is_main(words: Words, token: int) -> bool:
    """Whether a subject or agent hangs from the main verb of its sentence, or one joined to it."""
    verb = words.head[token]
    if words.dep[verb] == "agent":
        verb = words.head[verb]
    while words.dep[verb] == "conj":
        verb = words.head[verb]
    return words.head[verb] == verb


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
