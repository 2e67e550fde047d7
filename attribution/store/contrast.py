"""Two wordings of what may be one quotation: where they differ, and whether that matters.

The shorter is aligned with the longer word by word, as a quotation is with its original. That one has less at
its ends, or where an ellipsis or brackets say so, is no difference, unless what it leaves out denies the rest
or sets a condition.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from attribution.lang.conflicts import conflicting
from attribution.lang.verifying import verifying
from attribution.store.runs import Change, Difference, compare_run, cut_off
from attribution.store.sketches import telling
from attribution.verify.alignment import align
from attribution.verify.given import Given, read_given
from attribution.verify.stems import stem
from attribution.verify.words import Word, read_text

LEAST_SAME, LEAST_TELLING = 5, 3  # words in common, and those of them that not everybody says
LEAST_SHARE = 0.6  # of the words of the stretch that both have
MOST_CHANGED = 0.5  # words that tell, of those in common: where more differ, it is another quotation
LONGEST_EDGE = 4  # words at an end that may stand for others
KEPT = 2_048  # wordings that are not read anew

_LAST_CLAUSE = ";:–—"


@dataclass(frozen=True)
class Contrast:
    """How two wordings compare: the changes that matter, the gravest first.

    `share` of the words of the stretch that both have is the same, `cover` of all words of the longer.
    """

    changes: tuple[Change, ...]
    share: float
    cover: float
    telling: int  # words in common that not everybody says

    @property
    def difference(self) -> Difference | None:
        """The gravest of the differences."""
        return self.changes[0].difference if self.changes else None

    @property
    def severity(self) -> int:
        """From 1 to 5; 0 where nothing matters."""
        return self.changes[0].severity if self.changes else 0

    @property
    def key(self) -> str:
        """What pairs of wordings that differ in the same words share."""
        sides = sorted((change.first.casefold(), change.second.casefold()) for change in self.changes[:1])
        return hashlib.blake2b("\n".join(map("\t".join, sides)).encode(), digest_size=16).hexdigest()

    def turned(self) -> Contrast:
        """The same, seen from the other side."""
        return replace(self, changes=tuple(change.turned() for change in self.changes))


@dataclass(frozen=True)
class Reading:
    """A wording, read; `parts` tells of each word in which of its sentences it is."""

    given: Given
    parts: tuple[int, ...]

    @property
    def words(self) -> Sequence[Word]:
        """Its words."""
        return self.given.words

    @cached_property
    def stems(self) -> list[str]:
        """By which they are aligned."""
        return [stem(word.key) for word in self.words]

    def bounds(self, place: int, step: int) -> bool:
        """Whether the word begins (-1) or ends (1) a sentence."""
        other = place + step
        return not 0 <= other < len(self.parts) or self.parts[other] != self.parts[place]

    def cuts(self, first: int, last: int) -> bool:
        """Whether it says itself that it leaves something out between two words."""
        return any(gap != "none" for gap in self.given.gaps[first:last])

    def written(self, words: Sequence[Word]) -> str:
        """From the first to the last of some words."""
        return self.given.text[words[0].start : words[-1].end]


@lru_cache(maxsize=KEPT)
def read_wording(words: str, language: str = "en") -> Reading:
    """Reads words in marks."""
    data = verifying(language)
    given, read = read_given(words, data), read_text(words, data)
    starts = {start: number for number, (start, _) in enumerate(read.sentences)}
    parts = tuple(starts[read.around(word.start, word.start)[0]] for word in given.words)
    return Reading(given, parts)


def contrast(first: str, second: str, language: str = "en") -> Contrast | None:
    """The contrast of two wordings, words in marks; None where they are none of one quotation.

    >>> found = contrast("We lost 14 boats in the winter storm", "We lost 40 boats in the winter storm")
    >>> found.difference, found.severity, found.changes[0].first
    ('number', 5, '14')
    """
    one, other = read_wording(first, language), read_wording(second, language)
    if (len(one.words), first) > (len(other.words), second):  # the same, whichever comes first
        found = _Comparison(other, one, language).run()
        return found.turned() if found else None
    return _Comparison(one, other, language).run()


@dataclass
class _Comparison:
    """The shorter of two wordings, and the longer."""

    short: Reading
    long: Reading
    language: str

    def run(self) -> Contrast | None:
        """Compares them."""
        links = self._links()
        if len(links) < LEAST_SAME:
            return None
        edges = (_Edge(self, links[0], -1), _Edge(self, links[-1], 1))
        changes = [*self._within(links), *(change for edge in edges for change in edge.changes())]
        counted = links[-1][0] - links[0][0] + 1 + sum(edge.counted for edge in edges)
        share = len(links) / counted
        told = len(list(telling([self.short.words[place].key for place, _ in links], self.language)))
        changed = sum(change.telling for change in changes)
        if told < LEAST_TELLING or share < LEAST_SHARE or changed > MOST_CHANGED * told:
            return None
        changes.sort(key=lambda change: -change.severity)
        return Contrast(tuple(changes), round(share, 3), round(len(links) / len(self.long.words), 3), told)

    def _links(self) -> list[tuple[int, int]]:
        """The places of each word that is the same in both, in order."""
        ours, theirs = self.short.stems, self.long.stems
        best = align(ours, self.short.given.gaps, theirs, 1)
        return [
            (pair.given, pair.found)
            for pair in (best[0].pairs if best else ())
            if pair.given is not None and pair.found is not None and ours[pair.given] == theirs[pair.found]
        ]

    def _within(self, links: Sequence[tuple[int, int]]) -> Iterator[Change]:
        """Between words that are the same."""
        for (i, j), (after, behind) in pairwise(links):
            ours, theirs = slice(i + 1, after), slice(j + 1, behind)
            if after - i == 1 and behind - j == 1:
                continue
            cuts = self.short.cuts(i, after), self.long.cuts(j, behind)
            if not any(cuts):
                yield from self.changed(ours, theirs)
            elif cuts[0] and after - i == 1:
                yield from self._left_out(self.long, theirs, turned=False)
            elif cuts[1] and behind - j == 1:
                yield from self._left_out(self.short, ours, turned=True)

    def _left_out(self, reading: Reading, omitted: slice, *, turned: bool) -> Iterator[Change]:
        """What an ellipsis leaves out of a sentence of which the rest is there."""
        kept = {reading.parts[omitted.start - 1], reading.parts[omitted.stop]}
        places = range(omitted.start, omitted.stop)
        words = [reading.words[place] for place in places if reading.parts[place] in kept]
        data = verifying(self.language)
        if any(data.negates(word.key) or word.key in data.conditions for word in words):
            yield cut_off(reading.written(words), turned=turned)

    def changed(self, ours: slice, theirs: slice) -> Iterator[Change]:
        """Words that stand for others, where that matters."""
        runs = (
            (self.short.given.text, self.short.words[ours]),
            (self.long.given.text, self.long.words[theirs]),
        )
        change = compare_run(*runs, self.language)
        if change is not None:
            yield change


@dataclass
class _Edge:
    """What stands before the first word that is the same (`step` -1), or behind the last one (1)."""

    of: _Comparison
    link: tuple[int, int]
    step: int

    @cached_property
    def rests(self) -> tuple[slice, slice]:
        """What either wording has there."""
        i, j = self.link
        if self.step < 0:
            return slice(0, i), slice(0, j)
        return slice(i + 1, len(self.of.short.words)), slice(j + 1, len(self.of.long.words))

    @property
    def counted(self) -> int:
        """Words of the shorter one that have others in their place."""
        ours, theirs = (rest.stop - rest.start for rest in self.rests)
        return ours if ours and theirs and not self._at_sentence() else 0

    def changes(self) -> Iterator[Change]:
        """Whether one lacks what turns the rest; or where both have words, whether these differ."""
        ours, theirs = (rest.stop - rest.start for rest in self.rests)
        if not ours or not theirs:
            yield from self._lacking(turned=bool(ours))
        elif not self._at_sentence() and max(ours, theirs) <= LONGEST_EDGE:
            yield from self.of.changed(*self.rests)

    def _lacking(self, *, turned: bool) -> Iterator[Change]:
        reading, place = (self.of.short, self.link[0]) if turned else (self.of.long, self.link[1])
        rest = self.rests[0 if turned else 1]
        places = [at for at in range(rest.start, rest.stop) if reading.parts[at] == reading.parts[place]]
        words = [reading.words[at] for at in places]
        turns = self._sets_condition if self.step > 0 else self._denies
        if words and turns(reading, words, reading.words[place]):
            yield cut_off(reading.written(words), turned=turned)

    def _sets_condition(self, reading: Reading, words: Sequence[Word], _: Word) -> bool:
        """Whether the words behind begin with a condition."""
        data, keys = conflicting(self.of.language), [word.key for word in words]
        begins = f"{' '.join(keys[:4])} "
        phrases = verifying(self.of.language).phrases
        return keys[0] in data.behind or any(begins.startswith(f"{phrase} ") for phrase in phrases)

    def _denies(self, reading: Reading, words: Sequence[Word], kept: Word) -> bool:
        """Whether words before, in the same clause, set a condition or say that the rest is not so."""
        data, turning = conflicting(self.of.language), verifying(self.of.language)
        before = reading.given.text[words[0].start : kept.start]
        clause = words[0].start + max(before.rfind(mark) for mark in _LAST_CLAUSE) + 1
        keys = [word.key for word in words if word.start >= clause]
        apart = before.rstrip().endswith(",") or not keys
        return not apart and any(key in data.before or turning.negates(key) for key in keys)

    def _at_sentence(self) -> bool:
        """Whether the words that are the same begin or end a sentence in both."""
        readings = (self.of.short, self.of.long)
        return all(one.bounds(place, self.step) for one, place in zip(readings, self.link, strict=True))
