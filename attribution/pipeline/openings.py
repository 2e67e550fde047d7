"""Descriptions in headline and lead, read again when the article is known: "Official says …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attribution.pipeline.answers import Verdict
from attribution.pipeline.callings import Callings
from attribution.pipeline.contradicting import contradicts, outranked, tie_of
from attribution.pipeline.describing import AHEAD
from attribution.pipeline.people import Person
from attribution.pipeline.sources import Source
from attribution.pipeline.words import Words

OPENING = 5  # sentences of headline, deck and lead


class Openings:
    """Finds who is meant by the descriptions at the opening that nobody answered to when they were read."""

    def __init__(self, words: Words, callings: Callings, people: Sequence[Person]) -> None:
        self.words, self.callings, self.people = words, callings, people
        self.lexicon = callings.lexicon

    def settle(
        self, sources: Sequence[Source | None], verdicts: Sequence[Verdict]
    ) -> Iterator[tuple[int, int]]:
        """The relations whose source is such a description, each with the person meant, the last first."""
        opening = [
            (at, source)
            for at, source in enumerate(sources)
            if source is not None and source.sort == "nominal" and self.words.sentence[source.head] < OPENING
        ]
        found: list[tuple[Source, int]] = []
        for at, source in sorted(opening, key=lambda pair: -pair[1].head):
            answer = verdicts[at][0]
            who = None if answer is None else answer.person
            if answer is not None and who is None and answer.kind == "person":
                who = self._taken_up(source, found)
                who = self._in_office(source) if who is None else who
                if who is not None:
                    yield at, who
            if who is not None and who < len(self.people):
                found.append((source, who))

    def _taken_up(self, source: Source, known: list[tuple[Source, int]]) -> int | None:
        """Whom the lead, which says the same as the headline, calls by the noun of a description there."""
        noun = self.callings.noun(source.head)
        if noun in self.lexicon.nouns.unspecific | self.lexicon.nouns.kin:
            return None
        here = self.words.sentence[source.head]
        people = {
            who
            for other, who in known
            if self.words.sentence[other.head] > here
            and self.callings.noun(other.head) == noun
            and self._agree(source, other)
        }
        return people.pop() if len(people) == 1 else None

    def _agree(self, one: Source, two: Source) -> bool:
        """Whether two descriptions by one noun tell no different places, bodies, ranks or times."""
        words, lexicon = self.words, self.lexicon
        told, known = (tie_of(words, lexicon, s.first, s.head, s.last) for s in (one, two))
        apart = contradicts(lexicon, told, [known]) or outranked(told, [known])
        return not apart and told.former == known.former

    def _in_office(self, source: Source) -> int | None:
        """The one person named soon whose office the description is another word for, from the same place."""
        phrase = self.callings.phrase(source)
        limit = self.words.sentence[source.head] + AHEAD
        barred = self.callings.barred(phrase)
        people = [
            who
            for who in self.callings.matches(phrase)
            if who < len(self.people)
            and who not in barred
            and self.words.sentence[self.people[who].mentions[0].first] <= limit
        ]
        if len(people) != 1:
            return None
        agreed, apart = self.callings.facets(phrase, people[0])
        return people[0] if agreed and not apart else None
