"""From the sources of an article to those who speak: names, pronouns, descriptions, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from attribution.lang.pronouns import Pronouns
from attribution.pipeline.annotations import RelationNote
from attribution.pipeline.answers import Answer, Key, Reading, Settings, Verdict, Why, choose
from attribution.pipeline.antecedents import antecedents, passes_on, smallest_around
from attribution.pipeline.callings import PREDICATES, Callings, is_kin
from attribution.pipeline.candidates import Scene
from attribution.pipeline.carrying import carry_on
from attribution.pipeline.describing import Describing
from attribution.pipeline.gender import tell_genders
from attribution.pipeline.impersonal import Impersonal
from attribution.pipeline.initials import INITIALS, bearers, labels_in
from attribution.pipeline.joining import people_of
from attribution.pipeline.kinship import Kinship
from attribution.pipeline.listed import Listing
from attribution.pipeline.mentions import Lexicon
from attribution.pipeline.newcomers import Newcomers
from attribution.pipeline.openings import Openings
from attribution.pipeline.organisations import organisations_of
from attribution.pipeline.referring import Referring
from attribution.pipeline.sources import (
    Source,
    coordinated,
    core,
    own_name,
    read_source,
    whole_word,
)
from attribution.pipeline.words import Words

LONGEST = 400  # words of a piece of content that are remembered as somebody's


class Resolver:
    """Reads one article from left to right and keeps what it has met."""

    def __init__(
        self, words: Words, lexicon: Lexicon, pronouns: Pronouns, paragraph: list[int], quoted: list[bool],
        settings: Settings, heads: frozenset[int] = frozenset(), listing: Listing | None = None,
    ) -> None:  # fmt: skip
        self.words, self.lexicon, self.pronouns, self.settings = words, lexicon, pronouns, settings
        self.people, self.mentions = people_of(words, lexicon, heads, listing)
        tell_genders(words, lexicon, pronouns, self.people, self.mentions, quoted)
        self.organisations = organisations_of(words, lexicon)
        self.genders = {at: person.gender for at, person in enumerate(self.people)}
        self.strangers: list[Answer] = []  # unnamed ones; they are numbered on from the people
        self.by_key: dict[Key, int] = {}
        self.named = {i: m for m in self.mentions for i in range(m.lead, m.last)}
        self.callings = Callings(words, lexicon)
        self.callings.note(self.mentions)
        total = max(1, sum(len(person.mentions) for person in self.people))
        weight = {at: len(person.mentions) / total for at, person in enumerate(self.people)}
        self.scene = Scene(words, paragraph, quoted, weight=weight)
        self.describing = Describing(
            words, lexicon, pronouns, self.named, self.callings, self.scene, self.genders, self.people, heads
        )
        self.newcomers = Newcomers(words, lexicon, self.people, self.genders, self.callings, self.scene)
        guessed = {at: person.sureness for at, person in enumerate(self.people) if person.guessed}
        self.referring = Referring(
            words, self.scene, lexicon.weights.pronoun, self.genders, guessed, self.mentions
        )
        self.kinship = Kinship(
            words, lexicon, pronouns, self.named, self.callings, self.people, self.genders, quoted,
            self._person_at,
        )  # fmt: skip
        self.impersonal = Impersonal(words, lexicon, self.scene.sentences_between)
        self.elsewhere: dict[tuple[int, int], int] = {}
        self.meant: dict[int, tuple[int | None, float, Why]] = {}
        self.initials: dict[int, str] = {}  # first token of a label -> the initials that it is

    def read(self, relations: Sequence[RelationNote]) -> Reading:
        """Resolve the sources of all relations."""
        sources = [self._source(relation) for relation in relations]
        verdicts: list[Verdict] = [(None, ("no-source",))] * len(relations)
        self.initials = labels_in(self.words, self.lexicon, relations, sources)
        outer = self._outer(relations, sources)
        self.describing.outer = self.kinship.outer = outer
        self._walk(sources, verdicts, outer)
        for at, who in Openings(self.words, self.callings, self.people).settle(sources, verdicts):
            verdicts[at] = self.given(who, "nominal", 0.6, ("description-role", "later")), ()
        parents = smallest_around(self.words, relations, sources)
        for at, source in enumerate(sources):
            if source is not None and source.sort == "first":
                parent = parents.get(at)
                verdicts[at] = self._first_person(source, parent is not None, verdicts[parent or 0][0])
        carry_on(self.words, self.scene.paragraph, relations, verdicts)
        return Reading(
            answers=[answer for answer, _ in verdicts],
            sources=sources,
            people=self.people,
            pronouns={
                token: who
                for token, (who, _, _) in self.meant.items()
                if who is not None and who < len(self.people)
            },
            described=self.elsewhere,
            refused={at: why for at, (answer, why) in enumerate(verdicts) if answer is None},
        )

    def _walk(self, sources: list[Source | None], verdicts: list[Verdict], outer: dict[int, int]) -> None:
        """Go over the tokens in order: names, pronouns and descriptions are met, sources answered."""
        words = self.words
        waiting: dict[int, list[int]] = {}
        for at, source in enumerate(sources):
            if source is not None and source.sort != "first":
                waiting.setdefault(source.head, []).append(at)
        starts = {m.last - 1: m for m in self.mentions if m.person >= 0}
        third = {word for word, (gender, _) in self.pronouns.personal.items() if gender in ("m", "f")}
        for token, lower in enumerate(words.lower):
            if token in starts:
                mention = starts[token]
                self.scene.meet(mention.person, token, possessive=mention.possessive or mention.modifier)
            elif lower in third:
                self._pronoun(token, outer.get(token), source=token in waiting)
            elif token not in waiting:
                self._description(token)
                self._relation(token)
                if self.describing.introduces(token):
                    self._introduce(token)
            for at in waiting.get(token, ()):
                source = sources[at]
                assert source is not None
                verdicts[at] = self._answer(source)
                answer = verdicts[at][0]
                if answer is not None:
                    self._spoke(answer, source, token)

    def _spoke(self, answer: Answer, source: Source, token: int) -> None:
        """Remember who spoke; somebody unnamed can be meant by a pronoun or description from now on."""
        who = answer.person
        self.impersonal.heard(answer, token)
        if who is None and answer.kind == "person" and answer.form != "name":
            who = self._stranger(answer, source)
            if answer.form == "nominal":
                self.scene.meet(who, token)
        elif who is not None and answer.form == "nominal":
            self.scene.meet(who, token)
        if who is not None:
            self.scene.speak(who, token)

    def _stranger(self, answer: Answer, source: Source) -> int:
        """The number of somebody unnamed, who is known from now on by the words of `source`."""
        if answer.key not in self.by_key:
            who = self.by_key[answer.key] = len(self.people) + len(self.strangers)
            self.strangers.append(answer)
            self.describing.strangers.add(who)
            self.genders[who] = self.lexicon.nouns.person.get(self.words.lower[source.head], "")
            if not is_kin(self.words, self.lexicon, source):
                self.callings.call(who, source.first, source.head, source.head + 1)
        return self.by_key[answer.key]

    def _source(self, relation: RelationNote) -> Source | None:
        span = relation["source"]
        if span is None or span[0] >= span[1]:
            return None
        first, last = self.words.within(*span)
        if first >= last:
            return None
        return read_source(self.words, self.lexicon, self.pronouns, self.named, first, last)

    def _outer(self, relations: Sequence[RelationNote], sources: list[Source | None]) -> dict[int, int]:
        """Token -> person who is named as the speaker of the words there."""
        found: dict[int, int] = {}
        for relation, source in zip(relations, sources, strict=True):
            if source is None or source.sort != "person":
                continue
            for start, end in relation["content"]:
                first, last = self.words.within(start, end)
                for i in range(first, min(last, first + LONGEST)):
                    found.setdefault(i, source.mentions[0].person)
        return found

    def _pronoun(self, token: int, outer: int | None, *, source: bool) -> None:
        """Resolve he, she, his, her at `token` and remember whom it means."""
        gender = self.pronouns.personal[self.words.lower[token]][0]
        if self.scene.quoted[token] and self.kinship.stands_for(token, gender):
            self.meant[token] = None, 0.0, ("pronoun-gender", "no-antecedent")
            return
        found = self.referring.candidates(self.referring.place(token, gender, source=source, outer=outer))
        who, share, why = choose(found, self.settings.pronoun, rivals=self.scene.rivals(found))
        self.meant[token] = (who, share, ("pronoun-gender", *why))
        ahead = self.referring.subject_after(token)
        # "in her letter, she said": the owner is told by the subject, and tells nothing itself
        awaits = ahead >= 0 and self.pronouns.personal.get(self.words.lower[ahead], ("",))[0] == gender
        if who is not None and not awaits:
            self.scene.meet(who, token, possessive=self.words.tag[token] == "PRP$", pronoun=True)

    def _description(self, token: int) -> None:
        """Resolve a description away from any source; it tells the role of people who have no other."""
        found = self.describing.elsewhere(token, self.settings.elsewhere)
        if found is not None:
            (first, last), who = found
            if who not in self.callings.people:
                self.elsewhere[first, last] = who

    def _relation(self, token: int) -> None:
        """Meet the relative whom a kin noun away from any source means: "my mother has slept"."""
        kin = self.kinship.relative(token)
        said = self.words.dep[token] in PREDICATES
        if kin is not None and token not in self.named and not said:
            self.scene.meet(kin, token)

    def _introduce(self, token: int) -> None:
        """Remember somebody who is brought in without a name: "a woman was hurt"."""
        first = self.words.subtree(token)[0]
        source = Source("nominal", first, token + 1, token, kind="person")
        answer = self._newcomer(source)
        self.scene.meet(self._stranger(answer, source) if answer.person is None else answer.person, token)

    def _answer(self, source: Source) -> Verdict:
        """The speaker that a source stands for, or None and why not."""
        handlers: dict[str, Callable[[Source], Verdict]] = {
            "person": self._person,
            "people": self._several,
            "pronoun": self._by_pronoun,
            "relative": self._relative,
            "nominal": self._nominal,
            "organisation": self._organisation,
            "indefinite": self._unnamed,
        }
        initials = self._by_initials(source)
        return handlers[source.sort](source) if initials is None else initials

    def _by_initials(self, source: Source) -> Verdict | None:
        """Whoever has the initials that a label is, if anybody has; two, or a body of them, are too many."""
        letters = self.initials.get(source.first)
        fitting = bearers(letters, self.people) if letters is not None else []
        if not fitting or letters is None:
            return None
        if len(fitting) > 1 or self.organisations.fullest(letters) != letters:
            return None, (INITIALS, "two-candidates")
        return self.person(fitting[0], "name", 0.9, (INITIALS,)), ()

    def _person(self, source: Source) -> Verdict:
        mention = source.mentions[0]
        if mention.person < 0:
            return None, ("two-candidates",)
        if mention.name.full:
            return self.person(mention.person, "name", 0.97, ("name-match",)), ()
        return self.person(mention.person, "name", 0.94, ("surname",)), ()

    def person(self, at: int, form: str, confidence: float, evidence: Why) -> Answer:
        """The answer that names a person."""
        name = self.people[at].name.text
        return Answer(("person", str(at)), "person", name, name, form, confidence, evidence, at)

    def _several(self, source: Source) -> Verdict:
        """Several people named at once speak as a group."""
        label = self.words.phrase(source.first, source.last)
        return Answer(("group", label.lower()), "group", None, label, "name", 0.9, ("several-names",)), ()

    def _by_pronoun(self, source: Source) -> Verdict:
        if source.head not in self.meant:
            return self._impersonal(source)
        who, share, why = self.meant[source.head]
        return (None, why) if who is None else (self.given(who, "pronoun", share, why), ())

    def _impersonal(self, source: Source) -> Verdict:
        """It and they outside marks: whatever spoke last or is the subject before, if that is no person."""
        if self.scene.quoted[source.head] or self.impersonal.empty(source):
            return None, ("no-antecedent",)
        voice = self.impersonal.last_voice(source)
        if voice is not None:
            return replace(voice, form="pronoun", confidence=0.75, evidence=("last-speaker",)), ()
        for noun in self.impersonal.subjects(source):
            first, last = self.words.subtree(noun)
            read = read_source(self.words, self.lexicon, self.pronouns, self.named, first, last)
            answer = self._answer(read)[0] if self.impersonal.fits(source, read) else None
            if answer is not None and self.impersonal.candidate(source, answer):
                return replace(answer, form="pronoun", confidence=0.6, evidence=("subject",)), ()
        return None, ("no-antecedent",)

    def given(self, at: int, form: str, confidence: float, evidence: Why) -> Answer:
        """The answer for a person or for somebody unnamed met before."""
        if at < len(self.people):
            return self.person(at, form, confidence, evidence)
        known = self.strangers[at - len(self.people)]
        return replace(known, form=form, confidence=known.confidence * confidence, evidence=evidence)

    def _relative(self, source: Source) -> Verdict:
        """Who or which: a person beside it or above it, else the description that its clause hangs from."""
        described: Source | None = None
        thing = self.words.lower[source.head] in self.pronouns.things
        beside = source.first - (2 if self.words.lower[source.first - 1] == "," else 1)
        nouns = list(antecedents(self.words, source))
        if beside in self.named and not self.named[beside].possessive:
            nouns.insert(0, beside)
        for noun in nouns:
            who = self._person_at(noun)
            if who is not None and not thing:
                return self.given(who, "pronoun", 0.9, ("relative-clause",)), ()
            first = max(self.words.subtree(noun)[0], noun - 6)
            read = read_source(self.words, self.lexicon, self.pronouns, self.named, first, noun + 1)
            if read.sort not in ("relative", "first", "pronoun"):
                described = read if described is None or read.kind == "person" else described
            if thing or not passes_on(self.words, noun, read):
                break
        return (None, ("no-antecedent",)) if described is None else self._answer(described)

    def _person_at(self, token: int) -> int | None:
        """The person named by a token, or meant by the pronoun there."""
        mention = self.named.get(token)
        if mention is not None and mention.person >= 0:
            return mention.person
        return self.meant[token][0] if token in self.meant else None

    def _nominal(self, source: Source) -> Verdict:
        """A description: somebody or something met before, or an unnamed speaker."""
        kin = self.kinship.relative(source.head) if source.kind == "person" else None
        if kin is not None:
            return self.given(kin, "nominal", 0.8, ("description-role",)), ()
        if source.kind == "person" and not is_kin(self.words, self.lexicon, source):
            who, share, why = self.describing.choose(source, self.settings.description)
            if who is not None:
                return self.given(who, "nominal", share, ("description-role", *why)), ()
            if "two-candidates" in why:
                return None, ("description-role", *why)
        elif source.kind == "organisation":
            name = own_name(self.words, self.lexicon, source)
            if name is not None:
                return organisation(name, "name", 0.8, "name-match"), ()
            if self.words.lower[source.first] in self.lexicon.joints.definite:
                noun = self.words.lower[source.head]
                beside = frozenset(self.words.lower[source.first : source.head])
                name = self.organisations.called(noun, self.lexicon.nouns, before=source.first, beside=beside)
            if name is not None:
                return organisation(name, "nominal", 0.7, "description-kind"), ()
        return self._newcomer(source), ()

    def _newcomer(self, source: Source) -> Answer:
        """Somebody brought in by a description, who may have a first name later."""
        answer = self._unnamed(source)[0]
        assert answer is not None
        who = self.newcomers.named_later(source.head, answer.key[1]) if source.kind == "person" else None
        if who is None:
            return answer
        self.callings.call(who, source.first, source.head, source.head + 1, ties=False)
        return self.given(who, "nominal", 0.6, ("description-role", "later"))

    def _organisation(self, source: Source) -> Verdict:
        first, last = core(self.words, self.lexicon, source)
        several = coordinated(self.words, source)
        if first >= last or several or self.words.lower[source.first] in self.lexicon.joints.new:
            return self._unnamed(source)
        name = self.organisations.fullest(self.words.phrase(first, last))
        return organisation(name, "name", 0.9, "name-match"), ()

    def _unnamed(self, source: Source) -> Verdict:
        """A speaker without a name, known by the words of the source."""
        first = source.first
        while first < source.head and self.words.tag[first] in ("DT", "PDT"):
            first += 1
        label = self.words.phrase(first, whole_word(self.words, source.last))
        key = (source.kind, self.words.phrase(first, source.head + 1).lower())
        return Answer(key, source.kind, None, label, "nominal", 0.8, ("unnamed",)), ()

    def _first_person(self, source: Source, inside: bool, outer: Answer | None) -> Verdict:
        """I and we: whoever speaks the words around, else the author of the article."""
        why = ("first-person",)
        if not inside:
            if source.plural:
                return None, why
            label = self.words.text[source.head]
            return Answer(("author", ""), "author", None, label, "pronoun", 0.7, why), ()
        if outer is None or (source.plural and outer.kind == "person"):
            return None, why
        return Answer(outer.key, outer.kind, outer.name, outer.label, "pronoun", 0.9, why, outer.person), ()


def organisation(name: str, form: str, confidence: float, evidence: str) -> Answer:
    """The answer that names an organisation."""
    key = ("organisation", name.lower())
    return Answer(key, "organisation", name, name, form, confidence, (evidence,))
