"""People brought in without a name who go by a first name later: "a woman had called … Rosa said"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attribution.pipeline.callings import Callings
from attribution.pipeline.candidates import Scene
from attribution.pipeline.mentions import Lexicon
from attribution.pipeline.people import Person
from attribution.pipeline.words import Words

WITHIN = 24  # sentences with words outside marks after a description in which the first name has to come
OFTEN = 2  # mentions from which a first name is that of somebody in the article


class Newcomers:
    """Finds the one person of a gender who has but a first name and is called nothing beside it.

    A first name without a surname or a description needs somebody whom the article knows by then.
    """

    def __init__(
        self, words: Words, lexicon: Lexicon, people: Sequence[Person], genders: Mapping[int, str],
        callings: Callings, scene: Scene,
    ) -> None:  # fmt: skip
        self.words, self.lexicon, self.scene = words, lexicon, scene
        self.by_gender: dict[str, list[tuple[int, int]]] = {}  # (token of the first mention, person)
        self.known: dict[int, str] = {}  # person -> the description that brought him in
        for at, person in enumerate(people):
            if at not in callings.people and self._first_name_alone(person):
                entry = person.mentions[0].first, at
                gender = lexicon.first_names[person.name.keys[0]] or genders[at]
                self.by_gender.setdefault(gender, []).append(entry)

    def _first_name_alone(self, person: Person) -> bool:
        """Whether somebody has no more than a first name, without any title."""
        bare = not person.name.full and person.name.keys[0] in self.lexicon.first_names
        titled = any(mention.titles or mention.relative for mention in person.mentions)
        return bare and not titled and len(person.mentions) >= OFTEN

    def named_later(self, head: int, label: str) -> int | None:
        """Whom the description at `head` brings in; `label` tells descriptions apart."""
        gender = self.lexicon.nouns.person.get(self.words.lower[head], "")
        entries = self.by_gender.get(gender, []) if gender else []
        if len(entries) != 1:
            return None
        token, person = entries[0]
        known = self.known.get(person)
        if known is None and 0 < self.scene.sentences_between(token, head) <= WITHIN:
            known = self.known[person] = label
        return person if known == label else None
