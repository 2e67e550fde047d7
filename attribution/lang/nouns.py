"""Nouns that can speak, read from `nouns.toml`: persons, groups, organisations, documents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from attribution.lang.loader import read_data


@dataclass(frozen=True, slots=True)
class Nouns:
    """The speaking nouns of a language, singular and in lower case."""

    person: dict[str, str]  # noun -> gender m, f or ""
    group: frozenset[str]
    organisation: frozenset[str]
    document: frozenset[str]
    authored: frozenset[str]  # documents that speak for the person who made them
    shares: frozenset[str]  # nouns for a part of those asked
    same_office: dict[str, frozenset[str]]
    same_kin: dict[str, frozenset[str]]  # kin noun -> others for the same relative
    couples: dict[str, frozenset[str]]  # kin noun -> nouns for two of whom one is called so
    reciprocal: dict[str, frozenset[str]]  # kin noun -> what a relative called so has in turn
    called: dict[str, frozenset[str]]
    no_person: frozenset[str]
    bodies: frozenset[str]  # of `organisation`, those that go by a name before them: "the Lee campaign"
    surnames: frozenset[str]  # of `no_person`, those that are surnames after a first name
    kin: frozenset[str]  # person nouns that name a relation: "her sister Ann"
    unspecific: frozenset[str]  # modifiers with which a description means nobody in particular
    standing: frozenset[str]  # person nouns that go together with any occupation
    serving: frozenset[str]  # verbs that an office follows after "as"
    making: frozenset[str]  # participles with which somebody gets an office
    attitudes: frozenset[str]  # person nouns for what somebody thinks of another: no office
    faceless: frozenset[str]  # person nouns that tell nothing of who somebody is: "a source"
    beside: frozenset[str]  # nouns that call somebody something only with "of" after them
    aged: tuple[str, ...]  # tokens after the number in an age
    first: frozenset[str]  # of `no_person`, those that are first names as well
    anonymity: tuple[str, ...]  # phrases that grant it
    unnamed: frozenset[str]  # nouns of people who by convention speak without a name

    def person_noun(self, word: str) -> str | None:
        """The singular person noun that `word` is a form of, itself included; None when it is none.

        >>> nouns("en").person_noun("congressmen")
        'congressman'
        """
        return next((form for form in singulars(word) if form in self.person), None)

    def kind(self, word: str, *, plural: bool) -> str | None:
        """What a noun phrase headed by `word` stands for: person, group, organisation, document or None."""
        forms = singulars(word) if plural else (word,)
        if any(form in self.person for form in forms):
            return "group" if plural else "person"
        if word in self.group:
            return "group"
        for kind, known in (("document", self.document), ("organisation", self.organisation)):
            if any(form in known for form in forms):
                return kind
        return None


def singulars(word: str) -> tuple[str, ...]:
    """`word` and what it could be the plural of.

    >>> singulars("parties")
    ('parties', 'partie', 'parti', 'party')
    """
    forms = [word]
    if word.endswith("s") and len(word) > 3:
        forms.append(word[:-1])
        if word.endswith("es"):
            forms.append(word[:-2])
        if word.endswith("ies"):
            forms.append(word[:-3] + "y")
    elif word.endswith("men"):
        forms.append(word[:-3] + "man")
    return tuple(forms)


@cache
def nouns(language: str) -> Nouns:
    """The speaking nouns of a language. Raises ModelError when it has none."""
    data = read_data(language, "nouns")
    person = dict.fromkeys(data["person"]["any"].split(), "")
    person.update(dict.fromkeys(data["person"]["male"].split(), "m"))
    person.update(dict.fromkeys(data["person"]["female"].split(), "f"))
    return Nouns(
        person=person,
        group=frozenset(data["group"]["words"].split()),
        organisation=frozenset(data["organisation"]["words"].split()),
        document=frozenset(data["document"]["words"].split()),
        authored=frozenset(data["document"]["authored"].split()),
        shares=frozenset(data["group"]["shares"].split()),
        same_office={noun: frozenset(others) for noun, others in data["same_office"].items()},
        same_kin={noun: frozenset(others) for noun, others in data["same_kin"].items()},
        couples={noun: frozenset(both) for noun, both in data["couples"].items()},
        reciprocal={noun: frozenset(others) for noun, others in data["reciprocal"].items()},
        called={noun: frozenset(words) for noun, words in data["called"].items()},
        no_person=frozenset(data["no_person"]["words"].split()),
        bodies=frozenset(data["organisation"]["bodies"].split()),
        surnames=frozenset(data["no_person"]["surnames"].split()),
        kin=frozenset(data["person"]["kin"].split()),
        unspecific=frozenset(data["person"]["unspecific"].split()),
        standing=frozenset(data["person"]["standing"].split()),
        serving=frozenset(data["person"]["serving"].split()),
        making=frozenset(data["person"]["making"].split()),
        attitudes=frozenset(data["person"]["attitudes"].split()),
        faceless=frozenset(data["person"]["faceless"].split()),
        beside=frozenset(data["person"]["beside"].split()),
        aged=tuple(data["person"]["aged"].split()),
        first=frozenset(data["no_person"]["first"].split()),
        anonymity=tuple(data["anonymity"]["phrases"]),
        unnamed=frozenset(data["anonymity"]["heads"]),
    )
