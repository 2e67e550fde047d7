"""What each person of an article is called, and who answers to a description in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from attribution.pipeline.descriptions import around
from attribution.pipeline.mentions import Lexicon, NameMention
from attribution.pipeline.sources import Source, age_in
from attribution.pipeline.words import Words

SAME_OFFICE = 0.6  # worth of a noun for the same office, the noun itself being 1
WORD = 0.3  # worth of each further word in common
PHRASE_TAGS = frozenset(("JJ", "NN", "NNP", "HYPH", "VBN", "CD"))


@dataclass(slots=True)
class Callings:
    """Noun -> person -> the words of all descriptions with that noun that stand beside the person's name."""

    words: Words
    lexicon: Lexicon
    by_noun: dict[str, dict[int, set[str]]] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)  # those who are called something
    ages: dict[str, set[int]] = field(default_factory=dict)  # number as written -> people of that age

    def note(self, mentions: Iterable[NameMention]) -> None:
        """Read the descriptions beside the mentions."""
        for mention in mentions:
            if mention.person < 0:
                continue
            self._note_age(mention)
            for description in around(self.words, self.lexicon, mention):
                self.call(mention.person, description.first, description.head, description.last)
                self.people.add(mention.person)

    def call(self, person: int, first: int, head: int, last: int) -> None:
        """Note that a description calls a person something."""
        called = self.by_noun.setdefault(self.noun(head), {})
        called.setdefault(person, set()).update(self.words.lower[first:last])
        number = age_in(self.words, self.lexicon, first, last)
        if number is not None:
            self.ages.setdefault(self.words.lower[number], set()).add(person)

    def _note_age(self, mention: NameMention) -> None:
        """Read the number in "Rosa Lee, 62, …"."""
        words, at = self.words, mention.last + 1
        if at >= len(words) or words.text[mention.last] != "," or words.tag[at] != "CD":
            return
        if at + 1 == len(words) or not words.text[at + 1][0].isalnum():
            self.ages.setdefault(words.lower[at], set()).add(mention.person)

    def noun(self, head: int) -> str:
        """The noun that a description goes by ("Secretary" of State), abbreviations written out."""
        titles, lower = self.lexicon.titles, self.words.lower
        if head > 1 and lower[head] in titles.office_tail and lower[head - 1] in self.lexicon.joints.of:
            head -= 2
        word = lower[head].rstrip(".")
        return self.lexicon.titles.offices.get(word, word)

    def matches(self, source: Source) -> dict[int, float]:
        """How well each person answers to a description; 1 is the same noun.

        A description with an owner ("Lee's deputy") asks for a word in common beside the noun.
        """
        words = self.words
        noun = self.noun(source.head)
        mine = {words.lower[i] for i in range(source.first, source.head) if words.tag[i] != "DT"}
        owned = is_owned(words, source)
        number = age_in(words, self.lexicon, source.first, source.last)
        of_age = self.ages.get(words.lower[number], set()) if number is not None else set()
        found = dict.fromkeys(of_age, 1.0)
        others = sorted(self.lexicon.nouns.same_office.get(noun, ()))
        for other, worth in [(noun, 1.0), *((other, SAME_OFFICE) for other in others)]:
            spelled = self.lexicon.titles.offices.get(other, other)
            for person, said in self.by_noun.get(spelled, {}).items():
                common = len(mine & said)
                if common or not owned:
                    found[person] = max(found.get(person, 0.0), worth + WORD * common)
        return found

    def is_age(self, source: Source) -> bool:
        """Whether a description tells somebody's age: it means nobody of another age."""
        return age_in(self.words, self.lexicon, source.first, source.last) is not None

    def definite(self, token: int, named: Mapping[int, NameMention]) -> int | None:
        """The first token after "the" when a description of one person hangs from `token`, else None.

        `named` maps tokens to the mention they belong to.
        """
        words, nouns = self.words, self.lexicon.nouns
        noun = words.lower[token]
        if noun not in nouns.person or words.tag[token] != "NN" or token in named or noun in nouns.kin:
            return None
        after = token + 1
        if after < len(words) and (after in named or words.tag[after] in ("NN", "NNS", "NNP", "HYPH")):
            return None
        first = token
        while first > 0 and words.tag[first - 1] in PHRASE_TAGS:
            first -= 1
            if words.lower[first] in nouns.unspecific:
                return None
        return first if first > 0 and words.lower[first - 1] in self.lexicon.joints.articles else None


def is_owned(words: Words, source: Source) -> bool:
    """Whether a name in the possessive stands before the head: "Lee's deputy"."""
    return any(words.tag[i] == "POS" for i in range(source.first, source.head))


def is_kin(words: Words, lexicon: Lexicon, source: Source) -> bool:
    """Whether a source is somebody's relative or friend: "his sister", "Lee's neighbour"."""
    owned = any(words.tag[i] in ("POS", "PRP$") for i in range(source.first, source.head))
    return owned and words.lower[source.head] in lexicon.nouns.kin
