"""Whom a description means: the people who can be meant, scored by readable features."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from attribution.lang.pronouns import Pronouns
from attribution.lang.weights import NOBODY
from attribution.pipeline.answers import Why, choose
from attribution.pipeline.callings import Callings, Phrase
from attribution.pipeline.candidates import SUBJECTS, Candidate, Scene, binds, scored
from attribution.pipeline.introducing import acted_on, goes_on, introduced
from attribution.pipeline.mentions import Lexicon, NameMention
from attribution.pipeline.origins import of_origin
from attribution.pipeline.people import Person
from attribution.pipeline.sources import Source
from attribution.pipeline.words import Words

MOST = 8  # candidates that are called nothing like the description, the most recently met ones
AHEAD = 6  # sentences in which somebody must be named whom a description at the opening introduces
SOON = 2  # the same for descriptions further on
LEAD = 3  # sentences that open an article

LEARN = 0.6  # share of belief from which somebody goes by a description from then on
LATE = 60  # people looked at who were met last; those before them only if they answer to the noun
SURE = 0.9  # share from which a pronoun can mean somebody because of a description


@dataclass(slots=True)
class Describing:
    """Finds whom descriptions mean; `named` maps tokens to mentions, `outer` to whoever speaks there."""

    words: Words
    lexicon: Lexicon
    pronouns: Pronouns
    named: Mapping[int, NameMention]
    callings: Callings
    scene: Scene
    genders: dict[int, str]
    people: Sequence[Person]
    heads: frozenset[int] = frozenset()  # tokens from which sources hang
    outer: Mapping[int, int] = field(default_factory=dict)
    strangers: set[int] = field(default_factory=set)  # people without a name; numbered on from the named
    known: dict[int, tuple[int | None, float, Why]] = field(default_factory=dict)  # by the noun's token
    _entries: list[tuple[int, int]] = field(init=False)  # sentence in which each person is named first

    def __post_init__(self) -> None:
        sentence = self.words.sentence
        self._entries = sorted(
            (sentence[person.mentions[0].first], at)
            for at, person in enumerate(self.people)
            if person.mentions
        )

    def elsewhere(self, token: int, least: float) -> tuple[tuple[int, int], int] | None:
        """The tokens of a description that hangs from `token`, no source, and the person whom it means."""
        first = self.callings.definite(token, self.named)
        if first is None or self.words.entity[token] == "ORG":
            return None
        source = Source("nominal", first - 1, len(self.words), token, kind="person")
        who, _, _ = self.choose(source, least)
        if who is None or who >= len(self.people):
            return None
        return (first, token + 1), who

    def introduces(self, token: int) -> bool:
        """Whether a noun of known gender at `token` brings in somebody new, without a name: "a woman"."""
        words = self.words
        if not self.lexicon.nouns.person.get(words.lower[token]) or words.tag[token] != "NN":
            return False
        first = words.subtree(token)[0]
        if token - first > 4 or words.lower[first] not in self.lexicon.joints.new:
            return False
        inside = range(first, min(token + 2, len(words)))
        return words.dep[token] in SUBJECTS and not any(i in self.named for i in inside)

    def choose(self, source: Source, least: float) -> tuple[int | None, float, Why]:
        """The person that a description means, or None and why; whoever is meant goes by it from now on."""
        if source.head not in self.known:
            phrase = self.callings.phrase(source)
            found = self.candidates(phrase)
            verdict = choose(
                found, least, nobody=self.lexicon.weights.description[NOBODY], rivals=self._rivals(found)
            )
            who = verdict[0]
            if who is not None and verdict[1] >= LEARN:
                self.callings.call(who, phrase.first, phrase.head, phrase.last, ties=False)
            if who is not None and verdict[1] >= SURE:
                self.scene.meet(who, phrase.head)
            self.known[source.head] = verdict
        return self.known[source.head]

    def candidates(self, phrase: Phrase) -> list[Candidate]:
        """People whom a description can mean, best first."""
        bearer = self.callings.bearer(phrase)
        if bearer is not None:
            return [self._candidate(bearer, {"role-match": 1.0})]
        if self._comparing(phrase):
            return []
        barred = self.callings.barred(phrase)
        only = self._answers_alone(phrase)
        matches = self.callings.matches(phrase) or self._introduced(phrase, only=only)
        matches = {person: worth for person, worth in matches.items() if person not in barred}
        found = {}
        if phrase.determiner != "indefinite":
            found = {candidate.person: candidate for candidate in self._met(phrase, matches)}
        for person in self._to_come(phrase, matches):
            features = self._features_to_come(phrase, person, matches)
            candidate = self._candidate(person, features)
            if person not in found or candidate.score > found[person].score:
                found[person] = candidate
        kept = (
            candidate
            for person, candidate in found.items()
            if person not in barred and (not only or matches.get(person, 0.0) >= 1)
        )
        return sorted(kept, key=lambda c: -c.score)

    def _comparing(self, phrase: Phrase) -> bool:
        """Whether a description tells one of two people from the other: "the younger man"."""
        words = self.words
        beside = range(phrase.first, phrase.head)
        compared = any(words.tag[i] == "JJR" and words.head[i] == phrase.head for i in beside)
        return compared and phrase.determiner == "definite"

    def _candidate(self, person: int, features: dict[str, float]) -> Candidate:
        return Candidate(person, scored(features, self.lexicon.weights.description), features)

    def _introduced(self, phrase: Phrase, *, only: bool) -> dict[int, float]:
        """Who goes by a description that nobody answers to, as the subject of the sentence before."""
        who = None
        if not only:
            who = introduced(self.words, self.lexicon, self.named, self.scene, phrase)
        if who is None and (phrase.age is not None or self._by_origin(phrase)):
            who = goes_on(self.words, self.lexicon, self.named, self.scene, phrase)
        aged = who is not None and any(who in people for people in self.callings.by_age.values())
        return {} if who is None or (phrase.age is not None and aged) else {who: 1.0}

    def _answers_alone(self, phrase: Phrase) -> bool:
        """Whether nobody can be meant but who is called by the noun: "a union source", "the Scot"."""
        nouns = self.lexicon.nouns
        silent = phrase.noun in nouns.unnamed | nouns.faceless | self.lexicon.joints.speaking_for
        return silent or self._by_origin(phrase)

    def _by_origin(self, phrase: Phrase) -> bool:
        """Whether the noun of a description tells where somebody is from: "the Scot"."""
        return of_origin(self.words, self.lexicon.joints, self.lexicon.facets, phrase.head)

    def _met(self, phrase: Phrase, matches: Mapping[int, float]) -> list[Candidate]:
        """Those met before: all who answer to the noun, and others met of late."""
        barred = {self.named[i].person for i in range(phrase.first, phrase.last) if i in self.named}
        found: list[Candidate] = []
        others = 0
        traces = self.scene.traces
        exact = not phrase.words and any(worth >= 1 and at in traces for at, worth in matches.items())
        for person in self._lately(matches):
            if person in barred or not self._fits(phrase, person):
                continue
            if exact and matches.get(person, 0.0) < 1:
                continue
            if acted_on(self.words, traces[person], phrase.head):
                continue
            if person not in matches:
                if others >= MOST or phrase.determiner != "definite" or person in self.strangers:
                    continue
                if phrase.age is not None or self._ruled_out(phrase, person):
                    continue
                others += 1
            features = self._features(phrase, person, matches)
            found.append(self._candidate(person, features))
        return found

    def _lately(self, matches: Mapping[int, float]) -> list[int]:
        """People met before, the latest first: those who match, and others of late."""
        traces = self.scene.traces
        latest = list(islice(reversed(traces), LATE))
        earlier = [person for person in matches if person in traces and person not in latest]
        return latest + sorted(earlier, key=lambda person: -traces[person].token)

    def _ruled_out(self, phrase: Phrase, person: int) -> bool:
        """Whether somebody who is not called by the noun of a description cannot be meant by it.

        A nurse is no lorry driver, while a candidate can be a surgeon; a bare "the skipper" only goes on with
        whoever spoke last and has no role beside the name. What is hung on a name is not that person, and a
        capital letter ("the Harbour Reader") makes a name of its own.
        """
        called = self.callings.of.get(person)
        if self._hangs_from(phrase.head, self.scene.traces[person].token):
            return True
        if self.words.lower[phrase.head] in self.lexicon.nouns.unspecific:
            return False
        if (
            self.words.text[phrase.head][0].isupper()
            and phrase.noun not in self.lexicon.titles.offices.values()
        ):
            return True
        nouns = called.nouns if called is not None and person in self.callings.people else {}
        if phrase.noun in nouns:  # and yet no match: president of something else
            return True
        loose, offices = self.lexicon.nouns.standing | self.lexicon.nouns.kin, self.lexicon.titles.offices
        if not phrase.words and (nouns.keys() - loose or self.scene.speaker != person):
            return True
        return not all(noun in loose or noun in offices.values() for noun in nouns)

    def _hangs_from(self, token: int, name: int) -> bool:
        """Whether a token depends on a name: "Lee, outside the office of the engineer"."""
        for _ in range(8):
            if token == name:
                return True
            if self.words.head[token] == token:
                break
            token = self.words.head[token]
        return False

    def _fits(self, phrase: Phrase, person: int) -> bool:
        """Whether a description does not tell another gender than a person's."""
        return not phrase.gender or self.genders[person] in ("", phrase.gender)

    def _features(self, phrase: Phrase, person: int, matches: Mapping[int, float]) -> dict[str, float]:
        """What speaks for and against somebody met before."""
        trace = self.scene.traces[person]
        features = self.scene.features(phrase.head, person, trace)
        words, sentence = self.words, self.words.sentence
        back = sentence[phrase.head] - sentence[trace.token]
        here = words.dep[phrase.head] in SUBJECTS
        spoke = (
            self.scene.speaker == person and sentence[phrase.head] - sentence[self.scene.speaker_token] <= 1
        )
        own = any(words.tag[i] not in ("DT", "PRP$") for i in range(phrase.first, phrase.head))
        features["clause-mate"] = float(self._same_clause(trace.token, phrase.head))
        features["bound"] = float(binds(words, trace.token, phrase.head))
        features["topic"] = float(here and trace.subject and back == 1)
        features["topic-speaker"] = float(here and spoke)
        features["object"] = float(not here and trace.subject and back == 0)
        features["opens"] = float(here and back > 0 and trace.subject)
        features["modified"] = float(own and back <= 1)
        features["outer"] = float(self.outer.get(phrase.head) == person)
        features["stranger"] = float(person in self.strangers and matches.get(person, 0.0) < 1)
        return features | self._answering(phrase, person, matches)

    def _answering(self, phrase: Phrase, person: int, matches: Mapping[int, float]) -> dict[str, float]:
        """How well what a person is called answers to a description."""
        worth = matches.get(person, 0.0)
        calling = self.callings.of.get(person)
        nouns = calling.nouns if calling is not None else {}
        offices = self.lexicon.titles.offices.values()
        facet, clash = self.callings.facets(phrase, person)
        told = self._pronoun_after(phrase)
        exact = sum(other >= 1 for other in matches.values())
        office = phrase.noun in offices and any(noun in offices for noun in nouns)
        return {
            "kin-only": float(bool(nouns) and not worth and not nouns.keys() - self.lexicon.nouns.kin),
            "same-noun": float(worth >= 1),
            "sole": float(worth >= 1 and exact == 1),
            "same-office": float(0 < worth < 1 and exact == 0),
            "common": min(2.0, float(self.callings.common(phrase, person))),
            "facet": float(facet),
            "clash": float(clash),
            "no-calling": float(not nouns),
            "other-calling": float(bool(nouns) and not worth),
            "other-office": float(bool(nouns) and not worth and office),
            "gender": float(phrase.gender != "" and self.genders[person] == phrase.gender),
            "agrees": float(told != "" and self.genders[person] == told),
            "disagrees": float(told != "" and self.genders[person] not in ("", told)),
        }

    def _pronoun_after(self, phrase: Phrase) -> str:
        """The gender of the pronoun that goes on with a description that is a subject: "The nurse … her".

        Not where somebody is named before in the sentence: "Lee left as the nurse said he was late".
        """
        words = self.words
        before = range(words.sentences[words.sentence[phrase.head]][0], phrase.first)
        if words.dep[phrase.head] not in SUBJECTS or any(i in self.named for i in before):
            return ""
        for i in range(phrase.last, words.sentences[words.sentence[phrase.head]][1]):
            if i in self.named or self.scene.quoted[i] != self.scene.quoted[phrase.head]:
                return ""
            gender, _ = self.pronouns.personal.get(words.lower[i], ("", ""))
            if gender in ("m", "f"):
                return gender
        return ""

    def _same_clause(self, name: int, head: int) -> bool:
        """Whether name and description are two parts of one clause, so that they are two people."""
        if self.words.sentence[name] != self.words.sentence[head]:
            return False
        return self._verb(name) == self._verb(head)

    def _verb(self, token: int) -> int:
        """The verb that a phrase hangs from."""
        words = self.words
        for _ in range(8):
            if words.tag[token].startswith(("VB", "MD")) or words.head[token] == token:
                break
            token = words.head[token]
        return token

    def _to_come(self, phrase: Phrase, matches: Mapping[int, float]) -> list[int]:
        """Those named only later whom a description can bring in.

        A definite one can mean whoever is called the same; else the name has to come soon: right after the
        description, or a little later where that opens the article.
        """
        at = self.words.sentence[phrase.head]
        opens = at < LEAD
        found = []
        for person in self._named_soon(at, matches):
            first = self.people[person].mentions[0].first
            heard = self.scene.quoted[first] and not self.scene.quoted[phrase.head]
            if first < phrase.head or not self._fits(phrase, person):
                continue
            if phrase.determiner == "indefinite" and (heard or self._titled(phrase, person, matches)):
                continue  # whoever is named in somebody's words was not brought in before them
            distance = self.scene.sentences_between(first, phrase.head)
            soon = 0 < distance <= (AHEAD if opens else SOON)
            same = matches.get(person, 0.0) >= 1 or self._by_party(phrase, person)
            beside = first == phrase.head + 1
            known = beside or (same and phrase.determiner in ("definite", "owned"))
            if known or (soon and phrase.determiner != "owned" and (opens or same)):
                found.append(person)
        return found

    def _titled(self, phrase: Phrase, person: int, matches: Mapping[int, float]) -> bool:
        """Whether a title brings in somebody whom no description fits: "a neighbour … Judge Lee"."""
        fits = matches.get(person) or self._by_party(phrase, person)
        return bool(self.people[person].mentions[0].titles) and not fits

    def _by_party(self, phrase: Phrase, person: int) -> bool:
        """Whether the noun of a description tells a party that is somebody's: "one Democrat"."""
        told = self.lexicon.facets.told([phrase.noun]).get("party", set())
        calling = self.callings.of.get(person)
        return calling is not None and bool(told & calling.facets.get("party", set()))

    def _named_soon(self, sentence: int, matches: Mapping[int, float]) -> list[int]:
        """Those who are named first in a sentence or soon after it, and all who answer to a noun."""
        low = bisect_left(self._entries, (sentence, 0))
        high = bisect_left(self._entries, (sentence + max(AHEAD, SOON) + 1, 0))
        near = {person for _, person in self._entries[low:high]}
        return sorted(near.union(at for at in matches if at < len(self.people) and self.people[at].mentions))

    def _features_to_come(
        self, phrase: Phrase, person: int, matches: Mapping[int, float]
    ) -> dict[str, float]:
        """What speaks for and against somebody named only later."""
        mention = self.people[person].mentions[0]
        distance = self.scene.sentences_between(mention.first, phrase.head)
        bare = person not in self.callings.introduced and mention.name.full
        speaks = any(i in self.heads for i in range(mention.first, mention.last))
        return {
            "later": 1.0,
            "later-distance": min(AHEAD, distance) / AHEAD,
            "later-subject": float(self.words.dep[mention.last - 1] in SUBJECTS),
            "later-speaks": float(speaks and not mention.possessive),
            "echo": float(self.scene.speaker == person),
            "indefinite": float(phrase.determiner == "indefinite"),
            "bare-intro": float(bare),
            "weight": self.scene.weight.get(person, 0.0),
        } | self._answering(phrase, person, matches)

    def _rivals(self, candidates: list[Candidate]) -> bool:
        """Whether the first two were last met side by side and nothing in the description sets one apart."""
        if len(candidates) < 2:
            return False
        one, two = (c.features for c in candidates[:2])
        told = ("same-noun", "same-office", "common", "facet", "clash", "kin-only")
        apart = any(one.get(name, 0.0) != two.get(name, 0.0) for name in told)
        return not apart and self.scene.rivals(candidates)
