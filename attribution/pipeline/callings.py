"""What each person of an article is called, and how well that answers to a description."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from attribution.pipeline.contradicting import Tie, contradicts, outranked, tie_of
from attribution.pipeline.descriptions import around
from attribution.pipeline.edges import left_edge, person_noun, right_edge
from attribution.pipeline.mentions import Lexicon, NameMention
from attribution.pipeline.origins import of_origin
from attribution.pipeline.runs import HYPHENS
from attribution.pipeline.sources import Source, age_in
from attribution.pipeline.words import Words

SAME_OFFICE = 0.6  # worth of a noun for the same office, the noun itself being 1
PREDICATES = frozenset(("attr", "oprd"))  # what somebody is said to be or become
BRACKETS = 8  # tokens after a name in which its party and state can stand
PLACES = frozenset(("state", "country"))
NEAR = 32  # callings by one noun that are looked at for a description, before it and behind it


@dataclass(frozen=True, slots=True)
class Phrase:
    """The reading of a description: tokens `[first, last)`, determiner included, and what they tell."""

    first: int
    last: int
    head: int
    noun: str
    gender: str
    words: frozenset[str]  # beside the noun, in lower case
    facets: Mapping[str, set[str]]
    age: str | None
    determiner: str  # definite, indefinite, owned or bare


@dataclass(slots=True)
class Calling:
    """All that one person is called: nouns with the words beside them, party and place."""

    nouns: dict[str, set[str]] = field(default_factory=dict)
    ties: dict[str, list[Tie]] = field(default_factory=dict)  # by noun
    facets: dict[str, set[str]] = field(default_factory=dict)

    def tell(self, facets: Mapping[str, set[str]]) -> None:
        """Add what further words tell."""
        for family, things in facets.items():
            self.facets.setdefault(family, set()).update(things)


@dataclass(slots=True)
class Callings:
    """The calling of each person, by the descriptions beside the name and those that were resolved."""

    words: Words
    lexicon: Lexicon
    of: dict[int, Calling] = field(default_factory=dict)
    by_noun: dict[str, list[tuple[int, int]]] = field(default_factory=dict)  # (token, person), sorted
    by_origin: dict[str, set[int]] = field(default_factory=dict)
    by_age: dict[str, set[int]] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)  # those who are called something beside their name
    introduced: set[int] = field(default_factory=set)  # those of them who are so at their first mention

    def note(self, mentions: Iterable[NameMention]) -> None:
        """Read the descriptions beside the mentions."""
        met: set[int] = set()
        for mention in mentions:
            if mention.person < 0:
                continue
            calling = self.of.setdefault(mention.person, Calling())
            self._note_age(mention)
            self._note_party(mention, calling)
            for description in around(self.words, self.lexicon, mention):
                if description.where != "tag":  # a letter for a party, which `_note_party` has read
                    self.call(mention.person, description.first, description.head, description.last)
                self.people.add(mention.person)
                if mention.person not in met:
                    self.introduced.add(mention.person)
            met.add(mention.person)

    def call(self, person: int, first: int, head: int, last: int, *, ties: bool = True) -> None:
        """Note that the words of a description call a person something.

        `ties` tells that they rule out other descriptions as well, which a guess does not.
        """
        noun, calling = self.noun(head), self.of.setdefault(person, Calling())
        tag, lower = self.words.tag, self.words.lower
        said = (lower[i] for i in range(first, last) if tag[i] not in ("DT", "PRP$", "POS"))
        calling.nouns.setdefault(noun, set()).update(said)
        tie = tie_of(self.words, self.lexicon, first, head, last)
        calling.tell(tie.facets)
        if ties and len(calling.ties.setdefault(noun, [])) < NEAR:
            calling.ties[noun].append(tie)
        for i in range(first, last):
            if of_origin(self.words, self.lexicon.joints, self.lexicon.facets, i):
                self.by_origin.setdefault(lower[i], set()).add(person)
        insort(self.by_noun.setdefault(noun, []), (head, person))
        number = age_in(self.words, self.lexicon, first, last)
        if number is not None:
            self.by_age.setdefault(self.words.lower[number], set()).add(person)

    def _note_age(self, mention: NameMention) -> None:
        """Read the number in "Rosa Lee, 62, …"."""
        words, at = self.words, mention.last + 1
        if at >= len(words) or words.text[mention.last] != "," or words.tag[at] != "CD":
            return
        if at + 1 == len(words) or not words.text[at + 1][0].isalnum():
            self.by_age.setdefault(words.lower[at], set()).add(mention.person)

    def _note_party(self, mention: NameMention, calling: Calling) -> None:
        """Read "(R-Ky.)" after a name."""
        words, at = self.words, mention.last
        if at >= len(words) or words.text[at] != "(":
            return
        last = at + 1
        while last < min(at + BRACKETS, len(words)) and words.text[last] != ")":
            last += 1
        inside = "".join(words.lower[at + 1 : last]).replace("–", "-")
        calling.tell(self.lexicon.facets.told(inside.split("-"), spelled_out=False))

    def noun(self, head: int) -> str:
        """The noun that a description goes by ("Secretary" of State), abbreviations written out."""
        titles, words = self.lexicon.titles, self.words
        if (
            head > 1
            and words.lower[head] in titles.office_tail
            and words.lower[head - 1] in self.lexicon.joints.of
        ):
            head -= 2
        word = words.lower[head].rstrip(".")
        if head > 1 and words.text[head - 1] in HYPHENS and words.glued(head - 1):
            whole = "".join(words.lower[head - 2 : head + 1])
            word = whole if whole in self.lexicon.nouns.person else word
        return titles.offices.get(word, word)

    def phrase(self, source: Source) -> Phrase:
        """The reading of a source that is a description of a person."""
        words, joints = self.words, self.lexicon.joints
        first, head = self._left(source), source.head
        while first < head and words.lower[first] in joints.hedges:
            first += 1
        if is_owned(words, source) or words.tag[first] == "PRP$":
            determiner = "owned"
        elif words.lower[first] in joints.definite:
            determiner = "definite"
        else:
            determiner = "indefinite" if words.tag[first] in ("DT", "CD") else "bare"
        last = max(head + 1, min(right_edge(words, head), source.last))
        beside = [i for i in range(first, last) if i != head and words.tag[i] not in ("DT", "POS", "PRP$")]
        number = age_in(words, self.lexicon, first, source.last)
        return Phrase(
            first=first,
            last=last,
            head=head,
            noun=self.noun(head),
            gender=self.lexicon.nouns.person.get(words.lower[head], ""),
            words=frozenset(words.lower[i] for i in beside if words.text[i][0].isalnum()),
            facets=self.lexicon.facets.told(words.lower[first:last]),
            age=words.lower[number] if number is not None else None,
            determiner=determiner,
        )

    def _left(self, source: Source) -> int:
        """Where the noun phrase of a source begins, also where the source itself has but the end of it."""
        words, articles = self.words, self.lexicon.joints.articles
        if words.tag[source.first] in ("DT", "PRP$", "CD"):
            return source.first
        first = left_edge(words, self.lexicon, source.head)
        whole = 0 < first <= source.first and words.lower[first - 1] in articles
        return (
            first - 1 if whole and words.sentence[first - 1] == words.sentence[source.head] else source.first
        )

    def matches(self, phrase: Phrase) -> dict[int, float]:
        """How well each person answers to the noun of a description; 1 is the same noun.

        A description with an owner ("Lee's deputy") asks for a word in common beside the noun. The
        president of a rowing club does not answer to one that tells a place ("the Brazilian president"), and
        a press secretary not to "the secretary of state".
        """
        found: dict[int, float] = {}
        if phrase.age is not None:
            found = dict.fromkeys(sorted(self.by_age.get(phrase.age, ())), 1.0)
        if of_origin(self.words, self.lexicon.joints, self.lexicon.facets, phrase.head):
            found = dict.fromkeys(sorted(self.by_origin.get(phrase.noun, ())), 1.0)
        offices = self.lexicon.titles.offices
        others = {offices.get(noun, noun) for noun in self.lexicon.nouns.same_office.get(phrase.noun, ())}
        others.discard(phrase.noun)
        below = sorted(phrase.words & self.lexicon.joints.ranks & self.lexicon.nouns.person.keys())
        nouns = [(noun, 1.0) for noun in (phrase.noun, *below)]  # a deputy mayor is somebody's deputy
        for spelled, worth in [*nouns, *((other, SAME_OFFICE) for other in sorted(others))]:
            for person in self._near(spelled, phrase.head):
                said = self.of[person].nouns[spelled]
                apart = phrase.determiner == "owned" or (worth == 1 and self._placed(phrase, person, spelled))
                other = self._other(phrase, said) or self.facets(phrase, person)[1] > 0
                if not other and not (apart and not phrase.words & said):
                    found[person] = max(found.get(person, 0.0), worth)
        return found

    def barred(self, phrase: Phrase) -> set[int]:
        """Those called by the noun of a description whom its place, party, body or rank rules out.

        Nobody who holds an office is "the former mayor"; "the mayor" can be who held it, unless somebody
        holds it.
        """
        told = tie_of(self.words, self.lexicon, phrase.first, phrase.head, phrase.last)
        nouns = {phrase.noun, *self.lexicon.nouns.same_office.get(phrase.noun, ())}
        called = {person: self.of[person] for noun in nouns for person in self._near(noun, phrase.head)}
        found, past = set(), {}
        for person, calling in called.items():
            ties = [tie for noun in nouns for tie in calling.ties.get(noun, ())]
            if not ties:
                continue
            below = outranked(told, ties) and not told.ranks & calling.nouns.keys()
            if below or contradicts(self.lexicon, told, ties):
                found.add(person)
            else:
                past[person] = all(tie.former for tie in ties)
        if told.former or False in past.values():
            found.update(person for person, former in past.items() if former != told.former)
        return found | self._ranked(phrase.noun, phrase.head)

    def _ranked(self, noun: str, head: int) -> set[int]:
        """Those called by a noun that differs from `noun` by a rank alone: president, vice-president."""
        ranks = self.lexicon.joints.ranks
        rank, _, above = noun.partition("-")
        others = {f"{rank}-{noun}" for rank in ranks} | ({above} if rank in ranks else set())
        return {
            p for other in sorted(others) for p in self._near(other, head) if noun not in self.of[p].nouns
        }

    def bearer(self, phrase: Phrase) -> int | None:
        """Whoever a description stands beside: "the head of the Harbour Board, Rosa Lee"."""
        called = self.by_noun.get(phrase.noun, [])
        at = bisect_left(called, (phrase.head, 0))
        return called[at][1] if at < len(called) and called[at][0] == phrase.head else None

    def _other(self, phrase: Phrase, said: set[str]) -> bool:
        """Whether the "state" of a secretary of state is missing where other words tell the office."""
        tails = phrase.words & self.lexicon.titles.office_tail
        return bool(tails) and not tails & said and len(said) > 1

    def _placed(self, phrase: Phrase, person: int, noun: str) -> bool:
        """Whether a description tells a place while somebody is called by its noun of something else."""
        calling, offices = self.of[person], self.lexicon.titles.offices
        if (
            not any(family in PLACES for family in phrase.facets)
            or phrase.facets.keys() & calling.facets.keys()
        ):
            return False
        return any(offices.get(word.rstrip("."), word) != noun for word in calling.nouns[noun])

    def _near(self, noun: str, token: int) -> list[int]:
        """Those who are called by a noun nearest to a token; bounded, so that long texts take linear time."""
        called = self.by_noun.get(noun, [])
        at = bisect_left(called, (token, 0))
        return list(dict.fromkeys(person for _, person in called[max(0, at - NEAR) : at + NEAR]))

    def common(self, phrase: Phrase, person: int) -> int:
        """How many words beside the noun a person is called too."""
        calling = self.of.get(person)
        said = set().union(*calling.nouns.values()) if calling is not None else set()
        return len(phrase.words & said)

    def facets(self, phrase: Phrase, person: int) -> tuple[int, int]:
        """In how many families (party, state, country) a person agrees with a description, and disagrees."""
        calling = self.of.get(person)
        if calling is None:
            return 0, 0
        said, known = phrase.facets, calling.facets
        agreed = sum(bool(things & known.get(family, set())) for family, things in said.items())
        implying = self.lexicon.facets.implying
        mine, theirs = implying(said), implying(known)
        return agreed, sum(not things & theirs.get(family, things) for family, things in mine.items())

    def definite(self, token: int, named: Mapping[int, NameMention]) -> int | None:
        """The first token after "the" when a description of one person hangs from `token`, else None.

        `named` maps tokens to the mention they belong to.
        """
        words, nouns = self.words, self.lexicon.nouns
        noun = words.lower[token]
        if words.tag[token] not in ("NN", "NNP") or token in named or noun in nouns.kin:
            return None
        if words.dep[token] in PREDICATES or self._beside_name(token, named):
            return None
        if person_noun(self.lexicon, noun) is None and not self._is_tail(token):
            return None
        after = token + 1
        if after < len(words) and (after in named or words.tag[after] in ("NN", "NNS", "NNP", "HYPH")):
            return None
        if after < len(words) and words.lower[after] in self.lexicon.joints.of and self._is_tail(after + 1):
            return None
        first = left_edge(words, self.lexicon, token)
        if any(self._ranks(i) for i in range(first, token)):
            return None
        return first if first > 0 and words.lower[first - 1] in self.lexicon.joints.articles else None

    def _ranks(self, token: int) -> bool:
        """Whether a modifier ranks somebody among others or belongs to another noun: "the best", "Lee's"."""
        words = self.words
        return words.lower[token] in self.lexicon.nouns.unspecific or words.tag[token] in (
            "POS",
            "JJS",
            "RBS",
        )

    def _beside_name(self, token: int, named: Mapping[int, NameMention]) -> bool:
        """Whether a description stands in apposition to a name, which `note` has read."""
        words = self.words
        if words.dep[token] == "appos" and words.head[token] in named:
            return True
        return any(words.dep[child] == "appos" and child in named for child in words.children[token])

    def _is_tail(self, token: int) -> bool:
        """Whether a token is the "state" of a secretary of state."""
        words, titles = self.words, self.lexicon.titles
        if token < 2 or token >= len(words) or words.lower[token] not in titles.office_tail:
            return False
        return words.lower[token - 1] in self.lexicon.joints.of and titles.is_title(words.text[token - 2])


def is_owned(words: Words, source: Source) -> bool:
    """Whether a name in the possessive stands before the head: "Lee's deputy"."""
    return any(words.tag[i] == "POS" for i in range(source.first, source.head))


def is_kin(words: Words, lexicon: Lexicon, source: Source) -> bool:
    """Whether a source is somebody's relative or friend: "his sister", "Lee's neighbour"."""
    owned = any(words.tag[i] in ("POS", "PRP$") for i in range(source.first, source.head))
    return owned and words.lower[source.head] in lexicon.nouns.kin
