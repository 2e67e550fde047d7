"""Whom a description means: the people who answer to it, scored by readable features."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from attribution.pipeline.answers import Why, choose
from attribution.pipeline.callings import Callings, is_owned
from attribution.pipeline.candidates import MOST, SUBJECTS, Candidate, Scene, scored
from attribution.pipeline.mentions import Lexicon, NameMention
from attribution.pipeline.sources import Source
from attribution.pipeline.words import Words

# Learned by regression (softmax over the candidates) from the descriptions of the training articles.
DESCRIPTION: dict[str, float] = {
    "same-sentence": -0.14,
    "one-back": 0.6,
    "distance": -0.41,
    "subject-here": -0.86,
    "subject-before": -0.25,
    "last-speaker": 1.4,
    "frequent": -0.12,
    "weight": 0.94,
    "possessive": -0.61,
    "other-quoted": -0.19,
    "quoted-too": -0.74,
    "same-paragraph": 0.24,
    "pronoun-chain": -0.62,
    "early": -0.79,
    "latest": -0.28,
    "gender": -0.97,
    "role-match": 2.02,
    "later": -1.13,
}
NOBODY = 0.25  # score of a description's meaning none of the people met


@dataclass(slots=True)
class Describing:
    """Finds whom descriptions mean; `named` maps tokens to mentions, `people` counts those with a name."""

    words: Words
    lexicon: Lexicon
    named: Mapping[int, NameMention]
    callings: Callings
    scene: Scene
    genders: dict[int, str]
    people: int
    strangers: set[int] = field(default_factory=set)  # people without a name; numbered on from the named

    def elsewhere(self, token: int, least: float) -> tuple[tuple[int, int], int] | None:
        """The tokens of a description that hangs from `token`, and somebody without a role whom it means."""
        first = self.callings.definite(token, self.named)
        if first is None:
            return None
        source = Source("nominal", first - 1, token + 1, token, kind="person")
        who, _, _ = self.choose(source, least)
        if who is None or who >= self.people or who in self.callings.people:
            return None
        return (first, token + 1), who

    def choose(self, source: Source, least: float) -> tuple[int | None, float, Why]:
        """The person that a description means, or None and why; somebody just introduced goes by it on."""
        found = self.candidates(source)
        return choose(found, least, nobody=NOBODY, rivals=self.scene.rivals(found))

    def candidates(self, source: Source) -> list[Candidate]:
        """People who answer to a description, best first."""
        matches = self.callings.matches(source) or self._introduced(source)
        definite = self.words.lower[source.first] in self.lexicon.joints.definite
        if not matches and (is_owned(self.words, source) or self.callings.is_age(source) or not definite):
            return []
        gender = self.lexicon.nouns.person.get(self.words.lower[source.head], "")
        barred = {self.named[i].person for i in range(source.first, source.last) if i in self.named}
        barred.update(at for at in self.strangers if at not in matches)
        if self.words.lower[source.head] not in self.lexicon.nouns.unspecific:
            barred.update(at for at in self.callings.people if at not in matches)
        return self._scored(source.head, gender, matches, barred)

    def _scored(
        self, token: int, gender: str, matches: Mapping[int, float], barred: set[int]
    ) -> list[Candidate]:
        """Those met before, and those who answer to the description and are named only later, best first."""
        found: list[Candidate] = []
        for person in reversed(self.scene.traces):
            if len(found) >= MOST:
                break
            if person in barred or (gender and self.genders[person] not in ("", gender)):
                continue
            features = self.scene.features(token, person, self.scene.traces[person])
            features["latest"] = float(not found)
            features["gender"] = float(gender != "" and self.genders[person] == gender)
            features["role-match"] = matches.get(person, 0.0)
            found.append(Candidate(person, scored(features, DESCRIPTION), features))
        for person, match in matches.items():
            open_to = person not in self.scene.traces and person not in barred
            if match >= 1 and open_to and (not gender or self.genders[person] in ("", gender)):
                found.append(self._to_come(person, match))
        return sorted(found, key=lambda c: -c.score)

    def _to_come(self, person: int, match: float) -> Candidate:
        """Somebody not met yet who answers to a description."""
        features = {"role-match": match, "later": 1.0, "weight": self.scene.weight.get(person, 0.0)}
        return Candidate(person, scored(features, DESCRIPTION), features)

    def _introduced(self, source: Source) -> dict[int, float]:
        """Who goes by a description that opens the sentence after the one in which it was introduced.

        "Rosa Lee was late. The skipper had overslept.": the only person of that sentence, its subject, with
        the full name; from here on the description is known to be that person's.
        """
        words, at = self.words, self.words.sentence[source.head]
        if at == 0 or source.first != words.sentences[at][0] or words.dep[source.head] not in SUBJECTS:
            return {}
        if words.lower[source.first] not in self.lexicon.joints.articles:
            return {}
        first, last = words.sentences[at - 1]
        before = list({id(m): m for m in (self.named.get(i) for i in range(first, last)) if m}.values())
        if len(before) != 1 or self.scene.paragraph[first] != self.scene.paragraph[source.head]:
            return {}
        mention = before[0]
        subject = words.dep[mention.last - 1] in SUBJECTS and not mention.possessive
        if not subject or not mention.name.full or mention.person < 0:
            return {}
        self.callings.call(mention.person, source.first + 1, source.head, source.head + 1)
        return {mention.person: 1.0}
