"""The same in other words: sentences that share what a quotation is about. A heuristic, without any model.

Words are compared by their stems and weighed by how rare they are in the original. Numbers must all be
there, and a sentence that denies is no paraphrase of one that does not.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.lang.en.stop_words import STOP_WORDS

from attribution.lang.verifying import Verifying
from attribution.verify import meaning
from attribution.verify.given import Given
from attribution.verify.stems import stem
from attribution.verify.words import Text, Word

LEAST_SHARE, LEAST_WORDS = 0.45, 2
MOST_READ = 16  # stretches whose meaning is looked at
NEAR, OPPOSITE = 0.63, 0.07  # the least product of two vectors, and more where one denies
SAME, LEAST_REORDERED = 0.85, 6  # the share of words, and how many, that make it the same in another order
MOST_BESIDE = 2.0  # words of a stretch for each of the quotation's, whose order is another
STEMS_WEIGHT = 0.1
UNSTEMMED = 2  # letters of a word that its stem has too

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A stretch of an original, and the share of what the quotation is about that it has."""

    original: int  # which of those that were given
    start: int
    end: int
    share: float
    same_words: bool = False  # in another order


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words of an original, from one to the one before another, and what they have of what is wanted."""

    original: int
    read: Text
    first: int
    behind: int
    stems: frozenset[str]
    share: float

    @property
    def words(self) -> list[Word]:
        return self.read.words[self.first : self.behind]

    @property
    def start(self) -> int:
        return self.read.words[self.first].start

    @property
    def end(self) -> int:
        return self.read.words[self.behind - 1].end


def stems_of(words: Sequence[Word]) -> set[str]:
    """Stems of the words that carry the sense."""
    return {stem(word.key) for word in words if carries(word.key)}


def carries(key: str) -> bool:
    """Whether a word, by its key, carries the sense."""
    if key.isdigit():
        return key != "1"  # which is mostly no number, but somebody
    return key not in STOP_WORDS and len(key) > 1


def find_paraphrase(
    given: Given, originals: Sequence[tuple[Text, Spans]], data: Verifying, *,
    most_read: int = MOST_READ, least_share: float = LEAST_SHARE, weights: Mapping[str, float] | None = None,
) -> Paraphrase | None:  # fmt: skip
    """The stretch of the originals that says most nearly what the given words say, or None.

    With each goes where the contents of its quotations stand, which are looked at besides its sentences.
    `weights` are those of the stems of the given words, where it is known how rare these are; else they are
    weighed by each original. `least_share` is for where there are no vectors.
    """
    wanted = stems_of(given.words)
    if len(wanted) < LEAST_WORDS:
        return None
    found = [
        stretch
        for number, (read, contents) in enumerate(originals)
        for stretch in _weighed(wanted, number, read, contents, weights)
    ]
    found.sort(key=lambda stretch: (-stretch.share, stretch.end - stretch.start))
    ours = Counter(word.key for word in given.words)
    reordered = next((stretch for stretch in found if _has_same_words(ours, wanted, stretch)), None)
    if reordered:
        return Paraphrase(reordered.original, reordered.start, reordered.end, SAME, same_words=True)
    if meaning.available():
        texts = [read.text for read, _ in originals]
        return _by_meaning(given, texts, found[:most_read], data)
    return _by_stems(given, found, least_share, data)


def _weighed(
    wanted: set[str], number: int, read: Text, contents: Spans, known: Mapping[str, float] | None
) -> list[_Stretch]:
    """The stretches of an original that have all numbers, with the share of what is wanted."""
    stretches = list(_stretches(wanted, read, contents))
    weights = known or _weights(wanted, [stems for *_, stems in stretches])
    figures = {key for key in wanted if key[0].isdigit()}
    return [
        _Stretch(number, read, first, behind, stems, _share(stems, weights))
        for first, behind, stems in stretches
        if figures <= stems
    ]


def _has_same_words(given: Counter[str], wanted: set[str], stretch: _Stretch) -> bool:
    """Whether nearly all words are there, in whatever order."""
    least = SAME * given.total()
    if given.total() < LEAST_REORDERED or given.total() - len(wanted - stretch.stems) < least:
        return False
    if stretch.behind - stretch.first > MOST_BESIDE * given.total():
        return False
    return (given & Counter(word.key for word in stretch.words)).total() >= least


def _by_stems(
    given: Given, found: Iterable[_Stretch], least_share: float, data: Verifying
) -> Paraphrase | None:
    denies = _denies(given.words, data)
    for stretch in found:
        much = stretch.share >= least_share and len(stretch.stems) >= LEAST_WORDS
        if much and _denies(stretch.words, data) == denies:
            return Paraphrase(stretch.original, stretch.start, stretch.end, stretch.share)
    return None


def _by_meaning(
    given: Given, texts: Sequence[str], found: Sequence[_Stretch], data: Verifying
) -> Paraphrase | None:
    sayings = [texts[stretch.original][stretch.start : stretch.end] for stretch in found]
    if not sayings:
        return None
    rows = meaning.vectors([*sayings, given.text])
    near = rows[:-1] @ rows[-1]
    best = int(near.argmax())
    stretch = found[best]
    unlike = _denies(given.words, data) != _denies(stretch.words, data)
    if near[best] + STEMS_WEIGHT * stretch.share < NEAR + OPPOSITE * unlike:
        return None
    return Paraphrase(stretch.original, stretch.start, stretch.end, float(near[best]))


def _share(shared: Iterable[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(key, 0.0) for key in shared) / sum(weights.values())


def _weights(wanted: set[str], stretches: Sequence[frozenset[str]]) -> dict[str, float]:
    counts = Counter(key for stems in stretches for key in stems)
    return {key: math.log((1 + len(stretches)) / (1 + counts[key])) + 0.3 for key in wanted}


def _denies(words: Sequence[Word], data: Verifying) -> bool:
    return sum(data.negates(word.key) or word.key in data.undoing for word in words) % 2 == 1


def _stretches(wanted: set[str], read: Text, contents: Spans) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Sentences, each with the next, and what else is asked for, with what they have of what is wanted."""
    beginnings = {key[:UNSTEMMED] for key in wanted}  # which a stem has of its word; stems take time
    there = [
        (place, key)
        for place, word in enumerate(read.words)
        if word.key[:UNSTEMMED] in beginnings and (key := stem(word.key)) in wanted and carries(word.key)
    ]
    starts = [word.start for word in read.words]
    others = [place for place in dict.fromkeys(contents) if place not in set(read.sentences)]
    ranges = [(bisect_left(starts, start), bisect_left(starts, end)) for start, end in read.sentences]
    single = [(first, behind) for first, behind in ranges if first < behind]
    double = [(first, behind) for (first, _), (_, behind) in pairwise(single)]
    more = [(bisect_left(starts, start), bisect_left(starts, end)) for start, end in others]
    for first, behind in (*single, *(one for one in more if one[0] < one[1]), *double):
        some = there[bisect_left(there, (first, "")) : bisect_left(there, (behind, ""))]
        yield first, behind, frozenset(key for _, key in some)
