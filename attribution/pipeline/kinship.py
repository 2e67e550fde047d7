"""Whose relatives people are: "his wife, Rosa Lee", "Lee's ex-wife", "my parents, Tom and Ann Lee"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from attribution.lang.pronouns import Pronouns
from attribution.pipeline.callings import NEAR, Callings
from attribution.pipeline.candidates import SUBJECTS
from attribution.pipeline.edges import left_edge
from attribution.pipeline.mentions import Lexicon, NameMention
from attribution.pipeline.people import Person
from attribution.pipeline.runs import HYPHENS
from attribution.pipeline.words import Words

REACH = 60  # tokens back from a pronoun to the relative whom it can stand for
AUTHOR = -1  # owner of "my father" outside quotation marks


@dataclass(frozen=True, slots=True)
class Tie:
    """A kin noun at `token` that calls `person` somebody's relative; `former` as an ex-wife is."""

    token: int
    person: int
    former: bool


@dataclass(slots=True)
class Kinship:
    """Finds whom a kin noun with an owner means; `person_at` tells whom a token names or means.

    `outer` maps the tokens of what somebody says to its speaker: "my father" is his there.
    """

    words: Words
    lexicon: Lexicon
    pronouns: Pronouns
    named: Mapping[int, NameMention]
    callings: Callings
    people: list[Person]
    genders: Mapping[int, str]
    quoted: list[bool]
    person_at: Callable[[int], int | None]
    outer: Mapping[int, int] = field(default_factory=dict)
    _couples: dict[str, list[Tie]] = field(init=False)  # by the noun for both
    _owned: dict[str, list[int]] = field(init=False)  # kin nouns right after "his" or "her"

    def __post_init__(self) -> None:
        self._couples, self._owned = {}, {}
        plurals = {noun for nouns in self.lexicon.nouns.couples.values() for noun in nouns}
        for token, lower in enumerate(self.words.lower):
            if lower in plurals:
                self._couples.setdefault(lower, []).extend(self._couple(token))
            elif lower in self.lexicon.nouns.kin and token and self.words.tag[token - 1] == "PRP$":
                self._owned.setdefault(lower, []).append(token)

    def relative(self, head: int) -> int | None:
        """The one person whom the kin noun at `head` can mean, by who is told to be its owner's relative.

        A tie that names no owner ("met wife Rosa") fits any owner but the author; one whose owner cannot be
        told fits nobody. Nobody who is called a former wife is meant by "his wife", while a wife may have
        become a former one; "his third wife" is no other than who is called the third.
        """
        owner = self.owner(head) if self.words.lower[head] in self.lexicon.nouns.kin else None
        if owner is None:
            return None
        former, ranks = self._former(head), self._ranks(head)
        ties = [tie for tie in self._ties(head) if tie.person != owner and self._fits(head, tie.person)]
        ties = [tie for tie in ties if self._ranks(tie.token) == ranks]
        told = [tie for tie in ties if self.owner(tie.token) == owner]
        free = [tie for tie in ties if owner != AUTHOR and not any(self._owners(tie.token))]
        for group in (told, free):
            found = {tie.person for tie in group if tie.former == former}
            found = found or {tie.person for tie in group if former}
            if found:
                return found.pop() if len(found) == 1 else None
        return self._by_return(head, owner)

    def stands_for(self, pronoun: int, gender: str) -> bool:
        """Whether a pronoun within marks can mean an unnamed relative: “My father kept goats. He used to …”.

        The relative is told of before it in the same speech, and nobody is named there since.
        """
        for i in range(pronoun - 1, max(-1, pronoun - REACH), -1):
            if not self.quoted[i]:
                continue
            if i in self.named:
                return False
            if self.words.lower[i] in self.lexicon.nouns.kin and self._mine(i):
                same = self.lexicon.nouns.person.get(self.words.lower[i], "") == gender
                if same and self.words.tag[i] == "NN":
                    return self.relative(i) is None
        return False

    def _mine(self, noun: int) -> bool:
        """Whether the speaker owns a noun: "my"."""
        return any(self.words.lower[i] in self.pronouns.first_singular for i in self._owners(noun))

    def owner(self, noun: int) -> int | None:
        """Whose relative the noun at a token is: "Lee's sister", "her sister", "the sister of Lee"."""
        for token in self._owners(noun):
            if self.words.lower[token] in self.pronouns.first_singular:
                return self.outer.get(token) if self.quoted[token] else self.outer.get(token, AUTHOR)
            return self.person_at(token)
        return None

    def _owners(self, noun: int) -> Iterator[int]:
        """The tokens that can own a noun: a possessor, then what "of" ties to it."""
        words = self.words
        first = noun - 2 if noun > 1 and words.text[noun - 1] in HYPHENS else noun  # "ex-wife"
        for part in range(first, noun + 1):
            yield from (child for child in words.children[part] if words.dep[child] == "poss")
        if first > 0 and words.tag[first - 1] == "PRP$":
            yield first - 1
        for link in words.children[noun]:
            if words.lower[link] in self.lexicon.joints.of:
                yield from (child for child in words.children[link] if words.dep[child] == "pobj")

    def _ties(self, head: int) -> list[Tie]:
        """All that calls somebody by the kin noun at `head`, or by another word for it."""
        noun = self._bare(self.callings.noun(head))
        same = {noun, *self.lexicon.nouns.same_kin.get(noun, ())}
        prefixes = self.lexicon.joints.former_prefixes
        spelled = same | {f"{prefix}{word}" for word in same for prefix in prefixes}
        ties = [
            Tie(token, person, self._former(token))
            for word in sorted(spelled)
            for token, person in self.callings.by_noun.get(word, [])[:NEAR]
        ]
        both = sorted(self.lexicon.nouns.couples.get(noun, ()))
        return ties + [tie for word in both for tie in self._couples.get(word, [])[:NEAR]]

    def _bare(self, noun: str) -> str:
        """A kin noun without its "ex-"."""
        prefix = next((p for p in self.lexicon.joints.former_prefixes if noun.startswith(p)), "")
        return noun[len(prefix) :]

    def _former(self, head: int) -> bool:
        """Whether a kin noun is of the past: "ex-wife", "former wife"."""
        words, joints = self.words, self.lexicon.joints
        if self._bare(self.callings.noun(head)) != self.callings.noun(head):
            return True
        return any(words.lower[i] in joints.former for i in range(left_edge(words, self.lexicon, head), head))

    def _ranks(self, head: int) -> frozenset[str]:
        """The words before a kin noun that tell one relative from others: "third", "other"."""
        first = left_edge(self.words, self.lexicon, head)
        return frozenset(self.words.lower[first:head]) & self.lexicon.nouns.unspecific

    def _fits(self, head: int, person: int) -> bool:
        """Whether a kin noun does not tell another gender than a person's."""
        gender = self.lexicon.nouns.person.get(self._bare(self.words.lower[head]), "")
        return person < len(self.people) and (not gender or self.genders[person] in ("", gender))

    def _couple(self, token: int) -> Iterator[Tie]:
        """The two who are named after a noun for both: "my parents, Tom and Ann Lee"."""
        words = self.words
        at = token + 1 + (words.text[token + 1 : token + 2] == [","])
        one = self.named.get(at)
        link = "" if one is None or one.last >= len(words) else words.lower[one.last]
        two = self.named.get(one.last + 1) if one is not None else None
        if one is None or two is None or link not in self.lexicon.joints.conjunctions:
            return
        yield from (Tie(token, m.person, former=False) for m in (one, two) if m.person >= 0)

    def _by_return(self, head: int, owner: int) -> int | None:
        """The namesake of an owner who has in turn what the owner is: "Ann Lee … her husband", Lee's wife."""
        if not 0 <= owner < len(self.people) or self._former(head) or self._ranks(head):
            return None
        turned = self.lexicon.nouns.reciprocal.get(self.callings.noun(head), frozenset())
        surname = self.people[owner].name.keys[-1]
        found = set()
        for token in (token for noun in sorted(turned) for token in self._owned.get(noun, [])[:NEAR]):
            who = self._namesake(token, surname)
            if who is not None and who != owner and self._fits(head, who):
                found.add(who)
        return found.pop() if len(found) == 1 else None

    def _namesake(self, token: int, surname: str) -> int | None:
        """The subject before a kin noun in its sentence, the only person named there, if so surnamed."""
        words = self.words
        first, _ = words.sentences[words.sentence[token]]
        gender = self.pronouns.personal.get(words.lower[token - 1], ("", ""))[0]
        before = {id(m): m for m in (self.named.get(i) for i in range(first, token)) if m is not None}
        if len(before) != 1 or not gender:
            return None
        mention = next(iter(before.values()))
        subject = words.dep[mention.last - 1] in SUBJECTS and not mention.possessive
        if not subject or mention.person < 0 or not mention.name.full or mention.name.keys[-1] != surname:
            return None
        return mention.person if self.genders.get(mention.person) in ("", gender) else None
