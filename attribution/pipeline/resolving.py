"""From the sources of an article to those who speak: names, pronouns, descriptions, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from attribution.lang.pronouns import Pronouns
from attribution.pipeline.annotations import RelationNote
from attribution.pipeline.candidates import NOBODY, Candidate, Scene, shares
from attribution.pipeline.descriptions import Description, around
from attribution.pipeline.mentions import Lexicon
from attribution.pipeline.organisations import Organisations, organisations_of
from attribution.pipeline.people import Person, people_of
from attribution.pipeline.sources import Source, core, read_source
from attribution.pipeline.words import Words

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """Who speaks a relation. `key` tells speakers apart; `name` is None for the unnamed."""

    key: Key
    kind: str
    name: str | None
    label: str
    form: str  # of the source: name, nominal or pronoun
    confidence: float
    evidence: tuple[str, ...]
    person: int | None = None


@dataclass(slots=True)
class Settings:
    """How sure a reading must be to be given."""

    pronoun: float = 0.45
    description: float = 0.45
    elsewhere: float = 0.6  # of descriptions that are no source


@dataclass(slots=True)
class Reading:
    """All that was understood: an answer for each relation and the person behind each pronoun met."""

    answers: list[Answer | None]
    sources: list[Source | None]
    people: list[Person]
    pronouns: dict[int, int] = field(default_factory=dict)  # token -> person
    described: dict[tuple[int, int], int] = field(default_factory=dict)  # token range -> person
    refused: dict[int, tuple[str, ...]] = field(default_factory=dict)  # relation -> evidence


class Resolver:
    """Reads one article from left to right and keeps what it has met."""

    def __init__(
        self, words: Words, lexicon: Lexicon, pronouns: Pronouns, paragraph: list[int], quoted: list[bool],
        settings: Settings, heads: frozenset[int] = frozenset(),
    ) -> None:  # fmt: skip
        self.words, self.lexicon, self.pronouns, self.settings = words, lexicon, pronouns, settings
        self.people, self.mentions = people_of(words, lexicon, pronouns, heads)
        self.organisations: Organisations = organisations_of(words, lexicon)
        self.genders = {at: person.gender for at, person in enumerate(self.people)}
        self.named = {i: m for m in self.mentions for i in range(m.lead, m.last)}
        total = max(1, sum(len(person.mentions) for person in self.people))
        weight = {at: len(person.mentions) / total for at, person in enumerate(self.people)}
        self.scene = Scene(words, paragraph, quoted, weight=weight)
        self.called = self._called()
        self.with_role = {who for people in self.called.values() for who in people}
        self.elsewhere: dict[tuple[int, int], int] = {}
        self.meant: dict[int, tuple[int | None, float, tuple[str, ...]]] = {}

    def _called(self) -> dict[str, dict[int, list[Description]]]:
        """Noun -> person -> the descriptions with that noun as head."""
        found: dict[str, dict[int, list[Description]]] = {}
        for mention in self.mentions:
            if mention.person < 0:
                continue
            for description in around(self.words, self.lexicon, mention):
                noun = self.noun(description.head)
                found.setdefault(noun, {}).setdefault(mention.person, []).append(description)
        return found

    def noun(self, head: int) -> str:
        """The noun that a description goes by: abbreviations of offices written out."""
        word = self.words.lower[head].rstrip(".")
        return self.lexicon.titles.offices.get(word, word)

    def read(self, relations: list[RelationNote]) -> Reading:
        """Resolve the sources of all relations."""
        words = self.words
        sources = [self._source(relation) for relation in relations]
        answers: list[Answer | None] = [None] * len(relations)
        refused: dict[int, tuple[str, ...]] = {}
        outer = self._outer(relations, sources)
        waiting: dict[int, list[int]] = {}
        for at, source in enumerate(sources):
            if source is not None and source.sort != "first":
                waiting.setdefault(source.head, []).append(at)
        starts = {m.last - 1: m for m in self.mentions if m.person >= 0}
        for token in range(len(words)):
            if token in starts:
                mention = starts[token]
                self.scene.meet(mention.person, token, possessive=mention.possessive or mention.modifier)
            elif self.pronouns.personal.get(words.lower[token], ("", ""))[0] in ("m", "f"):
                self._pronoun(token, outer)
            elif token not in waiting and self._definite(token):
                self._description(token)
            for at in waiting.get(token, ()):
                answers[at], why = self._answer(sources[at])
                if answers[at] is None:
                    refused[at] = why
                self._spoke(answers[at], token)
        for at, source in enumerate(sources):
            if source is not None and source.sort == "first":
                answers[at], why = self._first_person(at, source, relations, answers)
                if answers[at] is None:
                    refused[at] = why
        meant = {token: who for token, (who, _, _) in self.meant.items() if who is not None}
        return Reading(answers, sources, self.people, meant, self.elsewhere, refused)

    def _spoke(self, answer: Answer | None, token: int) -> None:
        if answer is not None and answer.person is not None:
            self.scene.speak(answer.person, token)

    def _source(self, relation: RelationNote) -> Source | None:
        span = relation["source"]
        if span is None or span[0] >= span[1]:
            return None
        first, last = self.words.within(*span)
        if first >= last:
            return None
        return read_source(self.words, self.lexicon, self.pronouns, self.named, first, last)

    def _outer(self, relations: list[RelationNote], sources: list[Source | None]) -> dict[int, int]:
        """Token -> person who is named as the speaker of the words there."""
        found: dict[int, int] = {}
        for relation, source in zip(relations, sources, strict=True):
            if source is None or source.sort != "person":
                continue
            for start, end in relation["content"]:
                first, last = self.words.within(start, end)
                for i in range(first, min(last, first + 400)):
                    found.setdefault(i, source.mentions[0].person)
        return found

    def _pronoun(self, token: int, outer: dict[int, int]) -> None:
        """Resolve he, she, his, her at `token` and remember whom it means."""
        gender = self.pronouns.personal[self.words.lower[token]][0]
        found = self.scene.candidates(token, self.genders, gender, outer=outer.get(token))
        who, share, why = choose(found, self.settings.pronoun)
        self.meant[token] = (who, share, ("pronoun-gender", *why))
        if who is not None:
            self.scene.meet(who, token, possessive=self.words.tag[token] == "PRP$", pronoun=True)

    def _definite(self, token: int) -> bool:
        """Whether a definite description of one person hangs from `token`: "the former governor"."""
        words, nouns = self.words, self.lexicon.nouns
        if words.tag[token] != "NN" or words.lower[token] not in nouns.person or token in self.named:
            return False
        if token + 1 < len(words) and (
            token + 1 in self.named or words.tag[token + 1] in ("NN", "NNS", "NNP", "HYPH")
        ):
            return False
        first = token
        while first > 0 and words.tag[first - 1] in ("JJ", "NN", "NNP", "HYPH", "VBN", "CD"):
            first -= 1
            if words.lower[first] in nouns.unspecific:
                return False
        return first > 0 and words.lower[first - 1] == "the" and words.lower[token] not in nouns.kin

    def _description(self, token: int) -> None:
        """Resolve a description away from any source and remember whom it means."""
        first = token
        while self.words.lower[first - 1] != "the":
            first -= 1
        source = Source("nominal", first - 1, token + 1, token, kind="person")
        who, _, _ = choose(self._described(source, speaks=False), self.settings.elsewhere, nobody=NOBODY)
        if who is not None and who not in self.with_role:
            self.elsewhere[first, token + 1] = who

    def _answer(self, source: Source | None) -> tuple[Answer | None, tuple[str, ...]]:
        """The speaker that a source stands for, or None and why not."""
        assert source is not None
        handlers: dict[str, Callable[[Source], tuple[Answer | None, tuple[str, ...]]]] = {
            "person": self._person,
            "people": self._several,
            "pronoun": self._by_pronoun,
            "relative": self._relative,
            "nominal": self._nominal,
            "organisation": self._organisation,
            "indefinite": self._unnamed_answer,
        }
        return handlers[source.sort](source)

    def _person(self, source: Source) -> tuple[Answer | None, tuple[str, ...]]:
        mention = source.mentions[0]
        if mention.person < 0:
            return None, ("two-candidates",)
        how = "name-match" if mention.name.full else "surname"
        return self.person(mention.person, "name", 0.97 if mention.name.full else 0.94, (how,)), ()

    def person(self, at: int, form: str, confidence: float, evidence: tuple[str, ...]) -> Answer:
        """The answer that names a person."""
        name = self.people[at].name.text
        return Answer(("person", str(at)), "person", name, name, form, confidence, evidence, at)

    def _several(self, source: Source) -> tuple[Answer | None, tuple[str, ...]]:
        """Several people named at once speak as a group."""
        label = self.words.phrase(source.first, source.last)
        return Answer(("group", label.lower()), "group", None, label, "name", 0.9, ("several-names",)), ()

    def _by_pronoun(self, source: Source) -> tuple[Answer | None, tuple[str, ...]]:
        if source.head in self.meant:
            who, share, why = self.meant[source.head]
            return (None, why) if who is None else (self.person(who, "pronoun", share, why), ())
        return None, ("no-antecedent",)

    def _relative(self, source: Source) -> tuple[Answer | None, tuple[str, ...]]:
        """Who or which: the noun that its clause hangs from."""
        words = self.words
        verb = words.head[source.head]
        for _ in range(3):
            if words.dep[verb] in ("relcl", "acl"):
                break
            verb = words.head[verb]
        noun = words.head[verb]
        if words.dep[verb] not in ("relcl", "acl") or not noun < source.first:
            noun = source.first - 1 if words.lower[source.first - 1] != "," else source.first - 2
        mention = self.named.get(noun)
        if mention is not None and mention.person >= 0:
            return self.person(mention.person, "pronoun", 0.9, ("relative-clause",)), ()
        for near in range(source.first - 1, max(source.first - 4, -1), -1):
            mention = self.named.get(near)
            if mention is not None and mention.person >= 0:
                return self.person(mention.person, "pronoun", 0.7, ("relative-clause",)), ()
        first, last = words.subtree(noun)
        first, last = max(first, noun - 6), noun + 1
        inner = read_source(words, self.lexicon, self.pronouns, self.named, first, last)
        if inner.sort in ("relative", "first"):
            return None, ("no-antecedent",)
        return self._answer(inner)

    def _nominal(self, source: Source) -> tuple[Answer | None, tuple[str, ...]]:
        """A description: somebody or something met before, or an unnamed speaker."""
        kin = words_of_kin(self.words, self.lexicon, source)
        if source.kind == "person" and not kin and not self._indefinite(source):
            found = self._described(source)
            if found:
                who, share, why = choose(found, self.settings.description, nobody=NOBODY)
                if who is not None:
                    return self.person(who, "nominal", share, ("description-role", *why)), ()
                if "two-candidates" in why:
                    return None, ("description-role", *why)
        if source.kind == "organisation" and (own := self._own_name(source)) is not None:
            return self._named_organisation(own, "name", 0.8, "name-match"), ()
        definite = self.words.lower[source.first] in ("the", "this", "that")
        if source.kind == "organisation" and definite:
            name = self._called_organisation(source)
            if name is not None:
                return self._named_organisation(name, "nominal", 0.7, "description-kind"), ()
        return self._unnamed_answer(source)

    def _own_name(self, source: Source) -> str | None:
        """The name in "the Marlow campaign": capitalised words before a common noun for an organisation."""
        words = self.words
        first, last = core(words, source)
        if words.lower[source.head] not in self.lexicon.nouns.bodies or first >= source.head:
            return None
        if (
            self._indefinite(source)
            or self._coordinated(source)
            or any(words.tag[i] in ("POS", "PRP$") for i in range(source.first, source.head))
        ):
            return None
        return (
            words.phrase(first, last) if words.text[first][0].isupper() and words.tag[first] != "DT" else None
        )

    def _indefinite(self, source: Source) -> bool:
        return self.words.lower[source.first] in (
            "a",
            "an",
            "one",
            "another",
            "some",
            "any",
            "no",
            "every",
            "each",
        )

    def _described(self, source: Source, *, speaks: bool = True) -> list[Candidate]:
        """People who answer to a description, best first."""
        words, nouns = self.words, self.lexicon.nouns
        noun = self.noun(source.head)
        owned = any(words.tag[i] == "POS" for i in range(source.first, source.head))
        matches: dict[int, float] = {}
        for other, worth in [(noun, 1.0)] + [(o, 0.6) for o in nouns.same_office.get(noun, ())]:
            for who, descriptions in self.called.get(
                self.lexicon.titles.offices.get(other, other), {}
            ).items():
                overlap = max(self._overlap(source, d) for d in descriptions)
                if owned and not overlap:
                    continue
                matches[who] = max(matches.get(who, 0.0), worth + 0.3 * overlap)
        if owned and not matches:
            return []
        gender = nouns.person.get(words.lower[source.head], "")
        inside = frozenset(
            m.person for i in range(source.first, source.last) if (m := self.named.get(i)) is not None
        )
        return self.scene.candidates(
            source.head, self.genders, gender, matches=matches, barred=inside, source=speaks
        )

    def _overlap(self, source: Source, description: Description) -> int:
        words = self.words
        mine = {words.lower[i] for i in range(source.first, source.head) if words.tag[i] != "DT"}
        return len(mine & {words.lower[i] for i in range(description.first, description.last)})

    def _called_organisation(self, source: Source) -> str | None:
        """The one organisation met so far that can be called by the source's noun."""
        noun = self.words.lower[source.head]
        if noun not in self.lexicon.nouns.organisation:
            return None
        calls = self.lexicon.nouns.called.get(noun, frozenset()) | {noun}
        found: list[str] = []
        for token, key in self.organisations.places:
            if token >= source.first:
                break
            if self.organisations.label[key] == "NORP" or not calls & set(key.split()):
                continue
            name = self.organisations.fullest(self.organisations.names[key])
            if name[0].isupper() and name not in found:
                found.append(name)
        if len(found) != 1:
            return None
        return found[0]

    def _organisation(self, source: Source) -> tuple[Answer | None, tuple[str, ...]]:
        words = self.words
        first, last = core(words, source)
        if first >= last:
            return self._unnamed_answer(source)
        if self._coordinated(source):
            return self._unnamed_answer(source)
        name = self.organisations.fullest(words.phrase(first, last))
        return self._named_organisation(name, "name", 0.9, "name-match"), ()

    def _coordinated(self, source: Source) -> bool:
        """Whether several organisations speak: "Moscow and Kyiv"."""
        words = self.words
        return any(
            source.head < child < source.last and words.dep[child] == "conj"
            for child in words.children[source.head]
        )

    def _named_organisation(self, name: str, form: str, confidence: float, evidence: str) -> Answer:
        return Answer(
            ("organisation", name.lower()), "organisation", name, name, form, confidence, (evidence,)
        )

    def _unnamed_answer(self, source: Source) -> tuple[Answer | None, tuple[str, ...]]:
        """A speaker without a name, known by the words of the source."""
        first = source.first
        while first < source.head and self.words.tag[first] in ("DT", "PDT"):
            first += 1
        label = self.words.phrase(first, source.last)
        key = (source.kind, self.words.phrase(first, source.head + 1).lower())
        return Answer(key, source.kind, None, label, "nominal", 0.8, ("unnamed",)), ()

    def _first_person(
        self, at: int, source: Source, relations: list[RelationNote], answers: list[Answer | None]
    ) -> tuple[Answer | None, tuple[str, ...]]:
        """I and we: whoever speaks the words around, else the author of the article."""
        around_it = self._smallest_around(at, source, relations)
        if around_it is None:
            if source.plural:
                return None, ("first-person",)
            label = self.words.text[source.head]
            return Answer(("author", ""), "author", None, label, "pronoun", 0.7, ("first-person",)), ()
        outer = answers[around_it]
        if outer is None or (source.plural and outer.kind == "person"):
            return None, ("first-person",)
        why = ("first-person",)
        return Answer(outer.key, outer.kind, outer.name, outer.label, "pronoun", 0.9, why, outer.person), ()

    def _smallest_around(self, at: int, source: Source, relations: list[RelationNote]) -> int | None:
        start, end = self.words.start[source.first], self.words.end[source.last - 1]
        best, size = None, 10**9
        for number, relation in enumerate(relations):
            if number == at:
                continue
            for s, e in relation["content"]:
                if s <= start and end <= e and e - s < size:
                    best, size = number, e - s
        return best


def words_of_kin(words: Words, lexicon: Lexicon, source: Source) -> bool:
    """Whether a source is somebody's relative or friend: "his sister", "Lee's neighbour"."""
    owned = any(words.tag[i] in ("POS", "PRP$") for i in range(source.first, source.head))
    return owned and words.lower[source.head] in lexicon.nouns.kin


def choose(
    candidates: list[Candidate], least: float, *, nobody: float | None = None
) -> tuple[int | None, float, tuple[str, ...]]:
    """The candidate that is plainly ahead with its share of the belief, or None and why."""
    if not candidates:
        return None, 0.0, ("no-antecedent",)
    belief = shares(candidates, nobody=nobody)
    share = belief[0]
    if share < least:
        several = len(belief) > 1 and belief[1] > 1 - sum(belief)
        return None, share, ("two-candidates",) if several else ("no-antecedent",)
    best = candidates[0]
    why = tuple(name for name in ("last-speaker", "subject", "same-sentence") if best.features.get(name))
    return best.person, share, why if len(candidates) > 1 else ("one-candidate", *why)
