"""Whom "he" and "she" mean: the people met before, scored by readable features."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from attribution.pipeline.candidates import (
    BACK,
    MOST,
    SUBJECTS,
    Candidate,
    Scene,
    Trace,
    clause_mates,
    scored,
)
from attribution.pipeline.mentions import NameMention
from attribution.pipeline.words import Words

CLIMB = 12  # words to climb from a pronoun to the top of its sentence
EXPLAINING = frozenset(("appos", "relcl"))
SAME, BEFORE = 0, 1  # how many sentences or paragraphs lie between


@dataclass(frozen=True, slots=True)
class Place:
    """How a pronoun stands in its sentence and among the relations."""

    token: int
    gender: str
    subject: bool
    source: bool  # of a relation
    quoted: bool
    after_words: bool  # a source right after the end of words in marks: "…", he said
    above: frozenset[int]  # the words from its own up to the top of the sentence
    outer: int | None = None  # who speaks the words around it


@dataclass(slots=True)
class Referring:
    """Finds whom pronouns mean.

    `weights` tells what a feature counts; `genders` each person's gender; `guessed`, of one that rests on
    little, how sure it is, from 0 to 1. A pronoun outside quotation marks is measured from where people were
    met outside them, and sentences within marks do not count as distance.
    """

    words: Words
    scene: Scene
    weights: Mapping[str, float]
    genders: Mapping[int, str]
    guessed: Mapping[int, float] = field(default_factory=dict)
    mentions: Sequence[NameMention] = ()
    _subjects: dict[int, list[NameMention]] = field(init=False)  # sentence -> who is named as a subject
    _introduced: dict[int, int] = field(init=False)  # first, explained names -> person

    def __post_init__(self) -> None:
        words = self.words
        self._subjects = {}
        for mention in self.mentions:
            if mention.person >= 0 and words.dep[mention.last - 1] in SUBJECTS and not mention.possessive:
                self._subjects.setdefault(words.sentence[mention.last - 1], []).append(mention)
        self._introduced = self._introductions()

    def _introductions(self) -> dict[int, int]:
        """The last tokens of full names that are their bearer's first and are explained after a comma."""
        words = self.words
        firsts: dict[int, NameMention] = {}
        for mention in self.mentions:
            if mention.person >= 0 and mention.name.full:
                firsts.setdefault(mention.person, mention)
        return {
            m.last - 1: person
            for person, m in firsts.items()
            if words.text[m.last : m.last + 1] == [","]
            and any(words.dep[i] in EXPLAINING and i > m.last for i in words.children[m.last - 1])
        }

    def _brought_in(self, token: int, person: int, apart: int) -> bool:
        """Whether a trace at `token`, `apart` paragraphs back, introduces a person."""
        return apart <= BEFORE and self._introduced.get(token) == person

    def place(self, token: int, gender: str, *, source: bool, outer: int | None = None) -> Place:
        """How the pronoun at `token` stands."""
        words, above = self.words, {token}
        at = token
        for _ in range(CLIMB):
            at = words.head[at]
            above.add(at)
        subject, quoted = words.dep[token] in SUBJECTS, self.scene.quoted[token]
        after_words = source and not quoted and any(self.scene.quoted[max(0, token - 2) : token])
        return Place(token, gender, subject, source, quoted, after_words, frozenset(above), outer)

    def candidates(self, place: Place) -> list[Candidate]:
        """All that a pronoun can mean, best first."""
        traces = self._recent(place)
        found: dict[int, dict[str, float]] = {}
        for person in sorted(traces, key=lambda at: -traces[at].token):
            if len(found) >= MOST:
                break
            if self._fits(place, person):
                found[person] = self._features(place, person, traces[person])
        for person in self._ahead(place):
            known = found.setdefault(person, {**self._gender(place, person), "same-sentence": 1.0})
            known["ahead"] = 1.0
        scores = [Candidate(person, scored(f, self.weights), f) for person, f in found.items()]
        return sorted(scores, key=lambda c: -c.score)

    def _recent(self, place: Place) -> dict[int, Trace]:
        """Where everybody who was met of late was met, outside marks as far as a pronoun there is concerned.

        Looks no further back than that, for an article can name thousands.
        """
        scene, found = self.scene, {}
        for person in () if place.quoted else reversed(scene.outside):
            if self._distance(place, scene.outside[person]) > BACK:
                break
            found[person] = scene.outside[person]
        here = self.words.sentence[place.token]
        for person in reversed(scene.traces):
            if here - self.words.sentence[scene.traces[person].token] > BACK:
                break
            if place.quoted or person not in scene.outside:
                found[person] = scene.traces[person]
        return found

    def _fits(self, place: Place, person: int) -> bool:
        return self.genders[person] in ("", place.gender) or person in self.guessed

    def _ahead(self, place: Place) -> list[int]:
        """Who is named after a pronoun as the subject of the clause around it: "When he left, Lee said"."""
        words, found = self.words, []
        for mention in self._subjects.get(words.sentence[place.token], ()):
            verb = words.head[mention.last - 1]
            around = verb in place.above and verb != words.head[place.token]
            if mention.first > place.token and around and self._fits(place, mention.person):
                found.append(mention.person)
        return found

    def _asks(self, place: Place, trace: Trace) -> bool:
        """Whether the subject of a pronoun's clause was asked by somebody: "Pressed by Lee, he said"."""
        words, link = self.words, self.words.head[trace.token]
        verb = words.head[link]
        if words.dep[link] != "agent" or words.dep[verb] != "advcl":
            return False
        bare = not any(words.dep[child] in SUBJECTS for child in words.children[verb])
        return bare and (verb in place.above or words.head[verb] in place.above)

    def subject_after(self, owner: int) -> int:
        """The pronoun after an owner that is the subject of its verb: "In her letter, she said"; or -1."""
        words, at = self.words, owner
        if words.tag[owner] != "PRP$":
            return -1
        for _ in range(CLIMB):
            at = words.head[at]
            if words.tag[at].startswith("VB"):
                break
        subjects = (i for i in words.children[at] if words.dep[i] in SUBJECTS)
        return next((i for i in subjects if i > owner and words.tag[i] == "PRP"), -1)

    def _distance(self, place: Place, trace: Trace) -> int:
        if place.quoted or trace.quoted:
            return self.words.sentence[place.token] - self.words.sentence[trace.token]
        return self.scene.sentences_between(place.token, trace.token)

    def _gender(self, place: Place, person: int) -> dict[str, float]:
        fits, guess = self.genders[person] == place.gender, self.guessed.get(person, 0.0)
        return {
            "gender": float(fits and not guess),
            "gender-guess": guess if fits else -guess,
            "weight": self.scene.weight.get(person, 0.0),
        }

    def _features(self, place: Place, person: int, trace: Trace) -> dict[str, float]:
        """What speaks for and against somebody met before; each value is between 0 and about 2."""
        words, paragraph, token = self.words, self.scene.paragraph, place.token
        distance = self._distance(place, trace)
        same = words.sentence[token] == words.sentence[trace.token]
        before = not same and distance <= BEFORE
        apart = paragraph[token] - paragraph[trace.token]
        spoke = self.scene.voices[place.quoted][0] == person
        return {
            **self._gender(place, person),
            "distance": math.log1p(max(0, distance)),
            "same-sentence": float(same),
            "same-paragraph": float(apart == SAME),
            "main-paragraph": float(apart == SAME and trace.main),
            "subject-before": float(place.subject and before and trace.main),
            "subject-both": float(place.subject and trace.subject and distance <= BEFORE),
            "other-quoted": float(trace.quoted and not place.quoted),
            "last-speaker": float(spoke),
            "speaker-source": float(spoke and place.source),
            "after-words-speaker": float(place.after_words and spoke),
            "after-words-main": float(place.after_words and trace.main and apart <= BEFORE),
            "outer-speaker": float(place.outer == person),
            "outer-quoted": float(place.outer == person and place.quoted),
            "clause-mate": float(
                same and (clause_mates(words, trace.token, token) or self._asks(place, trace))
            ),
            "introduced": float(
                place.after_words and before and self._brought_in(trace.token, person, apart)
            ),
            "subject": float(trace.subject),  # told as evidence
        }
